package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a peer with which no TLS comes about: each time the option that is to be looked at, and the cause. */
@Timeout(300)
final class TlsFailureTest {
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

    /** That the message before was none of TLS. */
    private static final byte[] TLS_ALERT = {21, 3, 3, 0, 2, 2, 10};

    @TempDir
    private static Path folder;

    private static SSLContext context;
    private static String trusting;
    private static String identified;
    /** A certificate that is not the peer's. */
    private static Path other;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket peer;

    /** What the peer does with a connection. */
    private interface Answer {
        void to(Socket socket) throws IOException;
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        KeyTool keys = new KeyTool(folder);
        Path server = keys.pair("server", "CN=localhost");
        context = KeyTool.serverContext(server);
        trusting = "&trustStoreType=PEM&trustStore=" + keys.certificate("server", server);
        Path client = keys.pair("client", "CN=worker");
        identified = "&keyStore=" + client + "&keyStorePassword=" + KeyTool.PASSWORD;
        other = keys.certificate("client", client);
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        threads.shutdownNow();
    }

    private void listen(Answer answer) throws IOException {
        listen(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answer);
    }

    private void listenWithTls(Answer answer) throws IOException {
        listenWithTls(answer, socket -> {});
    }

    /** Configured before it listens: what has been accepted no longer changes. */
    private void listenWithTls(Answer answer, Consumer<SSLServerSocket> configuration) throws IOException {
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        configuration.accept(socket);
        listen(socket, answer);
    }

    private void listen(ServerSocket socket, Answer answer) {
        peer = socket;
        threads.execute(() -> {
            try {
                while (true) {
                    Socket accepted = socket.accept();
                    threads.execute(() -> answer(accepted, answer));
                }
            } catch (IOException e) {
                assertThat(socket.isClosed()).isTrue();
            }
        });
    }

    private static void answer(Socket accepted, Answer answer) {
        try (accepted) {
            answer.to(accepted);
        } catch (SSLException e) {
            // What the client is told of it is what the tests are about.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void handshake(Socket socket) throws IOException {
        ((SSLSocket) socket).startHandshake();
    }

    private static void handshakeAndRead(Socket socket) throws IOException {
        handshake(socket);
        assertThat(socket.getInputStream().read()).isNotEqualTo(-2);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFailing(String scheme, String options) {
        return assertRefused(scheme, options).hasCauseInstanceOf(IOException.class);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String scheme, String options) {
        String url = scheme + "://localhost:" + peer.getLocalPort() + "/?recovery=false" + options;
        return assertThatThrownBy(
                        () -> AnyQueue.connectionFactory(url).createConnection().close())
                .isInstanceOf(JMSException.class)
                .hasMessageStartingWith("Cannot connect to localhost:" + peer.getLocalPort() + ": ");
    }

    @Test
    void aCertificateThatIsMissingOrNotAcceptedNamesTheKeyStore() throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead, socket -> socket.setNeedClientAuth(true));
        assertFailing("amqps", trusting + "&tlsProtocols=TLSv1.2")
                .hasMessageContaining("demands a certificate of the client")
                .hasMessageContaining("keyStore")
                .hasMessageContaining("fatal alert: ");
        assertFailing("amqps", trusting + "&tlsProtocols=TLSv1.2" + identified)
                .hasMessageContaining("the client's certificate")
                .hasMessageContaining("keyStore, now " + folder.resolve("client.p12"));
    }

