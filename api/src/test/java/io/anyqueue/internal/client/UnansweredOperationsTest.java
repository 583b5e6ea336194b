package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.client.Script.Held;
import io.anyqueue.internal.client.Script.Step;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TransactionRolledBackException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Operations that the provider answers too late or never: the error names operation, limit and option, and nothing stays open. */
class UnansweredOperationsTest {
    private static final String REQUEST = "requestTimeout=20";

    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    @Test
    void aConnectionThatComesTooLateIsClosed() {
        Held held = script.hold(Step.CONNECT);
        assertTimesOut(() -> provider.connect("connectTimeout=20"), "connect to scripted:test", "connectTimeout");
        held.complete();
        assertThat(script.calls()).containsExactly("connect to null", "closeConnection");
    }

    @Test
    void aConnectionThatOpensTooLateIsClosedAndMadeAnew() throws JMSException {
        Held held = script.hold(Step.OPEN);
        Connection connection = provider.connect(java.util.List.of(), REQUEST);
        assertTimesOut(connection::createSession, "open the connection", "requestTimeout");
        held.complete();
        connection.createSession();
        // The first one was given up, because a provider connection is opened once.
        assertThat(script.calls())
                .containsExactly(
                        "connect to null",
                        "open as null",
                        "closeConnection",
                        "connect to null",
                        "open as null",
                        "openSession");
    }

    @Test
    void aSessionThatOpensTooLateIsClosedAndAnotherWorks() throws JMSException {
        Connection connection = provider.connect(REQUEST);
        Held held = script.hold(Step.OPEN_SESSION);
        assertTimesOut(connection::createSession, "open a session", "requestTimeout");
        assertThat(script.count("closeSession")).isZero();
        held.complete();
        assertThat(script.count("closeSession")).isEqualTo(1);
        connection.createSession().close();
    }

    @Test
    void aConsumerThatOpensTooLateIsClosedAndAnotherWorks() throws JMSException {
        Session session = provider.connect(REQUEST).createSession();
        Held held = script.hold(Step.OPEN_RECEIVER);
        assertTimesOut(
                () -> session.createConsumer(session.createQueue("q")),
                "create a consumer of queue \"q\"",
                "requestTimeout");
        held.complete();
        assertThat(script.count("closeReceiver")).isEqualTo(1);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
    }

    @Test
    void aProducerThatOpensTooLateIsClosedAndAnotherWorks() throws JMSException {
        Session session = provider.connect(REQUEST).createSession();
        Held held = script.hold(Step.OPEN_SENDER);
        assertTimesOut(
                () -> session.createProducer(session.createQueue("q")),
                "open a sender to queue \"q\"",
                "requestTimeout");
        held.complete();
        assertThat(script.count("closeSender")).isEqualTo(1);
        session.createProducer(session.createQueue("q")).send(session.createTextMessage("1"));
        assertThat(provider.sender().texts()).containsExactly("1");
    }

