package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.Settings;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLEngine;
import org.apache.qpid.protonj2.client.SslOptions;
import org.apache.qpid.protonj2.client.transport.netty4.SslSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, with certificates made for the test: one of the broker's for {@code localhost}, one of a client's. */
@Timeout(600)
final class TlsTest {
    private static final String PASSWORD = KeyTool.PASSWORD;

    @TempDir
    private static Path folder;

    private static KeyTool keys;
    private static Artemis broker;
    private static Artemis demanding;
    private static String demandingOptions;
    private static String trusting;
    private static String identified;

    @BeforeAll
    static void start() throws Exception {
        keys = new KeyTool(folder);
        Path brokerKeys = keys.pair("broker", "CN=localhost");
        Path clientKeys = keys.pair("client", "CN=worker");
        trusting = "?trustStoreType=PEM&trustStore=" + keys.certificate("broker", brokerKeys);
        identified = "&keyStore=" + clientKeys + "&keyStorePassword=" + PASSWORD + "&keyAlias=client";
        String acceptor =
                "sslEnabled=true;keyStorePath=" + brokerKeys + ";keyStorePassword=" + PASSWORD + ";keyStoreType=PKCS12";
        broker = Artemis.builder().acceptorOptions(acceptor).start();
        Path trusted = folder.resolve("trusted.p12");
        keys.run(
                "-importcert -noprompt -alias client -keystore %s -storetype PKCS12 -storepass %s -file %s",
                trusted, PASSWORD, keys.certificate("client", clientKeys));
        demandingOptions = acceptor + ";needClientAuth=true;trustStorePath=" + trusted + ";trustStorePassword="
                + PASSWORD + ";trustStoreType=PKCS12";
        demanding = Artemis.builder().acceptorOptions(demandingOptions).start();
    }

    @AfterAll
    static void stop() {
        broker.close();
        demanding.close();
    }

    private static void sendTo(String authority, String query) throws JMSException {
        try (Connection connection =
                AnyQueue.connectionFactory(authority + "/" + query).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            Queue queue = session.createQueue("tls");
            try (MessageProducer producer = session.createProducer(queue)) {
                producer.send(session.createTextMessage("secret"));
            }
            assertThat(session.createConsumer(queue).receive(WithConnections.SOON))
                    .isNotNull();
        }
    }

    private static String at(String host, Artemis broker) {
        return "amqps://" + host + ':' + broker.port();
    }

    @Test
    void aTrustedBrokerIsTalkedTo() throws Exception {
        sendTo(at("localhost", broker), trusting);
        sendTo(at("localhost", broker), trusting + "&tlsProtocols=TLSv1.3");
        sendTo(at("localhost", broker), trusting + "&tlsProtocols=TLSv1.2");
    }

    @Test
    void aTrustedBrokerIsTalkedToOverWebSocket() throws Exception {
        sendTo("amqp+wss://localhost:" + broker.port(), trusting);
    }

    @Test
    void anUntrustedBrokerIsRefused() {
        assertThatThrownBy(() -> sendTo(at("localhost", broker), ""))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("Cannot connect")
                .hasMessageContaining("certification path")
                .hasMessageContaining("trustStore");
    }

    @Test
    void anotherHostNameIsRefusedUnlessAllowed() throws Exception {
        assertThatThrownBy(() -> sendTo(at("127.0.0.1", broker), trusting))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("is for localhost and not for 127.0.0.1")
                .hasMessageContaining("verifyHost=false");
        sendTo(at("127.0.0.1", broker), trusting + "&verifyHost=false");
    }

    @Test
    void aClientShowsItsCertificateWhereTheBrokerDemandsOne() throws Exception {
        sendTo(at("localhost", demanding), trusting + identified);
        assertThatThrownBy(() -> sendTo(at("localhost", demanding), trusting))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("keyStore");
    }

