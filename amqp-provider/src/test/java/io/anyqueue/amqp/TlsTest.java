package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, with certificates made for the test: one of the broker's for {@code localhost}, one of a client's. */
@Timeout(60)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static ArtemisBroker broker;
    private static ArtemisBroker demanding;
    private static String trusting;
    private static String identified;

    @BeforeAll
    static void start() throws Exception {
        Path brokerKeys = keyPair("broker", "CN=localhost");
        Path clientKeys = keyPair("client", "CN=worker");
        trusting = "?trustStoreType=PEM&trustStore=" + certificate("broker", brokerKeys);
        identified = "&keyStore=" + clientKeys + "&keyStorePassword=" + PASSWORD + "&keyAlias=client";
        String acceptor =
                "sslEnabled=true;keyStorePath=" + brokerKeys + ";keyStorePassword=" + PASSWORD + ";keyStoreType=PKCS12";
        broker = ArtemisBroker.startWith(acceptor);
        Path trusted = folder.resolve("trusted.p12");
        keytool(
                "-importcert -noprompt -alias client -keystore %s -storetype PKCS12 -storepass %s -file %s",
                trusted, PASSWORD, certificate("client", clientKeys));
        demanding = ArtemisBroker.startWith(acceptor + ";needClientAuth=true;trustStorePath=" + trusted
                + ";trustStorePassword=" + PASSWORD + ";trustStoreType=PKCS12");
    }

    @AfterAll
    static void stop() {
        broker.close();
        demanding.close();
    }

    private static Path keyPair(String alias, String name) throws Exception {
        Path store = folder.resolve(alias + ".p12");
        keytool(
                "-genkeypair -alias %s -keyalg EC -dname %s -ext SAN=dns:localhost -keystore %s -storetype PKCS12 -storepass %s",
                alias, name, store, PASSWORD);
        return store;
    }

    private static Path certificate(String alias, Path store) throws Exception {
        Path file = folder.resolve(alias + ".pem");
        keytool("-exportcert -rfc -alias %s -keystore %s -storepass %s -file %s", alias, store, PASSWORD, file);
        return file;
    }

    private static void keytool(String arguments, Object... values) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(String.format(Locale.ROOT, arguments, values).split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
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
            assertThat(session.createConsumer(queue).receive(20_000)).isNotNull();
        }
    }

    private static String at(String host, ArtemisBroker broker) {
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
                .hasMessageContaining("certification path");
    }

    @Test
    void anotherHostNameIsRefusedUnlessAllowed() throws Exception {
        assertThatThrownBy(() -> sendTo(at("127.0.0.1", broker), trusting))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("127.0.0.1");
        sendTo(at("127.0.0.1", broker), trusting + "&verifyHost=false");
    }

    @Test
    void aClientShowsItsCertificateWhereTheBrokerDemandsOne() throws Exception {
        sendTo(at("localhost", demanding), trusting + identified);
        assertThatThrownBy(() -> sendTo(at("localhost", demanding), trusting)).isInstanceOf(JMSException.class);
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
                .hasMessageContaining("answer within 2000 ms");
    }
}
