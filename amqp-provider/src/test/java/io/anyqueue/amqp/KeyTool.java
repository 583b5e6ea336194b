package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes certificates for tests, in a folder of theirs. For use by one thread. */
final class KeyTool {
    /** Of every store that is made. */
    static final String PASSWORD = "changeit";

    private final Path folder;

    KeyTool(Path folder) {
        this.folder = folder;
    }

    /** A PKCS #12 store with a key and a certificate for {@code localhost}, signed by itself. */
    Path pair(String alias, String name) throws Exception {
        Path store = folder.resolve(alias + ".p12");
        run(
                "-genkeypair -alias %s -keyalg EC -dname %s -ext SAN=dns:localhost -keystore %s -storetype PKCS12 -storepass %s",
                alias, name, store, PASSWORD);
        return store;
    }

    /** The certificate of a store in a PEM file. */
    Path certificate(String alias, Path store) throws Exception {
        Path file = folder.resolve(alias + ".pem");
        run("-exportcert -rfc -alias %s -keystore %s -storepass %s -file %s", alias, store, PASSWORD, file);
        return file;
    }

    /** What a server needs that shows the certificate of a store and trusts whom the JVM trusts. */
    static SSLContext serverContext(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    void run(String arguments, Object... values) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(String.format(Locale.ROOT, arguments, values).split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
