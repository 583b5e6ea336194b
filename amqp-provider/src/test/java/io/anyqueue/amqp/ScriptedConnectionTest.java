package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.apache.qpid.protonj2.test.driver.actions.OpenInjectAction;
import org.apache.qpid.protonj2.test.driver.codec.security.SaslCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that a peer refuses, leaves waiting or ends. */
final class ScriptedConnectionTest extends OnScriptedPeer {

    private static CompletableFuture<JMSException> failureOf(Connection connection) throws JMSException {
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        connection.setExceptionListener(failure::complete);
        return failure;
    }

    private static String told(CompletableFuture<JMSException> failure) throws Exception {
        return failure.get(SOON, TimeUnit.MILLISECONDS).toString();
    }

    /** An opening that is followed by a close with the reason. */
    private OpenInjectAction expectRefusedOpen() {
        return peer.expectOpen().respond().withProperty("amqp:connection-establishment-failed", true);
    }

    @Test
    void aRefusedOpeningSaysWhy() throws Exception {
        expectRefusedOpen();
        peer.remoteClose()
                .withErrorCondition("amqp:unauthorized-access", "not you")
                .queue();
        peer.expectClose().optional();
        Connection connection = connect("");
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("not you");
    }

    @Test
    void anImpossibleFrameSizeDoesNotHideWhyAnOpeningIsRefused() throws Exception {
        expectRefusedOpen().withMaxFrameSize(0);
        peer.remoteClose()
                .withErrorCondition("amqp:invalid-field", "in use", Map.of("invalid-field", "container-id"))
                .queue();
        peer.expectClose().optional();
        Connection connection = connect("");
        assertThatThrownBy(() -> connection.setClientID("me"))
                .isInstanceOf(InvalidClientIDException.class)
                .hasMessageContaining("in use");
    }

    @ParameterizedTest
    @EnumSource(
            value = SaslCode.class,
            names = {"SYS", "SYS_PERM", "SYS_TEMP"})
    void anErrorOfThePeersSystemIsNoWrongLogin(SaslCode code) {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLHeader().respondWithSASLHeader();
        peer.remoteSaslMechanisms().withMechanisms("ANONYMOUS").queue();
        peer.expectSaslInit();
        peer.remoteSaslOutcome().withCode(code).queue();
        assertThatThrownBy(() -> connect(""))
                .isExactlyInstanceOf(JMSException.class)
                .hasMessageContaining("system error");
    }

    @Test
    void aMissingVirtualHostIsNoInvalidDestination() throws Exception {
        expectRefusedOpen();
        peer.remoteClose().withErrorCondition("amqp:not-found", "gone").queue();
        peer.expectClose().optional();
        Connection connection = connect("&vhost=lemons");
        assertThatThrownBy(connection::createSession)
                .isExactlyInstanceOf(JMSException.class)
                .hasMessageContaining("virtual host \"lemons\"")
                .hasMessageContaining("amqp:not-found");
    }

    /** The next opening is refused in favour of another host. */
    private void expectRedirectedOpen(String host, int port, String vhost) {
        expectRefusedOpen();
        peer.remoteClose()
                .withErrorCondition(
                        "amqp:connection:redirect",
                        "moved",
                        Map.of("hostname", vhost, "network-host", host, "port", port))
                .queue();
        peer.expectClose().optional();
    }

