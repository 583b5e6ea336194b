package io.anyqueue.amqp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads PEM files (RFC 7468) into key stores: trusted certificates, or a private key with the certificates that go with it, its
 * own first. The key is PKCS #8, encrypted or not.
 */
final class PemKeyStore {
    /** The name of the only key. */
    static final String ALIAS = "key";

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN ((?:X509 )?CERTIFICATE|PKCS7)-----.*?-----END \\1-----", Pattern.DOTALL);

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN (ENCRYPTED |RSA |EC |)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

    private PemKeyStore() {}

    static KeyStore trusted(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate each : certificates(Files.readAllBytes(file))) {
            store.setCertificateEntry("certificate-" + number++, each);
        }
        return store;
    }

    /** @param password of the key's encryption, which then also protects it in the store; null where it has none */
    static KeyStore withKey(Path file, @Nullable String password) throws GeneralSecurityException, IOException {
        byte[] content = Files.readAllBytes(file);
        Certificate[] chain = certificates(content).toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new GeneralSecurityException("it has no certificate; a PEM key store holds the"
                    + " certificates of the client, its own first, and its private key");
        }
        PrivateKey key = key(new String(content, StandardCharsets.US_ASCII), chain[0], password);
        KeyStore store = empty();
        store.setKeyEntry(ALIAS, key, password == null ? new char[0] : password.toCharArray(), chain);
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    /** Of all that may stand in such a file, only its certificates; a file that is no PEM is left to the factory. */
    private static Collection<? extends Certificate> certificates(byte[] content) throws GeneralSecurityException {
        StringBuilder blocks = new StringBuilder();
        Matcher found = CERTIFICATE.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            blocks.append(found.group()).append('\n');
        }
        byte[] certificates = blocks.isEmpty() && !isPem(content)
                ? content
                : blocks.toString().getBytes(StandardCharsets.ISO_8859_1);
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(certificates));
    }

    private static boolean isPem(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    private static PrivateKey key(String content, Certificate own, @Nullable String password)
            throws GeneralSecurityException {
        Matcher found = KEY.matcher(content);
        if (!found.find()) {
            throw new GeneralSecurityException("it has no private key");
        }
        String form = found.group(1).trim();
        return switch (form) {
            case "" -> factory(own).generatePrivate(new PKCS8EncodedKeySpec(decoded(found.group(2))));
            case "ENCRYPTED" -> factory(own).generatePrivate(decrypt(decoded(found.group(2)), password));
            default ->
                throw new GeneralSecurityException(
                        "its key is not PKCS #8 but " + form + "; convert it with: openssl pkcs8 -topk8");
        };
    }

    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its key is not base64", e);
        }
    }

    private static KeyFactory factory(Certificate own) throws GeneralSecurityException {
        return KeyFactory.getInstance(own.getPublicKey().getAlgorithm());
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] encoded, @Nullable String password)
            throws GeneralSecurityException {
        if (password == null) {
            throw new GeneralSecurityException("its key is encrypted, and there is no password");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encoded);
            AlgorithmParameters parameters = info.getAlgParameters();
            // Of PBES2 only the parameters know which cipher and digest it is about.
            String algorithm = parameters == null ? info.getAlgName() : parameters.toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    parameters);
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException e) {
            throw new GeneralSecurityException(
                    "its key cannot be decrypted; either keyStorePassword is wrong, or this"
                            + " JDK lacks its cipher, and another is had with: openssl pkcs8 -topk8 -v2 aes256",
                    e);
        }
    }
}
