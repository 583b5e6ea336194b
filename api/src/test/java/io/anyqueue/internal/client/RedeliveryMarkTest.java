package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anyqueue.internal.client.Script.Held;
import io.anyqueue.internal.client.Script.Step;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the application has seen and its link's loss brings again is marked, whatever it does between the loss and recovery. The
 * provider marks nothing, and gives the first message of each receiver the same id.
 */
class RedeliveryMarkTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    /** What the application does with the message after the loss. */
    private interface Use {
        void of(Session session, Message message) throws JMSException;
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, AcknowledgementMode.INDIVIDUAL_ACKNOWLEDGE})
    void whatIsAcknowledgedInVain(int mode) throws JMSException {
        assertMarked(
                mode,
                (session, message) -> assertThatThrownBy(message::acknowledge)
                        .isInstanceOfSatisfying(
                                JMSException.class,
                                e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-ACKNOWLEDGE-VOID")));
    }

    @Test
    void whatIsAcknowledgedLazily() throws JMSException {
        assertMarked(Session.DUPS_OK_ACKNOWLEDGE, (session, message) -> message.acknowledge());
    }

    @Test
    void whatIsSentBack() throws JMSException {
        assertMarked(Session.CLIENT_ACKNOWLEDGE, (session, message) -> session.recover());
        assertMarked(Session.SESSION_TRANSACTED, (session, message) -> session.rollback());
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void whatIsHeld(int mode) throws JMSException {
        assertMarked(mode, (session, message) -> {});
    }

    @Test
    void whatACommitHasTakenThatIsInDoubt() throws Exception {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isFalse();
        Held commit = script.hold(Step.DISCHARGE);
        CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(() -> catchThrowable(session::commit));
        commit.await(1);
        provider.connection().lose(ScriptedProvider.lost("connection gone"));
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        provider.receiver().push("1", "2");
        commit.fail(ScriptedProvider.lost("connection gone"));
        assertThat(outcome.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-COMMIT-IN-DOUBT"));
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isTrue();
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isFalse();
    }

    @Test
    void whatACommitHadTakenThatEndedBeforeRecoveryLooked() throws JMSException {
        assertMarked(
                Session.SESSION_TRANSACTED,
                (session, message) ->
                        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void whatWasSettledJustBeforeTheLoss(int mode) throws JMSException {
        Session session = provider.connect().createSession(mode);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1", "2", "3");
        consumer.receive(10_000);
        consumer.receive(10_000).acknowledge();
        assertThat(script.calls("settle").get(script.count("settle") - 1)).endsWith("-1 ACCEPTED");
        provider.connection().lose(ScriptedProvider.lost("connection gone"));
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        provider.receiver().stock("1", "2", "3");
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isTrue();
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isTrue();
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isFalse();
    }

    /** While recovery is busy with a first session, a second one is lost: nobody looks at it before it is restored. */
    private void assertMarked(int mode, Use use) throws JMSException {
        Connection connection = provider.connect();
        Session first = connection.createSession();
        first.createConsumer(first.createQueue("first"));
        ScriptedReceiver firstReceiver = provider.receiver();
        Session session = connection.createSession(mode);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1");
        Message message = consumer.receive(10_000);
        assertThat(message.getJMSRedelivered()).isFalse();
        int before = script.count("openReceiver");

        Held restoring = script.hold(Step.OPEN_RECEIVER);
        firstReceiver.lose(ScriptedProvider.lost("receiver gone"));
        restoring.await(1);
        provider.session().lose(ScriptedProvider.lost("session gone"));
        use.of(session, message);
        restoring.complete();
        script.awaitCount("openReceiver", before + 2);
        Script.await(() -> assertThat(provider.session().receivers()).hasSize(1));

        provider.receiver().stock("1", "2");
        Message again = consumer.receive(10_000);
        assertThat(again.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isFalse();
        connection.close();
    }
}