    @Test
    void aRedirectedOpeningNamesTheOtherHostWhereThatFails() throws Exception {
        try (Socket bound = new Socket()) {
            // Nobody listens there, and nobody else can begin to.
            bound.bind(new InetSocketAddress(0));
            expectRedirectedOpen("localhost", bound.getLocalPort(), "vhost");
            Connection connection = connect("");
            assertThatThrownBy(connection::createSession)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("moved")
                    .hasMessageContaining("instead")
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void aRedirectedOpeningGoesToTheOtherHost() throws Exception {
        try (ProtonTestServer other = new ProtonTestServer()) {
            other.expectSASLAnonymousConnect();
            other.expectOpen().withHostname("there").respond();
            other.expectBegin().respond();
            other.start();
            expectRedirectedOpen("localhost", other.getServerURI().getPort(), "there");
            Connection connection = connect("");
            CompletableFuture<JMSException> failure = failureOf(connection);
            assertThat(connection.createSession()).isNotNull();
            other.waitForScriptToComplete(SOON, TimeUnit.MILLISECONDS);
            assertThat(failure).isNotDone();
            other.remoteClose()
                    .withErrorCondition("amqp:connection:forced", "over")
                    .now();
            assertThat(told(failure)).contains("over");
        }
    }

    @Test
    void aRedirectOfAnOpenConnectionIsFollowedByItsRecovery() throws Exception {
        try (ProtonTestServer other = new ProtonTestServer()) {
            other.expectSASLAnonymousConnect();
            other.expectOpen().withHostname("there").respond();
            other.expectBegin().respond();
            other.start();
            expectSession();
            Connection connection = connectRecovering("");
            connection.createSession();
            peer.expectClose();
            closeWithRedirect(other.getServerURI().getPort());
            other.waitForScriptToComplete(SOON, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void whereARedirectOfAnOpenConnectionLeadsNowhereItsHostsAreTried() throws Exception {
        try (Socket bound = new Socket();
                ProtonTestServer other = new ProtonTestServer()) {
            bound.bind(new InetSocketAddress(0));
            other.expectSASLAnonymousConnect();
            other.expectOpen().respond();
            other.expectBegin().respond();
            other.start();
            peer.start();
            expectSession();
            String url = "amqp://localhost:" + peer.getServerURI().getPort() + ",localhost:"
                    + other.getServerURI().getPort() + "/?recoveryDelay=1ms";
            Connection connection =
                    toClose(io.anyqueue.AnyQueue.connectionFactory(url).createConnection());
            connection.createSession();
            peer.expectClose();
            closeWithRedirect(bound.getLocalPort());
            other.waitForScriptToComplete(SOON, TimeUnit.MILLISECONDS);
        }
    }

    /** The operation hears of the loss first. */
    @Test
    void aRedirectIsFollowedWhileAnOperationWaits() throws Exception {
        try (ProtonTestServer other = new ProtonTestServer()) {
            other.expectSASLAnonymousConnect();
            other.expectOpen().withHostname("there").respond();
            other.expectBegin().respond();
            other.expectBegin().respond();
            other.start();
            peer.expectOpen().respond();
            peer.expectBegin().respond();
            peer.expectBegin();
            peer.remoteClose()
                    .withErrorCondition(
                            "amqp:connection:redirect",
                            "moved",
                            Map.of(
                                    "hostname",
                                    "there",
                                    "network-host",
                                    "localhost",
                                    "port",
                                    other.getServerURI().getPort()))
                    .queue();
            peer.expectClose();
            Connection connection = connectRecovering("");
            connection.createSession();
            assertThat(connection.createSession()).isNotNull();
            other.waitForScriptToComplete(SOON, TimeUnit.MILLISECONDS);
        }
    }

    private void closeWithRedirect(int port) {
        peer.remoteClose()
                .withErrorCondition(
                        "amqp:connection:redirect",
                        "moved",
                        Map.of("hostname", "there", "network-host", "localhost", "port", port))
                .now();
    }

    @Test
    void aCircleOfRedirectsEnds() throws Exception {
        List<ProtonTestServer> circle = new ArrayList<>();
        peer.start();
        int next = peer.getServerURI().getPort();
        for (int i = 0; i < 5; i++) {
            ProtonTestServer each = new ProtonTestServer();
            circle.add(each);
            each.expectSASLAnonymousConnect();
            redirect(each, next);
            each.start();
            next = each.getServerURI().getPort();
        }
        redirect(peer, next);
        String url = "amqp://localhost:" + next + "/?recovery=false";
        try (Connection connection = io.anyqueue.AnyQueue.connectionFactory(url).createConnection()) {
            assertThatThrownBy(connection::createSession)
                    .isExactlyInstanceOf(JMSException.class)
                    .hasMessageContaining("moved")
                    .hasMessageContaining("5 such redirects were followed");
        } finally {
            circle.forEach(ProtonTestServer::close);
        }
    }

    private static void redirect(ProtonTestServer from, int to) {
        from.expectOpen().respond().withProperty("amqp:connection-establishment-failed", true);
        from.remoteClose()
                .withErrorCondition(
                        "amqp:connection:redirect", "moved", Map.of("network-host", "localhost", "port", to))
                .queue();
        from.expectClose().optional();
    }

    @Test
    void anOpeningWithoutAnswerFailsInTime() throws Exception {
        peer.expectOpen();
        peer.expectClose().optional();
        Connection connection = connect("&requestTimeout=300ms");
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("requestTimeout");
    }

    @Test
    void aSessionWithoutAnswerFailsInTime() throws Exception {
        peer.expectOpen().respond();
        peer.expectBegin();
        peer.expectEnd().optional();
        Connection connection = connect("&requestTimeout=300ms");
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("requestTimeout");
    }

    @Test
    void aForcedCloseIsReportedWithItsReason() throws Exception {
        expectSession();
        Connection connection = connect("");
        CompletableFuture<JMSException> failure = failureOf(connection);
        connection.createSession();
        peer.expectClose();
        peer.remoteClose()
                .withErrorCondition("amqp:connection:forced", "maintenance")
                .now();
        assertThat(told(failure)).contains("amqp:connection:forced", "maintenance");
        awaitScript();
    }

    @Test
    void aPeerThatVanishesIsReported() throws Exception {
        expectSession();
        Connection connection = connect("");
        CompletableFuture<JMSException> failure = failureOf(connection);
        connection.createSession();
        peer.close();
        assertThat(told(failure)).contains("lost");
    }

    @Test
    void bytesThatAreNoFrameEndTheConnection() throws Exception {
        expectSession();
        Connection connection = connect("");
        CompletableFuture<JMSException> failure = failureOf(connection);
        connection.createSession();
        peer.expectClose().optional();
        peer.remoteBytes().withBytes(new byte[] {0, 0, 0, 1, 7, 7, 7, 7, 7}).now();
        assertThat(told(failure)).contains("lost");
    }

    @Test
    void aFrameThatIsTooLargeEndsTheConnection() throws Exception {
        expectSession();
        Connection connection = connect("&maxFrameSize=4096");
        CompletableFuture<JMSException> failure = failureOf(connection);
        connection.createSession();
        peer.expectClose().optional();
        peer.remoteBytes().withBytes(new byte[] {0, 1, 0, 0, 2, 0, 0, 0}).now();
        assertThat(told(failure)).contains("lost");
    }

    @Test
    void theHeartbeatThatAPeerAsksForIsSent() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        // A heartbeat that is due before the session is begun is not in the script.
        atSomePace(() -> !begun.get(), millis -> {
            peer.expectOpen().respond().withIdleTimeOut((int) millis);
            peer.expectBegin().respond();
            peer.execute(() -> begun.set(true)).queue();
            CountDownLatch beats = new CountDownLatch(1);
            peer.expectEmptyFrame();
            peer.expectEmptyFrame();
            peer.execute(beats::countDown).queue();
            connect("").createSession();
            // Not until the script has been looked at: then there may have been a third.
            assertThat(beats.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        });
    }

    /** Artemis keeps its answer to an end back until a frame more comes, or for up to two seconds. */
    @Test
    void aPeerThatAnswersAnEndOnlyAfterAnotherFrameGetsOne() throws Exception {
        expectSession();
        peer.expectEnd();
        peer.expectEmptyFrame();
        peer.remoteEnd().queue();
        Session session = session(connect("&closeTimeout=10m"));
        session.close();
    }

    @Test
    void aPeerWithoutMechanismThatFitsIsASecurityException() {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSaslMechanismNegotiationFailure("UNKNOWN");
        assertThatThrownBy(() -> connect(""))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("UNKNOWN");
    }
}
