package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.Operation;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions of the broker, lost at each of their steps. */
class TransactionRecoveryTest extends TransactedExchange {
    TransactionRecoveryTest() {
        super(World.create());
    }

    @Test
    void aTransactionThatOnlySentAndWasLostIsRolledBack() throws JMSException {
        send("1");
        world.dropAndRestore();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @Test
    void aLostTransactionSwallowsItsSendsUntilCommitFails() throws JMSException {
        send("1");
        world.dropAndRestore();
        send("2");
        send("3");
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @Test
    void sendsAfterTheLossOfWhatWasConsumedDoNotEscapeTheRollback() throws JMSException {
        journal.receive(in);
        world.dropAndRestore();
        send("1");
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @Test
    void aLostTransactionThatIsRolledBackStartsAnew() throws JMSException {
        journal.receive(in);
        send("1");
        world.dropAndRestore();
        session.rollback();
        assertWorksAgain();
    }

    @Test
    void aTransactionWithNothingInItSurvivesALoss() throws JMSException {
        world.dropAndRestore();
        session.commit();
        send("1");
        session.commit();
        assertThat(world.depth("out")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWhoseAnswerIsLostIsInDoubt(Cut cut) throws JMSException {
        journal.receive(in);
        send("1");
        cut.dropConnectionAt(Operation.COMMIT, world);
        assertThatThrownBy(session::commit)
                .isInstanceOf(JMSException.class)
                .isNotInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("may have been committed or rolled back");
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isEqualTo(cut.hasEffect() ? 1 : 0);
        journal.receiveAll(in);
        session.commit();
        journal.assertEachCameInOrder("a", "b");
        journal.assertRepetitionsAreMarked();
        assertThat(journal.size()).isEqualTo(cut.hasEffect() ? 2 : 3);
        world.awaitEmpty("in");
    }

    @ParameterizedTest
    @EnumSource
    void aLossBeforeTheCommitWasHandedOverRollsBack(Cut cut) throws JMSException {
        journal.receive(in);
        cut.dropConnectionAt(Operation.SETTLE, world);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertWorksAgain();
    }

    @ParameterizedTest
    @EnumSource
    void aSendLostInATransactionRollsItBack(Cut cut) throws JMSException {
        journal.receive(in);
        cut.dropConnectionAt(Operation.SEND, world);
        send("1");
        send("2");
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @ParameterizedTest
    @EnumSource
    void aLossAtTheBeginOfAnEmptyTransactionIsNotSeen(Cut cut) throws JMSException {
        cut.dropConnectionAt(Operation.BEGIN, world);
        send("1");
        session.commit();
        assertThat(world.depth("out")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLossAtTheBeginAfterAConsumptionRollsBack(Cut cut) throws JMSException {
        journal.receive(in);
        cut.dropConnectionAt(Operation.BEGIN, world);
        assertThatThrownBy(() -> {
                    send("1");
                    session.commit();
                })
                .isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @ParameterizedTest
    @EnumSource
    void aLossWhileASenderIsOpenedInATransactionRollsItBackAtCommit(Cut cut) throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        send("1");
        cut.dropConnectionAt(Operation.OPEN_SENDER, world);
        anonymous.send(session.createQueue("elsewhere"), session.createTextMessage("2"));
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isZero();
        assertThat(world.depth("elsewhere")).isZero();
        assertWorksAgain();
    }

    @ParameterizedTest
    @EnumSource
    void aRollbackWhoseConnectionIsLostHasRolledBack(Cut cut) throws JMSException {
        journal.receive(in);
        send("1");
        cut.dropConnectionAt(Operation.ROLLBACK, world);
        session.rollback();
        world.states().awaitRestored(1);
        assertWorksAgain();
    }

    @Test
    void aCommitThatTheBrokerRefusesHasRolledBackAndTheConsumedComesAgain() throws JMSException {
        journal.receive(in);
        send("1");
        world.faults().fail(Operation.COMMIT, 1, new JMSException("refused by the test"));
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("refused by the test");
        assertWorksAgain();
    }

    @Test
    void aSendThatTheBrokerRefusesAtOnceIsThrownAndTheTransactionGoesOn() throws JMSException {
        send("1");
        world.faults().fail(Operation.SEND, 1, new JMSException("refused by the test"));
        assertThatThrownBy(() -> send("2"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("refused by the test");
        send("3");
        session.commit();
        assertThat(world.empty("out")).containsExactly("1", "3");
    }

    @Test
    void messagesComeAgainWhenABrokerForgetsThatATransactionWasTimedOut() throws JMSException {
        journal.receive(in);
        send("1");
        world.faults().loseSessions();
        world.states().awaitRestored(1);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        assertWorksAgain();
    }
}
