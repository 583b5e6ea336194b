package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.junit.jupiter.api.Test;

/** Peers that fall silent, at each step there is: every call ends in its time and says what was not answered. */
final class ScriptedSilenceTest extends OnScriptedPeer {
    private static final String LIMITS = "&connectTimeout=2s&requestTimeout=300ms&sendTimeout=300ms";

    private Connection connection;

    private interface Step {
        void run() throws JMSException;
    }

    private Session session() throws JMSException {
        connection = connect(LIMITS);
        connection.start();
        return session(connection);
    }

    private static void assertFailsInTime(Step step, String what) {
        long begun = System.nanoTime();
        assertThatThrownBy(step::run).isInstanceOf(JMSException.class).hasMessageContaining(what);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(15));
    }

    @Test
    void afterTheSocket() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "amqp://localhost:" + silent.getLocalPort() + "/?recovery=false" + LIMITS;
            assertFailsInTime(
                    () -> AnyQueue.connectionFactory(url).createConnection().close(), "connectTimeout");
        }
    }

    @Test
    void afterTheSaslHeader() {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLHeader().respondWithSASLHeader();
        assertFailsInTime(() -> connect(LIMITS), "connectTimeout");
    }

    @Test
    void afterTheMechanisms() {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLHeader().respondWithSASLHeader();
        peer.remoteSaslMechanisms().withMechanisms("ANONYMOUS").queue();
        peer.expectSaslInit();
        assertFailsInTime(() -> connect(LIMITS), "connectTimeout");
    }

    @Test
    void afterTheOpen() throws Exception {
        peer.expectOpen();
        peer.expectClose().optional();
        connection = connect(LIMITS);
        assertFailsInTime(() -> session(connection), "open the connection");
    }

    @Test
    void afterTheBegin() throws Exception {
        peer.expectOpen().respond();
        peer.expectBegin();
        peer.expectEnd().optional();
        peer.expectClose().optional();
        connection = connect(LIMITS);
        assertFailsInTime(() -> session(connection), "open a session");
    }

    @Test
    void afterTheAttachOfASender() throws Exception {
        expectSession();
        peer.expectAttach().ofSender();
        peer.expectDetach().optional();
        Session session = session();
        assertFailsInTime(
                () -> session.createProducer(session.createQueue("q")).send(session.createMessage()), "queue \"q\"");
    }

    @Test
    void afterTheAttachOfAReceiver() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver();
        peer.expectDetach().optional();
        Session session = session();
        assertFailsInTime(() -> session.createConsumer(session.createQueue("q")).receive(100), "queue \"q\"");
    }

    @Test
    void afterATransfer() throws Exception {
        expectSession();
        expectSender(1);
        peer.expectTransfer();
        Session session = session();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        assertFailsInTime(() -> producer.send(session.createMessage()), "may or may not have been taken");
    }

    @Test
    void afterADrain() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow().withDrain(false);
        peer.expectFlow().withDrain(true);
        // The client asks again by one credit more, and gives the link up in the end.
        for (int i = 0; i < 5; i++) {
            peer.expectFlow().optional();
        }
        peer.expectDetach();
        Session session = session();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        assertReceivesNothingInTime(consumer, -1);
    }

    @Test
    void afterADetach() throws Exception {
        expectSession();
        expectSender(1);
        peer.expectTransfer().accept();
        peer.expectDetach();
        peer.expectEnd().optional();
        peer.expectClose().optional();
        Session session = session();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createMessage());
        long begun = System.nanoTime();
        producer.close();
        assertEndsBy(session, begun);
    }

    @Test
    void afterAnEnd() throws Exception {
        expectSession();
        peer.expectEnd();
        peer.expectClose().optional();
        Session session = session();
        assertEndsBy(session, System.nanoTime());
    }

    /** Closing may fail, but within the close timeout of each step. */
    private void assertEndsBy(Session session, long begun) {
        try {
            session.close();
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("close");
        }
        try {
            connection.close();
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("close");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void afterADeclare() throws Exception {
        expectSession();
        expectSender(1);
        peer.expectCoordinatorAttach().respond();
        peer.remoteFlow().withLinkCredit(2).queue();
        peer.expectDeclare();
        peer.expectEnd().optional();
        peer.expectClose().optional();
        connection = connect(LIMITS);
        connection.start();
        assertFailsInTime(
                () -> {
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    session.createProducer(session.createQueue("q")).send(session.createMessage());
                    session.commit();
                },
                "transaction");
    }

    @Test
    void afterTheAttachOfATemporaryQueue() throws Exception {
        expectSession();
        peer.expectBegin().respond();
        peer.expectAttach().ofSender().withTarget().withDynamic(true);
        peer.expectDetach().optional();
        Session session = session();
        assertFailsInTime(session::createTemporaryQueue, "create a temporary");
    }

    @Test
    void nothingButHalfAMessage() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        peer.remoteTransfer()
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {0})
                .withMore(true)
                .withPayload(new byte[] {0, 0x53})
                .queue();
        for (int i = 0; i < 5; i++) {
            peer.expectFlow().optional();
        }
        peer.expectDetach().optional();
        Session session = session();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        assertReceivesNothingInTime(consumer, 300);
    }

    /** Whether the unanswered drain is told or the receiver just given up: nothing is received, and nobody waits for long. */
    private static void assertReceivesNothingInTime(MessageConsumer consumer, long timeout) {
        long begun = System.nanoTime();
        Message message = null;
        try {
            message = timeout < 0 ? consumer.receiveNoWait() : consumer.receive(timeout);
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("requestTimeout");
        }
        assertThat(message).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(15));
    }
}
