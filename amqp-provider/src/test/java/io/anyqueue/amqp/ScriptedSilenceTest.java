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
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that fall silent, at each step there is: every call ends in its time and says what was not answered. */
final class ScriptedSilenceTest extends OnScriptedPeer {
    /** For a connection that is not made, or not opened: no step before the silent one has a limit. */
    private static final long LIMIT_MILLIS = 300;
    /** Longer than any limit of a first attempt takes, and shorter than the limits of options that are not set. */
    private static final Duration MUCH_LONGER = Duration.ofSeconds(20);

    /** True once the peer has come to the step that it does not answer. */
    private final AtomicBoolean silent = new AtomicBoolean();

    private Connection connection;

    private interface Step {
        void run() throws JMSException;
    }

    private static String connectLimit() {
        return "&connectTimeout=" + LIMIT_MILLIS + "ms";
    }

    private static String limits(long millis) {
        return "&requestTimeout=" + millis + "ms&sendTimeout=" + millis + "ms";
    }

    private Session session(long millis) throws JMSException {
        return session(limits(millis));
    }

    private Session session(String options) throws JMSException {
        connection = connect(options);
        connection.start();
        return session(connection);
    }

    /** Only for tests that close: a limit on closing would also hold for what is closed after the test. */
    private Session sessionToClose(long millis) throws JMSException {
        return session(limits(millis) + "&closeTimeout=" + millis + "ms");
    }

    /** Where the peer has not come to its silence, another step before that had to be answered in time and was not. */
    private void atSomePace(Pace.Attempt attempt) throws Exception {
        atSomePace(() -> !silent.get(), attempt);
    }

    private void silentFromHere() {
        peer.execute(() -> silent.set(true)).queue();
    }

    private static void assertFailsInTime(long millis, Step step, String what) {
        long begun = System.nanoTime();
        assertThatThrownBy(step::run).isInstanceOf(JMSException.class).hasMessageContaining(what);
        assertTook(millis, begun);
    }

    private static void assertTook(long millis, long begun) {
        Duration least = Duration.ofMillis(millis * 5 / 6);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(least, least.plus(MUCH_LONGER));
    }

