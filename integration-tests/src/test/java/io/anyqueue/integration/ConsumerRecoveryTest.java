package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.anyqueue.inmemory.Operation;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Queue consumers, with receive and with listeners, in each acknowledgement mode, whose connection is dropped. */
class ConsumerRecoveryTest {
    private static final String[] ALL = {"1", "2", "3", "4", "5", "6"};

    private final World world = World.create();
    private final Journal journal = new Journal();
    private Connection connection;

    @BeforeEach
    void fill() throws JMSException {
        world.fill("q", ALL);
        connection = world.connect();
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aDropBetweenReceivesLosesNothingAndMarksWhatComesAgain(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        journal.receive(consumer);
        journal.receive(consumer);
        Message third = journal.receive(consumer);
        world.dropAndRestore();
        if (mode == Mode.TRANSACTED) {
            assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        } else if (mode.confirms()) {
            assertThatThrownBy(third::acknowledge)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("lost");
        }
        receiveRest(mode, session, consumer);
        journal.assertEachCameInOrder(ALL);
        journal.assertRepetitionsAreMarked();
        if (mode == Mode.AUTO) {
            journal.assertNoRepetition();
        } else {
            assertThat(journal.redelivered())
                    .contains(mode == Mode.DUPS_OK ? new String[] {"3"} : new String[] {"1", "2", "3"});
        }
        session.close();
        world.awaitEmpty("q");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aDropAfterConfirmationRepeatsNothingThatWasConfirmed(Mode mode) throws JMSException {
        assumeThat(mode).isNotEqualTo(Mode.DUPS_OK);
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        for (int i = 0; i < 3; i++) {
            mode.confirm(session, journal.receive(consumer));
        }
        world.dropAndRestore();
        receiveRest(mode, session, consumer);
        assertThat(journal.texts()).containsExactly(ALL);
        world.awaitEmpty("q");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO,BEFORE_EFFECT",
        "CLIENT,BEFORE_EFFECT",
        "INDIVIDUAL,BEFORE_EFFECT",
        "AUTO,AFTER_EFFECT",
        "CLIENT,AFTER_EFFECT",
        "INDIVIDUAL,AFTER_EFFECT"
    })
    void aSettlementThatIsLostShowsAsARedeliveryAndOneThatArrivedDoesNot(Mode mode, Cut cut) throws JMSException {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        cut.dropConnectionAt(Operation.SETTLE, world);
        mode.confirm(session, journal.receive(consumer));
        world.states().awaitRestored(1);
        receiveRest(mode, session, consumer);
        journal.assertEachCameInOrder(ALL);
        journal.assertRepetitionsAreMarked();
        if (cut.hasEffect()) {
            journal.assertNoRepetition();
        } else {
            assertThat(journal.texts()).startsWith("1", "1").hasSize(7);
        }
        world.awaitEmpty("q");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aDropInsideAListenerLosesNothingAndTheListenerGoesOn(Mode mode) throws Exception {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        CopyOnWriteArrayList<Exception> refusals = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(message -> {
            try {
                journal.note(message);
                if (journal.size() == 3) {
                    world.dropAndRestore();
                }
                mode.confirm(session, message);
            } catch (JMSException e) {
                refusals.add(e);
            }
        });
        World.await(() -> assertThat(journal.texts()).contains("6"));
        if (mode == Mode.DUPS_OK) {
            session.close();
        }
        world.awaitEmpty("q");
        journal.assertEachCameInOrder(ALL);
        journal.assertRepetitionsAreMarked();
        assertThat(journal.texts().subList(0, 4)).containsExactly("1", "2", "3", mode == Mode.DUPS_OK ? "1" : "3");
        assertThat(refusals).hasSize(mode.confirms() ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aReceiveThatWaitsSurvivesTheDropOfItsConnection(Mode mode) throws Exception {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("empty"));
        CompletableFuture<Message> waiting = Background.call(consumer::receive);
        World.await(() -> assertThat(world.broker().queue("empty").consumers()).isEqualTo(1));
        world.dropAndRestore();
        world.dropAndRestore();
        world.fill("empty", "a");
        journal.note(waiting.get(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS));
        assertThat(journal.redelivered()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void recoverAndRollbackAfterADropRepeatEachMessageOnce(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        journal.receive(consumer);
        journal.receive(consumer);
        world.dropAndRestore();
        mode.giveBack(session);
        Journal after = new Journal();
        Message last = after.receiveAll(consumer);
        mode.confirm(session, last);
        after.assertNoRepetition();
        assertThat(after.texts()).endsWith("3", "4", "5", "6");
    }

    @Test
    void anAcknowledgementThatCoversSomethingAliveDoesNotThrow() throws JMSException {
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        journal.receive(consumer);
        world.dropAndRestore();
        Message again = journal.receive(consumer);
        again.acknowledge();
        session.close();
        assertThat(world.empty("q")).containsExactly("2", "3", "4", "5", "6");
    }

    @Test
    void whatIsIndividuallyAcknowledgedAfterADropIsTheNewDelivery() throws JMSException {
        Session session = connection.createSession(101);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        Message first = journal.receive(consumer);
        world.dropAndRestore();
        Message again = journal.receive(consumer);
        assertThatThrownBy(first::acknowledge).isInstanceOf(JMSException.class);
        again.acknowledge();
        session.close();
        assertThat(world.empty("q")).containsExactly("2", "3", "4", "5", "6");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aConsumerThatTheBrokerEndsAloneIsOpenedAgain(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        mode.confirm(session, journal.receive(consumer));
        world.faults().loseReceivers();
        receiveRest(mode, session, consumer);
        journal.assertEachCameInOrder(ALL);
        journal.assertRepetitionsAreMarked();
        assertThat(world.broker().connections()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aSessionThatTheBrokerEndsAloneIsOpenedAgain(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        mode.confirm(session, journal.receive(consumer));
        world.faults().loseSessions();
        receiveRest(mode, session, consumer);
        journal.assertEachCameInOrder(ALL);
        journal.assertRepetitionsAreMarked();
        assertThat(world.broker().connections().get(0).sessions()).isEqualTo(1);
    }

    @Test
    void aConsumerClosedDuringRecoveryIsNotOpenedAgain() throws JMSException {
        Session session = connection.createSession();
        MessageConsumer kept = session.createConsumer(session.createQueue("q"));
        MessageConsumer consumer = session.createConsumer(session.createQueue("other"));
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        consumer.close();
        world.faults().refuseConnections(false);
        world.clock().advance(Duration.ofMinutes(1));
        world.awaitWhileTimePasses(() -> assertThat(world.states().restored()).isEqualTo(1));
        assertThat(world.broker().queue("other").consumers()).isZero();
        journal.receive(kept);
    }

    @Test
    void aConsumerClosedWhileRecoveryOpensItIsClosedAtTheBrokerToo() throws Exception {
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        world.faults().delay(Operation.OPEN_RECEIVER, Duration.ofMinutes(1));
        world.faults().dropConnections();
        World.await(() -> assertThat(world.broker().queue("q").consumers()).isEqualTo(1));
        CompletableFuture<Void> closing = Background.run(consumer::close);
        World.await(() -> assertThatThrownBy(consumer::getMessageSelector).isInstanceOf(JMSException.class));
        // The broker sets the timer of its late answer after it has opened the receiver, perhaps after one advance.
        world.awaitWhileTimePasses(() -> {
            assertThat(closing).isCompleted();
            assertThat(world.states().restored()).isEqualTo(1);
            assertThat(world.broker().queue("q").consumers()).isZero();
        });
    }

    /** Receives until the last text, confirming each, so that it does not matter when recovery is done. */
    private void receiveRest(Mode mode, Session session, MessageConsumer consumer) throws JMSException {
        Message next;
        do {
            next = journal.receive(consumer);
            mode.confirm(session, next);
        } while (!journal.texts().get(journal.size() - 1).equals("6"));
    }
}
