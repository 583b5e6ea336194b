package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.ConnectionStatus;
import io.anyqueue.inmemory.Operation;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are lost while something is opened or closed, by the application or by recovery itself. */
class OpeningRecoveryTest {
    private final World world = World.create();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN_SESSION,BEFORE_EFFECT", "OPEN_SESSION,AFTER_EFFECT",
        "OPEN_SENDER,BEFORE_EFFECT", "OPEN_SENDER,AFTER_EFFECT",
        "OPEN_RECEIVER,BEFORE_EFFECT", "OPEN_RECEIVER,AFTER_EFFECT",
        "CREATE_TEMPORARY,BEFORE_EFFECT", "CREATE_TEMPORARY,AFTER_EFFECT"
    })
    void aLossWhileTheApplicationOpensSomethingIsNotSeenByIt(Operation operation, Cut cut) throws JMSException {
        Connection connection = world.connect();
        cut.dropConnectionAt(operation, world);
        exercise(connection);
        world.states().awaitRestored(1);
        assertThat(world.states().events()).containsExactly("lost", "restored");
        assertThat(world.broker().temporaryDestinations()).isZero();
        assertNothingIsLeftOver();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CONNECT", "OPEN", "OPEN_SESSION", "OPEN_RECEIVER", "CREATE_TEMPORARY"})
    void aLossDuringRecoveryIsRecoveredToo(Operation operation) throws JMSException {
        Connection connection = world.connect();
        Session session = connection.createSession();
        TemporaryQueue temporary = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        MessageConsumer replies = session.createConsumer(temporary);
        world.faults().dropAfter(operation);
        world.faults().dropBefore(operation);
        world.faults().fail(operation, 1, new JMSException("refused by the test"));
        world.faults().dropConnections();
        world.awaitWhileTimePasses(() -> assertThat(world.states().restored()).isEqualTo(1));
        assertThat(world.states().events()).containsExactly("lost", "restored");
        assertThat(world.broker().temporaryDestinations()).isEqualTo(1);
        MessageProducer producer = session.createProducer(null);
        producer.send(session.createQueue("q"), session.createTextMessage("1"));
        producer.send(temporary, session.createTextMessage("2"));
        Journal journal = new Journal();
        journal.receive(consumer);
        journal.receive(replies);
        assertThat(journal.texts()).containsExactly("1", "2");
        ConnectionStatus status = only();
        assertThat(status.sessions()).isEqualTo(1);
        assertThat(status.receivers()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aFirstUseThatIsLostIsToldAndTheNextOneWorks(Cut cut) throws JMSException {
        Connection connection = world.factory().createConnection();
        cut.dropConnectionAt(Operation.OPEN, world);
        assertThatThrownBy(connection::createSession).isInstanceOf(JMSException.class);
        exercise(connection);
        connection.close();
        assertThat(world.broker().connections()).isEmpty();
    }

    @Test
    void theFirstConnectFailsFast() {
        world.faults().refuseConnections(true);
        assertThatThrownBy(() -> world.factory().createConnection()).isInstanceOf(JMSException.class);
        assertThat(world.states().events()).isEmpty();
    }

    @Test
    void aConnectionLostBeforeItsFirstUseIsMadeAgain() throws JMSException {
        Connection connection = world.factory().createConnection();
        world.faults().dropConnections();
        exercise(connection);
        connection.close();
        assertThat(world.broker().connections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void deletingATemporaryQueueSucceedsThroughALoss(Cut cut) throws JMSException {
        Session session = world.connect().createSession();
        TemporaryQueue temporary = session.createTemporaryQueue();
        cut.dropConnectionAt(Operation.DELETE_TEMPORARY, world);
        temporary.delete();
        world.states().awaitRestored(1);
        assertThat(world.broker().temporaryDestinations()).isZero();
    }

    @Test
    void unsubscribingSucceedsThroughALossBeforeItsEffect() throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        session.createDurableConsumer(session.createTopic("t"), "s").close();
        Cut.BEFORE_EFFECT.dropConnectionAt(Operation.UNSUBSCRIBE, world);
        session.unsubscribe("s");
        assertThat(world.broker().subscriptions()).isEmpty();
    }

    @Test
    void unsubscribingWhoseAnswerIsLostDoesNotComplainOfItsOwnEffect() throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        session.createDurableConsumer(session.createTopic("t"), "s").close();
        Cut.AFTER_EFFECT.dropConnectionAt(Operation.UNSUBSCRIBE, world);
        session.unsubscribe("s");
        assertThat(world.broker().subscriptions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CLOSE_RECEIVER", "CLOSE_SESSION", "DRAIN"})
    void aLossDuringCloseEndsTheCloseWithoutError(Operation operation) throws JMSException {
        world.fill("q", "1", "2");
        Connection connection = world.connect();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        new Journal().receive(consumer);
        Cut.BEFORE_EFFECT.dropConnectionAt(operation, world);
        consumer.close();
        session.close();
        connection.close();
        world.faults().clear();
        assertThat(world.empty("q")).containsExactly("2");
        world.awaitNoConnections();
    }

    @Test
    void aSessionIsNotOpenedTwiceWhenSeveralThreadsFindItLost() throws Exception {
        Connection connection = world.connect();
        List<Session> sessions = List.of(connection.createSession(), connection.createSession());
        for (int round = 0; round < 20; round++) {
            world.faults().dropConnections();
            var one = Background.run(() -> sendOne(sessions.get(0)));
            var two = Background.run(() -> sendOne(sessions.get(1)));
            // They may be done before the attempt to recover, which the next drop then makes fail.
            world.getWhileTimePasses(one);
            world.getWhileTimePasses(two);
        }
        world.awaitWhileTimePasses(() -> assertThat(only().sessions()).isEqualTo(2));
        assertThat(world.empty("q")).hasSize(40);
    }

    private static void sendOne(Session session) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue("q"))) {
            producer.send(session.createTextMessage("x"));
        }
    }

    /** Uses one object of each kind that the operations of the broker serve, and closes them. */
    private void exercise(Connection connection) throws JMSException {
        connection.start();
        try (Session session = connection.createSession()) {
            Queue queue = session.createQueue("q");
            MessageProducer producer = session.createProducer(queue);
            MessageConsumer consumer = session.createConsumer(queue);
            producer.send(session.createTextMessage("1"));
            Journal journal = new Journal();
            journal.receive(consumer);
            TemporaryQueue temporary = session.createTemporaryQueue();
            session.createConsumer(temporary).close();
            temporary.delete();
            consumer.close();
            producer.send(session.createTextMessage("2"));
            try (QueueBrowser browser = session.createBrowser(queue)) {
                assertThat(browser.getEnumeration().hasMoreElements()).isTrue();
            }
        }
        assertThat(world.empty("q")).containsExactly("2");
    }

    private void assertNothingIsLeftOver() {
        ConnectionStatus status = only();
        assertThat(status.sessions()).isZero();
        assertThat(status.receivers()).isZero();
        assertThat(status.senders()).isZero();
    }

    private ConnectionStatus only() {
        List<ConnectionStatus> all = world.broker().connections();
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