    @Test
    void aBrowserThatOpensTooLateIsClosed() throws JMSException {
        Session session = provider.connect(REQUEST).createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue("q"));
        int before = script.count("closeReceiver");
        Held held = script.hold(Step.OPEN_RECEIVER);
        assertTimesOut(browser::getEnumeration, "browse queue \"q\"", "requestTimeout");
        held.complete();
        assertThat(script.count("closeReceiver")).isEqualTo(before + 1);
    }

    @Test
    void aTemporaryQueueThatIsMadeTooLateIsDeleted() throws JMSException {
        Session session = provider.connect(REQUEST).createSession();
        Held held = script.hold(Step.CREATE_TEMPORARY);
        assertTimesOut(session::createTemporaryQueue, "create a temporary destination", "requestTimeout");
        held.complete();
        assertThat(script.calls("deleteTemporary")).containsExactly("deleteTemporary temporary queue \"temporary-1\"");
    }

    @Test
    void aDeletionThatIsNotAnsweredCanBeTriedAgain() throws JMSException {
        TemporaryQueue temporary = provider.connect(REQUEST).createSession().createTemporaryQueue();
        script.hold(Step.DELETE_TEMPORARY);
        assertTimesOut(temporary::delete, "delete temporary queue", "requestTimeout");
        temporary.delete();
        assertThat(script.count("deleteTemporary")).isEqualTo(2);
    }

    @Test
    void anUnsubscribeThatIsNotAnsweredTimesOut() throws JMSException {
        Session session = provider.connect(REQUEST, "clientId=me").createSession();
        script.hold(Step.UNSUBSCRIBE);
        assertTimesOut(() -> session.unsubscribe("s"), "unsubscribe s", "requestTimeout");
    }

    @Test
    void aDrainThatIsNotAnsweredLosesTheReceiverAndAnotherTakesItsPlace() throws JMSException {
        Session session = provider.connect(REQUEST).createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        Held held = script.hold(Step.DRAIN);
        assertTimesOut(consumer::receiveNoWait, "receive", "requestTimeout");
        script.awaitCount("openReceiver", 2);
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.count("closeReceiver")).isEqualTo(1);
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
        held.complete();
        provider.receiver().stock("2");
        assertThat(consumer.receive(10_000)).isNotNull();
        assertThat(script.count("openReceiver")).isEqualTo(2);
    }

    @Test
    void aDrainOfABrowserThatIsNotAnsweredEndsTheEnumeration() throws JMSException {
        Session session = provider.connect(REQUEST).createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue("q"));
        int before = script.count("closeReceiver");
        script.hold(Step.DRAIN);
        assertThatThrownBy(() -> browser.getEnumeration().hasMoreElements())
                .hasMessageContaining("browse: no answer within 20 ms")
                .hasMessageContaining("requestTimeout");
        assertThat(script.count("closeReceiver")).isEqualTo(before + 1);
    }

    @Test
    void aConsumerWhoseDrainIsNotAnsweredIsClosedAllTheSame() throws JMSException {
        Session session = provider.connect("closeTimeout=20").createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        consumer.setMessageListener(message -> {});
        script.hold(Step.DRAIN);
        assertTimesOut(consumer::close, "close a consumer", "closeTimeout");
        assertThat(script.count("closeReceiver")).isEqualTo(1);
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(jakarta.jms.IllegalStateException.class);
        consumer.close();
        assertThat(script.count("closeReceiver")).isEqualTo(1);
    }

    @Test
    void aCloseOfAConsumerThatIsNotAnsweredTimesOut() throws JMSException {
        Session session = provider.connect("closeTimeout=20").createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        script.hold(Step.CLOSE_RECEIVER);
        assertTimesOut(consumer::close, "close a consumer", "closeTimeout");
        session.close();
    }

    @Test
    void aCloseOfASessionThatIsNotAnsweredTimesOutAndIsNotRepeated() throws JMSException {
        Connection connection = provider.connect("closeTimeout=20");
        Session session = connection.createSession();
        script.hold(Step.CLOSE_SESSION);
        assertTimesOut(session::close, "close a session", "closeTimeout");
        session.close();
        connection.close();
        assertThat(script.count("closeSession")).isEqualTo(1);
    }

    @Test
    void aCloseOfAConnectionTellsOfEverythingThatWasNotAnswered() throws JMSException {
        Connection connection = provider.connect("closeTimeout=20");
        connection.createSession();
        connection.createSession();
        script.hold(Step.CLOSE_SESSION, 2);
        script.hold(Step.CLOSE_CONNECTION);
        assertThatThrownBy(connection::close)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("close a session: no answer within 20 ms")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .satisfiesExactly(
                                second -> assertThat(second).contains("close a session"),
                                third -> assertThat(third).contains("close the connection")));
        connection.close();
        assertThat(script.count("closeConnection")).isEqualTo(1);
    }

    @Test
    void aTransactionThatBeginsTooLateIsRolledBackAndAnotherWorks() throws JMSException {
        Session session = provider.connect(REQUEST).createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.BEGIN);
        assertTimesOut(() -> producer.send(session.createTextMessage("1")), "begin a transaction", "requestTimeout");
        held.complete();
        assertThat(script.calls("rollback")).containsExactly("rollback transaction 1");
        producer.send(session.createTextMessage("2"));
        session.commit();
        assertThat(script.calls("commit")).containsExactly("commit transaction 2");
    }

    @Test
    void aCommitThatIsNotAnsweredIsInDoubtAndItsSessionEnds() throws JMSException {
        Session session = provider.connect(REQUEST).createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createTextMessage("1"));
        script.hold(Step.DISCHARGE);
        assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-COMMIT-IN-DOUBT"))
                .isNotInstanceOf(TransactionRolledBackException.class)
                .cause()
                .hasMessageContaining("commit: no answer within 20 ms");
        awaitRecovery();
        producer.send(session.createTextMessage("2"));
        session.commit();
        assertThat(provider.sender().texts()).containsExactly("2");
    }

    @Test
    void aCommitThatTheProviderSaysIsNotAnsweredEndsTheSessionToo() throws JMSException {
        Session session = provider.connect("requestTimeout=60000").createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createTextMessage("1"));
        script.fail(
                Step.DISCHARGE,
                new ConnectionLostException("no answer", new JMSException("no answer", "SCRIPTED-TIMEOUT")));
        assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-COMMIT-IN-DOUBT"));
        awaitRecovery();
        assertThat(script.count("closeSession")).isEqualTo(1);
    }

    @Test
    void aRollbackThatIsNotAnsweredEndsTheSessionAtThePeerWhichRollsBackAsWell() throws JMSException {
        Session session = provider.connect(REQUEST).createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createTextMessage("1"));
        script.hold(Step.DISCHARGE);
        session.rollback();
        awaitRecovery();
        assertThat(script.count("closeSession")).isEqualTo(1);
        producer.send(session.createTextMessage("2"));
        session.commit();
        assertThat(provider.sender().texts()).containsExactly("2");
    }

    @Test
    void anInterruptEndsTheWaitAndKeepsTheFlag() throws JMSException {
        Connection connection = provider.connect();
        Held held = script.hold(Step.OPEN_SESSION);
        Thread.currentThread().interrupt();
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        held.complete();
        assertThat(script.count("closeSession")).isEqualTo(1);
    }

    /** What follows has 20 ms, which a recovery that is still under way may use up. */
    private void awaitRecovery() {
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.count("openSession")).isEqualTo(2);
    }

    private static void assertTimesOut(ThrowingCallable action, String operation, String option) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-TIMEOUT"))
                .hasMessageStartingWith(operation)
                .hasMessageContaining("no answer within 20 ms")
                .hasMessageContaining("Option " + option + " sets the limit");
    }
}