    @Test
    void connectingFailsInTimeWhereNobodySaysAnything() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "amqp://localhost:" + deaf.getLocalPort() + "/?recovery=false" + connectLimit();
            assertFailsInTime(
                    LIMIT_MILLIS,
                    () -> AnyQueue.connectionFactory(url).createConnection().close(),
                    "connectTimeout");
        }
    }

    /** Longer than Netty waits for the handshake when it is left to that. */
    @ParameterizedTest
    @ValueSource(strings = {"amqps", "amqp+wss"})
    void aTlsHandshakeMayTakeAsLongAsTheOptionSays(String scheme) throws Exception {
        long millis = 10_500;
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = scheme + "://localhost:" + deaf.getLocalPort() + "/?recovery=false&connectTimeout=" + millis;
            assertFailsInTime(
                    millis,
                    () -> AnyQueue.connectionFactory(url).createConnection().close(),
                    "was not agreed on: look whether the port is the broker's for TLS");
        }
    }

    @Test
    void connectingFailsInTimeWhereNothingFollowsTheSaslHeader() {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLHeader().respondWithSASLHeader();
        assertFailsInTime(LIMIT_MILLIS, () -> connect(connectLimit()), "connectTimeout");
    }

    @Test
    void connectingFailsInTimeWhereNothingFollowsTheMechanisms() {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLHeader().respondWithSASLHeader();
        peer.remoteSaslMechanisms().withMechanisms("ANONYMOUS").queue();
        peer.expectSaslInit();
        assertFailsInTime(LIMIT_MILLIS, () -> connect(connectLimit()), "connectTimeout");
    }

    @Test
    void anOpenThatIsNotAnsweredFailsInTime() throws Exception {
        peer.expectOpen();
        peer.expectClose().optional();
        connection = connect(limits(LIMIT_MILLIS));
        assertFailsInTime(LIMIT_MILLIS, () -> session(connection), "open the connection");
    }

    @Test
    void aBeginThatIsNotAnsweredFailsInTime() throws Exception {
        atSomePace(millis -> {
            peer.expectOpen().respond();
            peer.expectBegin();
            silentFromHere();
            peer.expectEnd().optional();
            peer.expectClose().optional();
            connection = connect(limits(millis));
            assertFailsInTime(millis, () -> session(connection), "open a session");
        });
    }

    @Test
    void anAttachOfASenderThatIsNotAnsweredFailsInTime() throws Exception {
        atSomePace(millis -> {
            expectSession();
            peer.expectAttach().ofSender();
            silentFromHere();
            peer.expectDetach().optional();
            Session session = session(millis);
            assertFailsInTime(
                    millis,
                    () -> session.createProducer(session.createQueue("q")).send(session.createMessage()),
                    "queue \"q\"");
        });
    }

    @Test
    void anAttachOfAReceiverThatIsNotAnsweredFailsInTime() throws Exception {
        atSomePace(millis -> {
            expectSession();
            peer.expectAttach().ofReceiver();
            silentFromHere();
            peer.expectDetach().optional();
            Session session = session(millis);
            assertFailsInTime(
                    millis,
                    () -> session.createConsumer(session.createQueue("q")).receive(100),
                    "queue \"q\"");
        });
    }

    @Test
    void aTransferThatIsNotAnsweredFailsInTime() throws Exception {
        atSomePace(millis -> {
            expectSession();
            expectSender(1);
            peer.expectTransfer();
            silentFromHere();
            Session session = session(millis);
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            assertFailsInTime(millis, () -> producer.send(session.createMessage()), "may or may not have been taken");
        });
    }

    @Test
    void aReceiveEndsInTimeThoughItsDrainIsNotAnswered() throws Exception {
        atSomePace(millis -> {
            expectSession();
            peer.expectAttach().ofReceiver().respond();
            peer.expectFlow().withDrain(false);
            peer.expectFlow().withDrain(true);
            silentFromHere();
            expectReminders(millis);
            peer.expectDetach();
            Session session = session(millis);
            MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
            assertReceivesNothingInTime(consumer, millis, -1);
        });
    }

    /** The client asks again by one credit more, and gives the link up in the end. */
    private void expectReminders(long millis) {
        for (int i = 0; i < 5 + millis / 100; i++) {
            peer.expectFlow().optional();
        }
    }

    @Test
    void aSessionClosesInTimeThoughADetachIsNotAnswered() throws Exception {
        atSomePace(millis -> {
            expectSession();
            expectSender(1);
            peer.expectTransfer().accept();
            peer.expectDetach();
            silentFromHere();
            peer.expectEnd().optional();
            peer.expectClose().optional();
            Session session = sessionToClose(millis);
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            producer.send(session.createMessage());
            long begun = System.nanoTime();
            producer.close();
            assertEndsBy(session, begun);
        });
    }

    @Test
    void aSessionClosesInTimeThoughItsEndIsNotAnswered() throws Exception {
        atSomePace(millis -> {
            expectSession();
            peer.expectEnd();
            silentFromHere();
            peer.expectClose().optional();
            Session session = sessionToClose(millis);
            assertEndsBy(session, System.nanoTime());
        });
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
        assertTook(0, begun);
    }

    @Test
    void aDeclareThatIsNotAnsweredFailsInTime() throws Exception {
        atSomePace(millis -> {
            expectSession();
            expectSender(1);
            peer.expectCoordinatorAttach().respond();
            peer.remoteFlow().withLinkCredit(2).queue();
            peer.expectDeclare();
            silentFromHere();
            peer.expectEnd().optional();
            peer.expectClose().optional();
            connection = connect(limits(millis));
            connection.start();
            assertFailsInTime(
                    millis,
                    () -> {
                        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                        session.createProducer(session.createQueue("q")).send(session.createMessage());
                        session.commit();
                    },
                    "transaction");
        });
    }

    @Test
    void anAttachOfATemporaryQueueThatIsNotAnsweredFailsInTime() throws Exception {
        atSomePace(millis -> {
            expectSession();
            peer.expectBegin().respond();
            peer.expectAttach().ofSender().withTarget().withDynamic(true);
            silentFromHere();
            peer.expectDetach().optional();
            Session session = session(millis);
            assertFailsInTime(millis, session::createTemporaryQueue, "create a temporary");
        });
    }

    @Test
    void aReceiveEndsInTimeThoughOnlyHalfAMessageComes() throws Exception {
        atSomePace(millis -> {
            expectSession();
            peer.expectAttach().ofReceiver().respond();
            peer.expectFlow();
            peer.remoteTransfer()
                    .withDeliveryId(0)
                    .withDeliveryTag(new byte[] {0})
                    .withMore(true)
                    .withPayload(new byte[] {0, 0x53})
                    .queue();
            silentFromHere();
            expectReminders(millis);
            peer.expectDetach().optional();
            Session session = session(millis);
            MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
            assertReceivesNothingInTime(consumer, millis, millis);
        });
    }

    /** Whether the unanswered drain is told or the receiver just given up: nothing is received, and nobody waits for long. */
    private static void assertReceivesNothingInTime(MessageConsumer consumer, long millis, long timeout) {
        long begun = System.nanoTime();
        Message message = null;
        try {
            message = timeout < 0 ? consumer.receiveNoWait() : consumer.receive(timeout);
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("requestTimeout");
        }
        assertThat(message).isNull();
        assertTook(millis, begun);
    }
}