    @Test
    void aKeyThatTheStoreLacksIsNamed() {
        assertThatThrownBy(() -> sendTo(
                        at("localhost", demanding), trusting + identified.replace("keyAlias=client", "keyAlias=boss")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("boss");
    }

    @Test
    void aMissingTrustStoreIsNamed() {
        assertThatThrownBy(() -> sendTo(at("localhost", broker), "?trustStore=no-such-file.p12"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("no-such-file.p12");
    }

    @Test
    void aPlainConnectionToATlsPortEndsWithAnErrorInTime() {
        assertThatThrownBy(() -> sendTo("amqp://localhost:" + broker.port(), "?connectTimeout=2s"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("answer within 2000 ms")
                .hasMessageContaining("the port may expect TLS (amqps:)");
    }

    @Test
    void aClientShowsACertificateFromPemFiles() throws Exception {
        for (String password : new String[] {null, PASSWORD}) {
            Path pem = pemOf("client", password);
            String options =
                    "&keyStoreType=PEM&keyStore=" + pem + (password == null ? "" : "&keyStorePassword=" + password);
            sendTo(at("localhost", demanding), trusting + options);
        }
        assertThatThrownBy(() -> sendTo(
                        at("localhost", demanding),
                        trusting + "&keyStoreType=PEM&keyStore=" + pemOf("client", PASSWORD)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("keyStorePassword");
        assertThatThrownBy(() -> sendTo(
                        at("localhost", demanding),
                        trusting + "&keyStoreType=PEM&keyStore=" + folder.resolve("client.pem")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> sendTo(
                        at("localhost", demanding),
                        trusting + "&keyStoreType=PEM&keyStorePassword=wrong&keyStore=" + pemOf("client", PASSWORD)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("keyStorePassword is wrong")
                .hasMessageNotContaining("\"wrong\"");
    }

    /** Certificate and key of a store in one PEM file, the key encrypted where there is a password. */
    private static Path pemOf(String alias, String password) throws Exception {
        KeyStore store = KeyStore.getInstance(folder.resolve(alias + ".p12").toFile(), PASSWORD.toCharArray());
        byte[] key = store.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        String kind = "PRIVATE KEY";
        if (password != null) {
            key = encrypted(key, password);
            kind = "ENCRYPTED PRIVATE KEY";
        }
        Base64.Encoder lines = Base64.getMimeEncoder();
        String pem = "-----BEGIN " + kind + "-----\n" + lines.encodeToString(key) + "\n-----END " + kind + "-----\n"
                + "-----BEGIN CERTIFICATE-----\n"
                + lines.encodeToString(store.getCertificate(alias).getEncoded()) + "\n-----END CERTIFICATE-----\n";
        return Files.writeString(folder.resolve(alias + "-key-" + (password != null) + ".pem"), pem);
    }

    /** As {@code openssl pkcs8 -topk8} does it (RFC 5958): the algorithm with its parameters, and what it made of the key. */
    private static byte[] encrypted(byte[] key, String password) throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] parameters = cipher.getParameters().getEncoded();
        byte[] identifier = {6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 5, 13};
        // JDKs differ in whether the parameters name their algorithm.
        boolean named = Arrays.equals(Arrays.copyOfRange(parameters, 2, 2 + identifier.length), identifier);
        return der(0x30, named ? parameters : der(0x30, identifier, parameters), der(4, cipher.doFinal(key)));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List.of(parts).forEach(content::writeBytes);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        if (content.size() > 127) {
            all.write(0x82);
            all.write(content.size() >> 8);
        }
        all.write(content.size());
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    @Test
    void aTrustStoreIsReadInEachForm() throws Exception {
        Path store = folder.resolve("trust.p12");
        keys.run(
                "-importcert -noprompt -alias broker -keystore %s -storetype PKCS12 -storepass %s -file %s",
                store, PASSWORD, folder.resolve("broker.pem"));
        Path jks = folder.resolve("trust.jks");
        keys.run(
                "-importcert -noprompt -alias broker -keystore %s -storetype JKS -storepass %s -file %s",
                jks, PASSWORD, folder.resolve("broker.pem"));
        sendTo(at("localhost", broker), "?trustStore=" + store + "&trustStorePassword=" + PASSWORD);
        sendTo(at("localhost", broker), "?trustStoreType=JKS&trustStore=" + jks + "&trustStorePassword=" + PASSWORD);
    }

    @Test
    void theTypeOfAStoreIsTakenInAnyCase() throws Exception {
        sendTo(at("localhost", broker), trusting.replace("PEM", "pem"));
        String key = "&keyStoreType=Pem&keyStore=" + pemOf("client", null);
        sendTo(at("localhost", demanding), trusting + key);
        sendTo(at("localhost", demanding), trusting + identified + "&keyStoreType=pkcs12");
    }

    @Test
    void theCertificateIsTheLoginWhereTheBrokerAsksForThat() throws Exception {
        try (Artemis external = Artemis.builder()
                .acceptorOptions(demandingOptions + ";saslMechanisms=EXTERNAL")
                .start()) {
            sendTo(at("localhost", external), trusting + identified);
            sendTo(at("localhost", external), trusting + identified + "&saslMechanisms=EXTERNAL");
        }
    }

    @Test
    void whatACertificateAsLoginNeedsIsSaid() {
        try (Artemis external = Artemis.builder()
                .acceptorOptions(
                        demandingOptions.replace("needClientAuth", "wantClientAuth") + ";saslMechanisms=EXTERNAL")
                .start()) {
            assertThatThrownBy(() -> sendTo(at("localhost", external), trusting))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("EXTERNAL needs amqps: and a certificate of the client, from keyStore");
        }
    }

    @Test
    void onlyTheCipherSuitesOfTheOptionAreUsed() throws Exception {
        sendTo(at("localhost", broker), trusting + "&tlsProtocols=TLSv1.3&tlsCiphers=TLS_AES_128_GCM_SHA256");
        sendTo(at("localhost", broker), trusting + "&tlsProtocols=tlsv1.3&tlsCiphers=tls_aes_128_gcm_sha256");
    }

    @Test
    void aProtocolOrCipherSuiteThatTheJvmLacksIsNamedBesideThoseThatItHas() {
        assertThatThrownBy(() -> sendTo(at("localhost", broker), trusting + "&tlsProtocols=TLSv1.2,TLS1.3"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("URL")
                .hasMessageContaining("tlsProtocols: \"TLS1.3\"")
                .hasMessageContaining("supported are TLSv1.3, TLSv1.2");
        assertThatThrownBy(() -> sendTo(at("localhost", broker), trusting + "&tlsCiphers=TLS_NO_SUCH_SUITE"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tlsCiphers: \"TLS_NO_SUCH_SUITE\"")
                .hasMessageContaining("TLS_AES_128_GCM_SHA256");
        assertThatThrownBy(() -> sendTo(at("localhost", broker), trusting + "&tlsProtocols=TLSv1.3;password=x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("TLSv1.3***")
                .hasMessageNotContaining("password=x");
    }

    @Test
    void theBrokerIsToldWhichHostIsMeant() throws Exception {
        BrokerUrl.Host host = new BrokerUrl.Host("queues.example.com", 5671);
        BrokerUrl url = new BrokerUrl("amqps", null, null, List.of(host), null, Map.of());
        Endpoint endpoint = Endpoint.of(new ConnectRequest(url, host, null, null, Settings.defaults(), false, "test"));
        SslOptions options = endpoint.tlsOptions();
        SSLEngine engine =
                SslSupport.createJdkSslEngine(host.name(), host.port(), options.sslContextOverride(), options);
        engine.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        assertThat(new String(hello.array(), StandardCharsets.ISO_8859_1)).contains("queues.example.com");
    }
}
