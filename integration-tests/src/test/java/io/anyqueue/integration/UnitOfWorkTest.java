package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.Operation;
import io.anyqueue.spi.Capability;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions on a broker that has none: a unit of work, with a failure at each of its steps. */
class UnitOfWorkTest extends TransactedExchange {
    UnitOfWorkTest() {
        super(World.without(Capability.TRANSACTIONS), "transactionLimit=5");
    }

    @Test
    void sendsAreHeldUntilCommitAndKeepTheirOrder() throws JMSException {
        send("1", "2", "3");
        assertThat(world.depth("out")).isZero();
        session.commit();
        assertThat(world.empty("out")).containsExactly("1", "2", "3");
    }

    @Test
    void rollbackDropsSendsAndRepeatsWhatWasConsumed() throws JMSException {
        journal.receive(in);
        send("1");
        session.rollback();
        assertWorksAgain();
    }

    @Test
    void closingTheSessionRollsBack() throws JMSException {
        journal.receive(in);
        send("1");
        session.close();
        assertThat(world.depth("out")).isZero();
        assertThat(world.empty("in")).containsExactly("a", "b");
    }

    @Test
    void whatIsConsumedIsAcceptedOnlyAtCommit() throws JMSException {
        journal.receive(in);
        assertThat(world.broker().queue("in").depth()
                        + world.broker().queue("in").inFlight())
                .isEqualTo(2);
        session.commit();
        session.close();
        assertThat(world.empty("in")).containsExactly("b");
    }

    @Test
    void aChangeAfterSendIsNotSent() throws JMSException {
        TextMessage message = session.createTextMessage("1");
        out.send(message);
        message.setText("changed");
        session.commit();
        assertThat(world.empty("out")).containsExactly("1");
    }

    @Test
    void messagesBeyondTheLimitAreRefusedAndTheRestCommits() throws JMSException {
        send("1", "2", "3", "4", "5");
        assertThatThrownBy(() -> send("6"))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("transactionLimit")
                .hasMessageContaining("5");
        session.commit();
        assertThat(world.empty("out")).containsExactly("1", "2", "3", "4", "5");
        send("7");
        session.commit();
        assertThat(world.depth("out")).isEqualTo(1);
    }

