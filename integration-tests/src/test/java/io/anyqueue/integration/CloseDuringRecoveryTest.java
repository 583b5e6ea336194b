package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.Operation;
import io.anyqueue.spi.ConnectionStateListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing while recovery is under way, and answers that come too late. */
class CloseDuringRecoveryTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final World world = World.create();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void closingDuringOrBetweenAttemptsReturnsAtOnceAndEndsRecovery() throws Exception {
        Connection connection = world.connect();
        connection.createSession();
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        connection.close();
        world.faults().refuseConnections(false);
        world.clock().advance(Duration.ofHours(1));
        world.awaitNoConnections();
        assertThat(world.states().restored()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CONNECT", "OPEN", "CREATE_TEMPORARY", "OPEN_SESSION", "OPEN_RECEIVER"})
    void closingWhileTheBrokerDoesNotAnswerRecoveryReturnsPromptlyAndLeavesNothing(Operation operation)
            throws Exception {
        // No answer comes before the clock moves, so only a close that does not wait for it can return without failing.
        Connection connection = world.connect("requestTimeout=60000", "connectTimeout=60000");
        Session session = connection.createSession();
        session.createTemporaryQueue();
        session.createConsumer(session.createQueue("q"));
        world.faults().delay(operation, LONG);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        CompletableFuture<Void> closing = Background.run(connection::close);
        try {
            Background.get(closing);
        } finally {
            world.clock().advance(LONG);
        }
        World.await(() -> {
            world.clock().advance(LONG); // again, for an attempt that came to the broker only now
            assertThat(world.broker().connections()).isEmpty();
        });
        assertThat(world.states().restored()).isZero();
    }

    @Test
    void whateverWaitsForRecoveryEndsWhenTheConnectionCloses() throws Exception {
        Connection connection = world.connect();
        Session sending = connection.createSession();
        MessageProducer producer = sending.createProducer(sending.createQueue("q"));
        Session receiving = connection.createSession();
        MessageConsumer consumer = receiving.createConsumer(receiving.createQueue("q"));
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        Background.Work<Void> send = Background.run(() -> producer.send(sending.createTextMessage("1")));
        Background.Work<Message> receive = Background.call(consumer::receive);
        Background.Work<Session> create = Background.call(connection::createSession);
        send.awaitBlocked();
        receive.awaitBlocked();
        create.awaitBlocked();
        connection.close();
        assertThat(Background.failure(send)).isInstanceOf(JMSException.class);
        assertThat(Background.failure(create)).isInstanceOf(JMSException.class);
        assertThat(Background.get(receive)).isNull();
    }

    @Test
    void aConnectionThatIsReachedTooLateIsClosed() {
        world.faults().delay(Operation.CONNECT, LONG);
        assertThatThrownBy(() -> world.factory("connectTimeout=50").createConnection())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("connectTimeout");
        world.clock().advance(LONG);
        world.awaitNoConnections();
    }

    @Test
    void aConsumerThatIsOpenedTooLateIsClosed() throws JMSException {
        Session session = world.connect("requestTimeout=50").createSession();
        world.faults().delay(Operation.OPEN_RECEIVER, LONG);
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("q")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("requestTimeout");
        world.clock().advance(LONG);
        World.await(() -> assertThat(world.broker().queue("q").consumers()).isZero());
    }

    @Test
    void aSessionThatIsOpenedTooLateIsClosed() throws JMSException {
        Connection connection = world.connect("requestTimeout=50");
        world.faults().delay(Operation.OPEN_SESSION, LONG);
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("requestTimeout");
        world.clock().advance(LONG);
        World.await(
                () -> assertThat(world.broker().connections().get(0).sessions()).isZero());
    }

    @Test
    void aTemporaryQueueThatIsMadeTooLateIsDeleted() throws JMSException {
        Session session = world.connect("requestTimeout=50").createSession();
        world.faults().delay(Operation.CREATE_TEMPORARY, LONG);
        assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSException.class);
        world.clock().advance(LONG);
        World.await(() -> assertThat(world.broker().temporaryDestinations()).isZero());
    }

    @Test
    void eventsOfOneConnectionComeOneAtATime() throws Exception {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean dropped = new AtomicBoolean();
        CountDownLatch secondLoss = new CountDownLatch(2);
        CountDownLatch secondRestored = new CountDownLatch(2);
        List<String> problems = new CopyOnWriteArrayList<>();
        ConnectionStateListener listener = new ConnectionStateListener() {
            @Override
            public void connectionLost(String connection, Throwable cause) {
                if (inside.get()) {
                    problems.add("lost while restored was being told");
                }
                secondLoss.countDown();
            }

            @Override
            public void connectionRestored(String connection) {
                inside.set(true);
                if (dropped.compareAndSet(false, true)) {
                    world.faults().dropConnections();
                    try {
                        // Gives a second thread the chance to be wrong; a right one comes after this returns.
                        assertThat(secondLoss.await(200, TimeUnit.MILLISECONDS)).isFalse();
                    } catch (InterruptedException | AssertionError e) {
                        problems.add(e.toString());
                    }
                }
                inside.set(false);
                secondRestored.countDown();
            }
        };
        Connection connection = AnyQueue.builder(world.broker().url())
                .connectionStateListener(listener)
                .build()
                .createConnection();
        connection.start();
        world.faults().dropConnections();
        assertThat(secondRestored.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(problems).isEmpty();
        connection.close();
    }

    @Test
    void aStateListenerThatThrowsDoesNotHinderRecovery() throws Exception {
        CountDownLatch restored = new CountDownLatch(1);
        ConnectionStateListener listener = new ConnectionStateListener() {
            @Override
            public void connectionLost(String connection, Throwable cause) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void connectionRestored(String connection) {
                restored.countDown();
                throw new IllegalStateException("on purpose");
            }
        };
        Connection connection = AnyQueue.builder(world.broker().url())
                .connectionStateListener(listener)
                .build()
                .createConnection();
        Session session = connection.createSession();
        world.faults().dropConnections();
        assertThat(restored.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        session.createProducer(session.createQueue("q")).send(session.createMessage());
        connection.close();
    }

    @Test
    void aStateListenerMayCloseTheConnection() throws Exception {
        CompletableFuture<Connection> connection = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        ConnectionStateListener listener = new ConnectionStateListener() {
            @Override
            public void connectionLost(String name, Throwable cause) {
                try {
                    connection.join().close();
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
                closed.countDown();
            }
        };
        connection.complete(AnyQueue.builder(world.broker().url())
                .connectionStateListener(listener)
                .build()
                .createConnection());
        connection.join().createSession();
        world.faults().dropConnections();
        assertThat(closed.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        world.awaitNoConnections();
    }
}
