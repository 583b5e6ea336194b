package io.anyqueue.amqp;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
abstract class OnScriptedPeer {
    /** Long enough for a slow machine; nothing is decided by it. */
    static final long SOON = 60_000;

    private final List<Connection> connections = new ArrayList<>();
    ProtonTestServer peer;

    @BeforeEach
    void start() {
        peer = new ProtonTestServer();
        peer.expectSASLAnonymousConnect();
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        for (Connection each : connections) {
            each.close();
        }
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
        Connection connection = AnyQueue.connectionFactory(url).createConnection();
        connections.add(connection);
        return connection;
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
            stop();
            connections.clear();
            start();
            attempt.within(millis);
        });
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