    @Test
    void nativeTransactionsAreRefusedWithTheCapabilityAndTheRemedy() throws JMSException {
        Connection strict = world.connect("transactions=native");
        assertThatThrownBy(() -> strict.createSession(Session.SESSION_TRANSACTED))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("transactions")
                .hasMessageContaining("transactions=auto");
        assertThat(strict.createSession().getTransacted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPartialFailureSaysWhichSendsLanded(int refused) throws Exception {
        journal.receive(in);
        String[] ids = new String[3];
        for (int i = 0; i < 3; i++) {
            var message = session.createTextMessage(String.valueOf(i + 1));
            out.send(message);
            ids[i] = message.getJMSMessageID();
        }
        refuseSend(refused);
        JMSException failure = commitFailure();
        // Not rolled back: a program that repeats the whole would send two of them twice.
        assertThat(failure.getErrorCode()).isEqualTo("ANYQUEUE-COMMIT-IN-DOUBT");
        assertThat(failure)
                .isNotInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("refused by the test")
                .hasMessageContaining("2 of its 3")
                .hasMessageContaining(ids[refused - 1]);
        assertThat(world.empty("out")).hasSize(2).doesNotContain(String.valueOf(refused));
        assertWorksAgain();
    }

    @Test
    void aCommitOfWhichNothingWasSentIsRolledBack() throws Exception {
        journal.receive(in);
        send("1");
        refuseSend(1);
        assertThat(commitFailure())
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("0 of its 1");
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @Test
    void aCommitWhoseOnlySendMayHaveBeenTakenIsInDoubt() throws Exception {
        journal.receive(in);
        send("1");
        Cut.AFTER_EFFECT.dropConnectionAt(Operation.SEND, world);
        JMSException failure = commitFailure();
        assertThat(failure).isNotInstanceOf(TransactionRolledBackException.class);
        assertThat(failure.getErrorCode()).isEqualTo("ANYQUEUE-COMMIT-IN-DOUBT");
        world.states().awaitRestored(1);
        assertThat(world.empty("out")).containsExactly("1");
        assertWorksAgain();
    }

    @ParameterizedTest
    @EnumSource
    void aLossInTheMiddleOfPublishingIsToldAndTheConsumedComesAgain(Cut cut) throws Exception {
        journal.receive(in);
        send("1", "2", "3");
        world.faults().delay(Operation.SEND, Duration.ZERO);
        cut.dropConnectionAt(Operation.SEND, world);
        assertThat(commitFailure()).isInstanceOf(JMSException.class);
        world.states().awaitRestored(1);
        // At most those sends may have landed; none twice.
        assertThat(world.empty("out")).doesNotHaveDuplicates();
        assertWorksAgain();
    }

    @ParameterizedTest
    @EnumSource
    void aLossWhileCommitOpensASenderIsToldOrRepairedAndTheConsumedIsNotLost(Cut cut) throws Exception {
        MessageProducer anonymous = session.createProducer(null);
        journal.receive(in);
        anonymous.send(session.createQueue("out"), session.createTextMessage("1"));
        anonymous.send(session.createQueue("elsewhere"), session.createTextMessage("2"));
        cut.dropConnectionAt(Operation.OPEN_SENDER, world);
        // All senders are open before the first message is handed over.
        assertThat(commitFailure()).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertThat(world.depth("elsewhere")).isZero();
        world.empty("out");
        assertWorksAgain();
    }

    @Test
    void aSenderThatCommitCannotOpenRollsBackWhatWasConsumed() throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        journal.receive(in);
        anonymous.send(session.createQueue("elsewhere"), session.createTextMessage("2"));
        world.faults().fail(Operation.OPEN_SENDER, 1, new InvalidDestinationException("no such queue"));
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("no such queue");
        assertWorksAgain();
    }

    @Test
    void aLossAfterPublishingAndBeforeAcceptingRepeatsTheConsumedAndLosesNothing() throws JMSException {
        journal.receive(in);
        send("1");
        Cut.BEFORE_EFFECT.dropConnectionAt(Operation.SETTLE, world);
        session.commit();
        world.states().awaitRestored(1);
        assertThat(world.empty("out")).containsExactly("1");
        assertWorksAgain();
        assertThat(journal.redelivered()).contains("a");
    }

    @Test
    void aLossAfterAcceptingRepeatsNothing() throws JMSException {
        journal.receive(in);
        send("1");
        Cut.AFTER_EFFECT.dropConnectionAt(Operation.SETTLE, world);
        session.commit();
        world.states().awaitRestored(1);
        journal.receive(in);
        session.commit();
        assertThat(journal.texts()).containsExactly("a", "b");
        world.awaitEmpty("in");
    }

    @Test
    void aLossBeforeCommitRollsBackWhatConsumed() throws JMSException {
        journal.receive(in);
        send("1");
        world.dropAndRestore();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @Test
    void aLossBeforeCommitDoesNotMatterToSendsAlone() throws JMSException {
        send("1");
        world.dropAndRestore();
        send("2");
        session.commit();
        assertThat(world.empty("out")).containsExactly("1", "2");
    }

    @Test
    void aSecondLossDoesNotMakeALostUnitOfWorkWholeAgain() throws JMSException {
        journal.receive(in);
        send("1");
        world.dropAndRestore();
        world.dropAndRestore();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertWorksAgain();
    }

    @Test
    void aContextCommitsToo() throws JMSException {
        try (JMSContext context = world.factory().createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSConsumer consumer = context.createConsumer(context.createQueue("in"));
            session.close();
            journal.note(consumer.receive(World.LIMIT_MILLIS));
            context.createProducer().send(context.createQueue("out"), "1");
            assertThat(world.depth("out")).isZero();
            context.commit();
        }
        assertThat(world.empty("out")).containsExactly("1");
        assertThat(world.empty("in")).containsExactly("b");
    }

    @Test
    void completionListenersAreCalledAndCommitWaitsForThem() throws JMSException {
        List<String> called = new CopyOnWriteArrayList<>();
        out.send(
                session.createTextMessage("1"),
                Completion.of(message -> called.add("ok"), (message, exception) -> called.add("failed")));
        session.commit();
        assertThat(called).containsExactly("ok");
        assertThat(world.empty("out")).containsExactly("1");
    }

    /** Refuses the send of that number; those before it are answered when the clock moves. */
    private void refuseSend(int number) {
        for (int i = 1; i < number; i++) {
            world.faults().delay(Operation.SEND, Duration.ZERO);
        }
        world.faults().fail(Operation.SEND, 1, new JMSException("refused by the test"));
    }

    /** Commits while the clock moves; what it threw. */
    private JMSException commitFailure() throws Exception {
        CompletableFuture<Void> commit = Background.run(session::commit);
        World.await(() -> {
            world.clock().advance(Duration.ofMillis(1));
            assertThat(commit).isDone();
        });
        return (JMSException) Background.failure(commit);
    }
}
