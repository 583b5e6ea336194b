package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.client.Script.Step;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations that the provider refuses: the refusal reaches the caller as it is, and what was there before goes on. */
class FailedOperationsTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();
    private final JMSException refusal = new JMSException("refused by the test", "TEST-REFUSED");

    @Test
    void aRefusedConnectIsThrown() {
        JMSSecurityException wrong = new JMSSecurityException("wrong password");
        script.fail(Step.CONNECT, wrong);
        assertThatThrownBy(provider::connect).isSameAs(wrong);
        assertThat(script.calls()).containsExactly("connect to null");
    }

    @Test
    void aRefusedConfiguredClientIdentifierFailsTheConnect() {
        InvalidClientIDException inUse = new InvalidClientIDException("in use");
        script.fail(Step.OPEN, inUse);
        assertThatThrownBy(() -> provider.connect("clientId=me")).isSameAs(inUse);
        assertThat(script.calls()).containsExactly("connect to null", "open as me", "closeConnection");
    }

    @Test
    void aRefusedClientIdentifierLeavesAnotherToBeSet() throws JMSException {
        InvalidClientIDException inUse = new InvalidClientIDException("in use");
        Connection connection = provider.connect(List.of());
        script.fail(Step.OPEN, inUse);
        assertThatThrownBy(() -> connection.setClientID("me")).isSameAs(inUse);
        assertThat(connection.getClientID()).isNull();
        connection.setClientID("you");
        assertThat(connection.getClientID()).isEqualTo("you");
        assertThat(script.calls("open as")).containsExactly("open as me", "open as you");
    }

    @Test
    void aRefusedSessionIsThrownAndTheNextOneOpens() throws JMSException {
        Connection connection = provider.connect();
        script.fail(Step.OPEN_SESSION, refusal);
        assertThatThrownBy(connection::createSession).isSameAs(refusal);
        connection.createSession();
        assertThat(provider.states()).isEmpty();
    }

    @Test
    void aRefusedConsumerLeavesItsSessionUsable() throws JMSException {
        Session session = provider.connect().createSession();
        InvalidDestinationException missing = new InvalidDestinationException("no such queue");
        script.fail(Step.OPEN_RECEIVER, missing);
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("q")))
                .isSameAs(missing);
        session.close();
        assertThat(script.count("drain")).isZero();
        assertThat(script.count("closeReceiver")).isZero();
    }

    @Test
    void aRefusedProducerLeavesItsSessionUsable() throws JMSException {
        Session session = provider.connect().createSession();
        InvalidDestinationException missing = new InvalidDestinationException("no such queue");
        script.fail(Step.OPEN_SENDER, missing);
        assertThatThrownBy(() -> session.createProducer(session.createQueue("q")))
                .isSameAs(missing);
        script.fail(Step.OPEN_SENDER, missing);
        MessageProducer anonymous = session.createProducer(null);
        assertThatThrownBy(() -> anonymous.send(session.createQueue("q"), session.createMessage()))
                .isSameAs(missing);
        anonymous.send(session.createQueue("q"), session.createTextMessage("1"));
        assertThat(provider.sender().texts()).containsExactly("1");
    }

    @Test
    void aReceiverRefusedDuringRecoveryIsTriedAgainAfterAPause() throws JMSException {
        Session session = provider.connect("recoveryDelay=100").createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        script.fail(Step.OPEN_RECEIVER, refusal);
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        script.awaitCount("openReceiver", 2);
        Script.await(() -> assertThat(provider.time().timers()).isPositive());
        assertThat(provider.states()).containsExactly("lost");
        provider.time().advance(100);
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        // The second attempt found connection and session alive.
        assertThat(script.count("connect to")).isEqualTo(2);
        assertThat(script.count("openSession")).isEqualTo(2);
        assertThat(script.count("openReceiver")).isEqualTo(3);
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
    }

    @Test
    void aFailedDrainEndsTheReceiveLikeAnEmptyOne() throws JMSException {
        Session session = provider.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        script.fail(Step.DRAIN, ScriptedProvider.lost("the link broke"));
        assertThat(consumer.receiveNoWait()).isNull();
        provider.receiver().lose(ScriptedProvider.lost("the link broke"));
        // An opening that was asked for need not have given its receiver yet.
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.count("openReceiver")).isEqualTo(2);
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
    }

    @Test
    void aRefusedSendIsThrownAndTheNextOneGoesOut() throws JMSException {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        script.fail(Step.SEND, refusal);
        assertThatThrownBy(() -> producer.send(session.createTextMessage("1"))).isSameAs(refusal);
        producer.send(session.createTextMessage("2"));
        assertThat(provider.sender().texts()).containsExactly("1", "2");
        assertThat(script.count("openSender")).isEqualTo(1);
    }

    @Test
    void aRefusedCommitHasRolledBackAndItsMessagesComeAgain() throws JMSException {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
        script.fail(Step.DISCHARGE, refusal);
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("refused by the test")
                .hasCause(refusal);
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isTrue();
        session.commit();
        assertThat(script.calls("settle"))
                .containsExactly("settle 0-0 ACCEPTED in transaction 1", "settle 0-0 ACCEPTED in transaction 2");
    }

    @Test
    void aSendRefusedLateRollsItsTransactionBackAtCommit() throws JMSException {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Script.Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"));
        held.fail(refusal);
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("refused by the test");
        assertThat(script.calls("rollback")).containsExactly("rollback transaction 1");
        assertThat(script.count("commit")).isZero();
    }

    @Test
    void closingFailsWithTheReasonAndIsOver() throws JMSException {
        Connection connection = provider.connect();
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        script.fail(Step.CLOSE_RECEIVER, refusal);
        assertThatThrownBy(consumer::close).isSameAs(refusal);
        consumer.close();
        script.fail(Step.CLOSE_SESSION, refusal);
        assertThatThrownBy(session::close).isSameAs(refusal);
        session.close();
        script.fail(Step.CLOSE_CONNECTION, refusal);
        assertThatThrownBy(connection::close).isSameAs(refusal);
        connection.close();
        assertThat(script.calls("close")).containsExactly("closeReceiver", "closeSession", "closeConnection");
    }
}
