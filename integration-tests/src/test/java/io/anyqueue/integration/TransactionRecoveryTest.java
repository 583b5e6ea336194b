package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.Operation;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions of the broker, lost at each of their steps. */
class TransactionRecoveryTest {
    private final World world = World.create();
    private final Journal journal = new Journal();
    private Session session;
    private MessageConsumer in;
    private MessageProducer out;

    @BeforeEach
    void open() throws JMSException {
        world.fill("in", "a", "b");
        session = world.connect().createSession(Session.SESSION_TRANSACTED);
        in = session.createConsumer(session.createQueue("in"));
        out = session.createProducer(session.createQueue("out"));
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
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
    @ValueSource(booleans = {true, false})
    void aCommitWhoseAnswerIsLostIsInDoubt(boolean afterEffect) throws JMSException {
        journal.receive(in);
        send("1");
        drop(Operation.COMMIT, afterEffect);
        assertThatThrownBy(session::commit)
                .isInstanceOf(JMSException.class)
                .isNotInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("may have been committed or rolled back");
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isEqualTo(afterEffect ? 1 : 0);
        journal.receiveAll(in);
        session.commit();
        journal.assertEachCameInOrder("a", "b");
        journal.assertRepetitionsAreMarked();
        assertThat(journal.size()).isEqualTo(afterEffect ? 2 : 3);
        world.awaitEmpty("in");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLossBeforeTheCommitWasHandedOverRollsBack(boolean afterEffect) throws JMSException {
        journal.receive(in);
        drop(Operation.SETTLE, afterEffect);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertWorksAgain();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSendLostInATransactionRollsItBack(boolean afterEffect) throws JMSException {
        journal.receive(in);
        drop(Operation.SEND, afterEffect);
        send("1");
        send("2");
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isZero();
        assertWorksAgain();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLossAtTheBeginOfAnEmptyTransactionIsNotSeen(boolean afterEffect) throws JMSException {
        drop(Operation.BEGIN, afterEffect);
        send("1");
        session.commit();
        assertThat(world.depth("out")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLossAtTheBeginAfterAConsumptionRollsBack(boolean afterEffect) throws JMSException {
        journal.receive(in);
        drop(Operation.BEGIN, afterEffect);
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
    @ValueSource(booleans = {true, false})
    void aLossWhileASenderIsOpenedInATransactionRollsItBackAtCommit(boolean afterEffect) throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        send("1");
        drop(Operation.OPEN_SENDER, afterEffect);
        anonymous.send(session.createQueue("elsewhere"), session.createTextMessage("2"));
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        world.states().awaitRestored(1);
        assertThat(world.depth("out")).isZero();
        assertThat(world.depth("elsewhere")).isZero();
        assertWorksAgain();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRollbackWhoseConnectionIsLostHasRolledBack(boolean afterEffect) throws JMSException {
        journal.receive(in);
        send("1");
        drop(Operation.ROLLBACK, afterEffect);
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

    private void send(String text) throws JMSException {
        out.send(session.createTextMessage(text));
    }

    /** Whatever happened, the next transaction consumes both messages, marked where they came before, and sends one. */
    private void assertWorksAgain() throws JMSException {
        journal.receive(in);
        journal.receive(in);
        send("last");
        session.commit();
        journal.assertEachCameInOrder("a", "b");
        journal.assertRepetitionsAreMarked();
        world.awaitEmpty("in");
        assertThat(world.empty("out")).containsExactly("last");
    }

    private void drop(Operation operation, boolean afterEffect) {
        if (afterEffect) {
            world.faults().dropAfter(operation);
        } else {
            world.faults().dropBefore(operation);
        }
    }
}
