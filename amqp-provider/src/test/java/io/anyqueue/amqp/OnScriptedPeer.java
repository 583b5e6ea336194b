package io.anyqueue.amqp;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A test class whose peer follows a script: each frame that it expects, in order, with its answer, and frames that it sends
 * after the answer to the one before. What is not in the script fails the test.
 */
@Timeout(300)
abstract class OnScriptedPeer extends WithConnections {
    ProtonTestServer peer;

    @BeforeEach
    void openPeer() {
        peer = new ProtonTestServer();
        peer.expectSASLAnonymousConnect();
    }

    /** Before the connections, whose closing nobody answers then. */
    @AfterEach
    void closePeer() {
        peer.close();
    }

    /** A connection that does not recover and has not been opened yet. The script must be complete up to its first wait. */
    Connection connect(String options) throws JMSException {
        return connectTo("recovery=false" + options);
    }

    /** A connection that recovers sessions and links. */
    Connection connectRecovering(String options) throws JMSException {
        return connectTo("recoveryDelay=1ms" + options);
    }

    private Connection connectTo(String options) throws JMSException {
        peer.start();
        String url = "amqp://localhost:" + peer.getServerURI().getPort() + "/?" + options;
        return toClose(AnyQueue.connectionFactory(url).createConnection());
    }

    /** Expects that a connection is opened, and a session. */
    void expectSession() {
        peer.expectOpen().respond();
        peer.expectBegin().respond();
    }

    /** Expects a sender and grants it credit. */
    void expectSender(int credit) {
        peer.expectAttach().ofSender().respond();
        if (credit > 0) {
            peer.remoteFlow().withLinkCredit(credit).queue();
        }
    }

    /** Like {@link Pace#find}, each attempt on a peer of its own. */
    void atSomePace(BooleanSupplier tooSlow, Pace.Attempt attempt) throws Exception {
        Pace.find(tooSlow, millis -> {
            closePeer();
            closeConnections();
            openPeer();
            attempt.within(millis);
        });
    }

    /** Waits until everything has come that the script expects. */
    void awaitScript() {
        peer.waitForScriptToComplete(SOON, TimeUnit.MILLISECONDS);
    }

    static MessageProducer producer(Session session, String queue) throws JMSException {
        return session.createProducer(session.createQueue(queue));
    }

    static Session session(Connection connection) throws JMSException {
        return connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    }

    /** The payload of a message whose body is a short text. */
    static byte[] text(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[content.length + 5];
        payload[1] = 0x53;
        payload[2] = 0x77;
        payload[3] = (byte) 0xA1;
        payload[4] = (byte) content.length;
        System.arraycopy(content, 0, payload, 5, content.length);
        return payload;
    }
}
