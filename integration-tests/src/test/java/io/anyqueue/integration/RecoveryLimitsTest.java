package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.Operation;
import io.anyqueue.spi.ConnectionStateListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When recovery is not wanted, is limited, is hopeless, or has to be patient. */
class RecoveryLimitsTest {
    private final World world = World.create();
    private final List<JMSException> reported = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void withoutRecoveryTheExceptionListenerHearsOnceAndEverythingThrows() throws Exception {
        Users users = new Users(world.connect("recovery=false"));
        world.faults().dropConnections();
        users.assertFailed();
        assertThat(world.states().restored()).isZero();
    }

    @Test
    void withoutRecoveryTheLossOfConsumersClosesThemAndNothingElse() throws Exception {
        Users users = new Users(world.connect("recovery=false"));
        world.faults().loseReceivers();
        users.assertClosed("ANYQUEUE-CONSUMER-LOST");
        users.assertGoesOn(users.session);
    }

    @Test
    void withoutRecoveryTheLossOfSessionsClosesThemAndTheirObjectsOnly() throws Exception {
        Users users = new Users(world.connect("recovery=false"));
        world.faults().loseSessions();
        users.assertClosed("ANYQUEUE-SESSION-LOST");
        assertThatThrownBy(() -> users.producer.send(users.session.createTextMessage("1")))
                .isInstanceOf(IllegalStateException.class);
        users.assertGoesOn(users.connection.createSession());
    }

    @Test
    void withoutRecoveryALostSenderIsOpenedAnew() throws Exception {
        Users users = new Users(world.connect("recovery=false"));
        users.producer.send(users.session.createTextMessage("0"));
        new Journal().receive(users.consumer);
        world.faults().loseSenders();
        users.assertAlive();
    }

    @Test
    void recoveryEndsAfterItsAttempts() throws Exception {
        Users users = new Users(world.connect("recoveryAttempts=3", "recoveryDelay=1000", "recoveryMaxDelay=1000"));
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        advanceUntilReported();
        users.assertFailed();
        assertThat(reported.get(0)).hasMessageContaining("recoveryAttempts").hasMessageContaining("3");
    }

    @Test
    void recoveryEndsAfterItsTime() throws Exception {
        Users users = new Users(world.connect("recoveryTimeout=60000"));
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        advanceUntilReported();
        users.assertFailed();
        assertThat(reported.get(0)).hasMessageContaining("recoveryTimeout").hasMessageContaining("60000");
    }

    @Test
    void aPasswordThatWasChangedMeanwhileEndsRecoveryAtOnceAndWithoutAnotherAttempt() throws Exception {
        CountDownLatch replaced = new CountDownLatch(1);
        InMemoryBroker before = InMemoryBroker.builder()
                .account("joe", "old")
                .clock(world.clock())
                .build();
        Connection connection = AnyQueue.builder(before.url())
                .credentials("joe", "old")
                .connectionStateListener(new ConnectionStateListener() {
                    @Override
                    public void connectionLost(String name, Throwable cause) {
                        Background.awaitOpen(replaced);
                    }
                })
                .build()
                .createConnection();
        Users users = new Users(connection);
        before.close();
        try (InMemoryBroker after = InMemoryBroker.builder()
                .name(before.name())
                .account("joe", "new")
                .clock(world.clock())
                .build()) {
            replaced.countDown();
            // The clock stands still, so a second attempt would never come.
            users.assertFailed();
            assertThat(reported.get(0))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("knows no account with that name and password")
                    .hasMessageNotContaining("old");
            assertThat(after.connections()).isEmpty();
        }
    }

    @Test
    void refusedCredentialsEndRecoveryAtOnce() throws Exception {
        Users users = new Users(world.connect());
        world.faults().fail(Operation.CONNECT, 1, new JMSSecurityException("the password has been changed"));
        world.faults().dropConnections();
        World.await(() -> assertThat(reported).isNotEmpty());
        users.assertFailed();
        assertThat(reported.get(0)).hasMessageContaining("the password has been changed");
    }

    @Test
    void theClockPacesTheAttempts() throws Exception {
        Users users = new Users(world.connect("recoveryDelay=1000", "recoveryMaxDelay=8000"));
        world.faults().fail(Operation.CONNECT, 5, new JMSException("down"));
        world.faults().dropConnections();
        world.states().awaitLost(1);
        // Pauses lie between half and the whole of 1, 2, 4, 8 and 8 seconds.
        world.clock().advance(Duration.ofMillis(499));
        assertThat(world.states().restored()).isZero();
        long start = world.clock().currentTimeMillis();
        World.await(() -> {
            world.clock().advance(Duration.ofMillis(100));
            assertThat(world.states().restored()).isEqualTo(1);
        });
        assertThat(world.clock().currentTimeMillis() - start).isGreaterThan(11_000);
        users.assertAlive();
    }

    @Test
    void theClientIdentifierIsKept() throws JMSException {
        Connection connection = world.factory().createConnection();
        connection.setClientID("me");
        world.dropAndRestore();
        assertThat(world.broker().connections().get(0).clientId()).isEqualTo("me");
        assertThat(connection.getClientID()).isEqualTo("me");
        connection.close();
        assertThat(world.broker().connections()).isEmpty();
    }

