package io.anyqueue.amqp;

import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.qpid.protonj2.client.transport.X509AliasKeyManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS context that the options describe; what they leave open is the JVM's default. */
final class TlsContext {
    private static final String PEM = "PEM";

    /** A step that reads a file. */
    private interface Step<T> {
        T run() throws GeneralSecurityException, IOException;
    }

    private TlsContext() {}

    static SSLContext from(Settings settings) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(settings), trustManagers(settings), null);
        return context;
    }

    /**
     * Checks the names of protocols and cipher suites.
     *
     * @throws ConfigurationException where this JVM has none of such a name
     */
    static void check(Settings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // Only its names are asked for, and neither needs a certificate.
            context.init(new KeyManager[0], new TrustManager[0], null);
            protocols(settings, context);
            ciphers(settings, context);
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException("This JVM has no TLS: " + e.getMessage(), e);
        }
    }

    /** The protocols of the option; empty for those of the JVM. */
    static List<String> protocols(Settings settings, SSLContext context) {
        return KnownNames.of(
                settings,
                AmqpOptions.TLS_PROTOCOLS,
                List.of(context.getSupportedSSLParameters().getProtocols()));
    }

    /** The cipher suites of the option; empty for those of the JVM. */
    static List<String> ciphers(Settings settings, SSLContext context) {
        return KnownNames.of(
                settings,
                AmqpOptions.TLS_CIPHERS,
                List.of(context.getSupportedSSLParameters().getCipherSuites()));
    }

    private static TrustManager[] trustManagers(Settings settings) throws GeneralSecurityException {
        String file = settings.find(AmqpOptions.TRUST_STORE);
        if (file == null) {
            return jvmTrustManagers();
        }
        String type = type(settings, AmqpOptions.TRUST_STORE_TYPE);
        return naming(AmqpOptions.TRUST_STORE, file, type, () -> {
            KeyStore store = type.equals(PEM)
                    ? PemKeyStore.trusted(Path.of(file))
                    : load(Path.of(file), type, settings.find(AmqpOptions.TRUST_STORE_PASSWORD));
            if (store.size() == 0) {
                throw new GeneralSecurityException("it has no certificate that can be read without a password");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return ServerTrust.around(factory.getTrustManagers());
        });
    }

    private static TrustManager[] jvmTrustManagers() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ServerTrust.around(factory.getTrustManagers());
    }

    /** Reads a store, and says which one where that fails. */
    private static <T> T naming(Option<String> option, String file, String type, Step<T> step)
            throws GeneralSecurityException {
        try {
            return step.run();
        } catch (GeneralSecurityException | IOException e) {
            String reason = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
            throw new GeneralSecurityException(
                    "Option " + option + ": " + file + " cannot be read as " + type + ": " + reason + "; check file, "
                            + option + "Type (PKCS12, JKS or PEM) and " + option + "Password",
                    e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(Settings settings) throws GeneralSecurityException, IOException {
        String file = settings.find(AmqpOptions.KEY_STORE);
        if (file == null) {
            return null;
        }
        String password = settings.find(AmqpOptions.KEY_STORE_PASSWORD);
        String type = type(settings, AmqpOptions.KEY_STORE_TYPE);
        KeyStore store = naming(
                AmqpOptions.KEY_STORE,
                file,
                type,
                () -> type.equals(PEM)
                        ? PemKeyStore.withKey(Path.of(file), password)
                        : load(Path.of(file), type, password));
        KeyManager[] managers = naming(AmqpOptions.KEY_STORE, file, type, () -> {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password == null ? new char[0] : password.toCharArray());
            return factory.getKeyManagers();
        });
        String alias = settings.find(AmqpOptions.KEY_ALIAS);
        return alias == null ? managers : withAlias(managers, store, alias, file);
    }

    private static KeyManager[] withAlias(KeyManager[] managers, KeyStore store, String alias, String file)
            throws GeneralSecurityException {
        if (!store.isKeyEntry(alias)) {
            throw new GeneralSecurityException("Option keyAlias: " + file + " has no key named \"" + alias + '"');
        }
        for (int i = 0; i < managers.length; i++) {
            if (managers[i] instanceof X509ExtendedKeyManager manager) {
                managers[i] = new X509AliasKeyManager(alias, manager);
            }
        }
        return managers;
    }

    private static String type(Settings settings, Option<String> option) {
        String type = settings.find(option);
        return type == null ? "PKCS12" : type.toUpperCase(Locale.ROOT);
    }

    private static KeyStore load(Path file, String type, @Nullable String password)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password == null ? null : password.toCharArray());
        }
        return store;
    }
}