    /** The client may have begun to talk by the time of the alert, which then may not come through. */
    @Test
    void aCertificateThatIsMissedAfterTheHandshakeNamesTheKeyStore() throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead, socket -> socket.setNeedClientAuth(true));
        assertFailing("amqps", trusting + "&tlsProtocols=TLSv1.3")
                .hasMessageContaining("demands a certificate of the client")
                .hasMessageContaining("keyStore");
        assertFailing("amqps", trusting + "&tlsProtocols=TLSv1.3" + identified)
                .hasMessageContaining("trusts the issuer of the client's certificate")
                .hasMessageContaining("keyStore, now " + folder.resolve("client.p12"));
    }

    /** As Qpid Broker-J does it where the client has no certificate. */
    @Test
    void aPeerThatClosesWithoutAWordAfterTheHandshakeMayWantACertificate() throws Exception {
        listenWithTls(TlsFailureTest::handshake);
        assertFailing("amqps", trusting)
                .hasMessageContaining("after the TLS handshake, and nothing was said")
                .hasMessageContaining("keyStore, now none");
        assertFailing("amqps", trusting + identified).hasMessageContaining("trusts the issuer");
        assertFailing("amqp+wss", trusting).hasMessageContaining("during the TLS or WebSocket handshake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqps", "amqp+wss"})
    void anUntrustedCertificateNamesTheTrustStore(String scheme) throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead);
        assertFailing(scheme, "")
                .hasMessageContaining("certificate (of CN=localhost, by CN=localhost) is not trusted")
                .hasMessageContaining("option trustStore, now what the JVM trusts")
                .hasMessageContaining("PKIX path building failed");
        assertFailing(scheme, "&trustStoreType=PEM&trustStore=" + other)
                .hasMessageContaining("option trustStore, now " + other);
    }

    @Test
    void protocolsThatThePeerDoesNotTakeAreNamed() throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead, socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"}));
        assertFailing("amqps", trusting + "&tlsProtocols=TLSv1.3")
                .hasMessageContaining("the TLS handshake failed")
                .hasMessageContaining("tlsProtocols, now TLSv1.3")
                .hasMessageContaining("tlsCiphers, now those of the JVM");
    }

    @Test
    void cipherSuitesThatThePeerDoesNotTakeAreNamed() throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead, socket -> {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"});
        });
        assertFailing("amqps", trusting + "&tlsCiphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .hasMessageContaining("tlsCiphers, now TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    @Test
    void aProtocolThatTheJvmHasAndForbidsIsNamed() throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead);
        assertFailing("amqps", trusting + "&tlsProtocols=TLSv1").hasMessageContaining("tlsProtocols, now TLSv1)");
    }

    @Test
    void aPeerThatClosesBeforeTlsIsAgreedOnMayHaveNone() throws Exception {
        listen(socket -> socket.getInputStream().read(new byte[1]));
        assertFailing("amqps", trusting)
                .hasMessageContaining("closed the connection during the TLS handshake")
                .hasMessageContaining("the broker's for TLS")
                .hasMessageContaining("tlsProtocols")
                .hasMessageContaining("keyStore");
        assertFailing("amqp+wss", trusting).hasMessageContaining("during the TLS or WebSocket handshake");
    }

    @Test
    void aPeerThatAnswersInPlainAmqpHasNoTls() throws Exception {
        listen(socket -> {
            socket.getInputStream().read(new byte[1]);
            socket.getOutputStream().write(PROTOCOL_HEADER);
            socket.getInputStream().read(new byte[1000]);
        });
        assertFailing("amqps", trusting)
                .hasMessageContaining("does not answer in TLS")
                .hasMessageContaining("amqp: for");
        assertFailing("amqp+wss", trusting).hasMessageContaining("amqp+ws: for");
    }

    @Test
    void aPeerThatAnswersInTlsExpectsIt() throws Exception {
        listenWithTls(TlsFailureTest::handshakeAndRead);
        assertRefused("amqp", "").hasMessageContaining("answers in TLS").hasMessageContaining("amqps:");
    }

    @Test
    void aPeerThatAnswersAWebSocketInAnotherWayMayExpectTls() throws Exception {
        listen(socket -> {
            socket.getInputStream().read(new byte[1000]);
            socket.getOutputStream().write(TLS_ALERT);
        });
        assertFailing("amqp+ws", "")
                .hasMessageContaining("no WebSocket at /")
                .hasMessageContaining("expects TLS (amqp+wss:)");
    }

    @ParameterizedTest
    @CsvSource({"amqp,amqps:", "amqp+ws,amqp+wss:"})
    void aPeerThatHangsUpMayExpectTls(String scheme, String encrypted) throws Exception {
        listen(socket -> {});
        assertFailing(scheme, "")
                .hasMessageContaining("nothing was said")
                .hasMessageContaining("may expect TLS (" + encrypted + ")");
    }

    @Test
    void aPeerThatHasSaidSomethingIsNotTakenForOneThatExpectsTls() throws Exception {
        listen(socket -> {
            socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
            socket.getInputStream().read(new byte[1]);
        });
        assertFailing("amqp", "").message().doesNotContain("TLS");
    }

    @Test
    void aPeerThatIsNotThereIsNotTakenForOneThatHasNoTls() throws Exception {
        listen(socket -> {});
        peer.close();
        assertFailing("amqps", trusting).message().contains("refused").doesNotContain("TLS");
    }
}