    @Test
    void aClientIdentifierInUseIsRefusedAtFirstAndRetriedInRecovery() throws JMSException {
        Connection connection = world.connect("clientId=me");
        assertThatThrownBy(() -> world.factory("clientId=me").createConnection())
                .isInstanceOf(InvalidClientIDException.class);
        world.states().holdRecovery();
        world.faults().dropConnections();
        Connection half =
                AnyQueue.builder(world.broker().url()).clientId("me").build().createConnection();
        world.states().letRecover();
        world.clock().advance(Duration.ofSeconds(100));
        assertThat(world.states().restored()).isZero();
        half.close();
        world.awaitWhileTimePasses(() -> assertThat(world.states().restored()).isEqualTo(1));
        assertThatCode(connection::createSession).doesNotThrowAnyException();
    }

    @Test
    void aBrokerThatIsReplacedIsFoundAgain() throws JMSException {
        String name = world.broker().name();
        Connection connection = world.connect("recoveryDelay=1");
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        for (int round = 1; round <= 20; round++) {
            InMemoryBroker.named(name).close();
            // The name is free: those who lost the broker have not made another.
            InMemoryBroker.builder().name(name).queue("q", round).build();
            world.states().awaitRestored(round);
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("1"));
            new Journal().receive(consumer);
        }
        connection.close();
        InMemoryBroker.named(name).close();
    }

    @Test
    void oneConsumerThatCannotBeRestoredIsClosedAndReportedAndTheOthersGoOn() throws JMSException {
        Connection connection = world.connect();
        connection.setExceptionListener(reported::add);
        Session session = connection.createSession();
        MessageConsumer gone = session.createConsumer(session.createQueue("gone"));
        MessageConsumer kept = session.createConsumer(session.createQueue("kept"));
        world.faults().fail(Operation.OPEN_RECEIVER, 1, new InvalidDestinationException("deleted"));
        world.dropAndRestore();
        World.await(() -> assertThat(reported).hasSize(1));
        assertThat(reported.get(0)).hasMessageContaining("gone").hasMessageContaining("deleted");
        assertThatThrownBy(gone::receiveNoWait).isInstanceOf(IllegalStateException.class);
        world.fill("kept", "1");
        new Journal().receive(kept);
    }

    @Test
    void eachLossIsToldOnceAndInOrder() throws JMSException {
        Connection connection = world.connect();
        Session session = connection.createSession();
        for (int i = 0; i < 10; i++) {
            world.dropAndRestore();
        }
        assertThat(world.states().events()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(world.states().events().get(i)).isEqualTo(i % 2 == 0 ? "lost" : "restored");
        }
        session.createProducer(session.createQueue("q")).send(session.createMessage());
    }

    private void advanceUntilReported() {
        World.await(() -> {
            world.clock().advance(Duration.ofMillis(500));
            assertThat(reported).isNotEmpty();
        });
    }

    /** A connection in use: a blocked receive, a listener, producers; for what becomes of all of them. */
    private final class Users {
        private final Connection connection;
        private final Session session;
        private final MessageProducer producer;
        private final MessageConsumer consumer;
        private final Background.Work<Message> blocked;

        Users(Connection connection) throws JMSException {
            this.connection = connection;
            connection.setExceptionListener(reported::add);
            session = connection.createSession();
            producer = session.createProducer(session.createQueue("q"));
            consumer = session.createConsumer(session.createQueue("q"));
            Session receiving = connection.createSession();
            MessageConsumer waiting = receiving.createConsumer(receiving.createQueue("nothing"));
            blocked = Background.call(waiting::receive);
            blocked.awaitBlocked();
        }

        void assertFailed() throws Exception {
            World.await(() -> assertThat(reported).hasSize(1));
            assertThat(Background.failure(blocked)).isInstanceOf(JMSException.class);
            for (Background.Action each : List.<Background.Action>of(
                    () -> producer.send(session.createTextMessage("1")),
                    () -> consumer.receive(1000),
                    consumer::receiveNoWait,
                    connection::createSession,
                    session::recover,
                    session::createTemporaryQueue,
                    () -> session.createBrowser(session.createQueue("q")),
                    () -> session.createConsumer(session.createQueue("q")),
                    connection::start)) {
                assertThatThrownBy(each::run).isInstanceOf(JMSException.class).hasMessageContaining("failed");
            }
            consumer.close();
            producer.close();
            session.close();
            connection.close();
            assertThat(reported).hasSize(1);
            assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
            assertThat(world.broker().connections()).isEmpty();
        }

        /** The consumers of both sessions were ended, alone or with their sessions. */
        void assertClosed(String code) throws Exception {
            World.await(() -> assertThat(reported).hasSize(2));
            assertThat(reported).extracting(JMSException::getErrorCode).containsOnly(code);
            assertThat(Background.get(blocked)).isNull();
            assertThatThrownBy(consumer::receiveNoWait)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was lost");
        }

        void assertGoesOn(Session with) throws JMSException {
            with.createProducer(with.createQueue("q")).send(with.createTextMessage("1"));
            new Journal().receive(with.createConsumer(with.createQueue("q")));
            connection.close();
            assertThat(reported).hasSize(2);
            assertThat(world.states().lost() + world.states().restored()).isZero();
        }

        void assertAlive() throws Exception {
            producer.send(session.createTextMessage("1"));
            new Journal().receive(consumer);
            assertThat(reported).isEmpty();
            connection.close();
            assertThat(Background.get(blocked)).isNull();
        }
    }
}
