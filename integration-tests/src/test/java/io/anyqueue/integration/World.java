package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.inmemory.Faults;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.ManualClock;
import io.anyqueue.inmemory.QueuedMessage;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * One broker with a clock that stands still, factories for it, and what the connections of these reported. Owned by one
 * test and closed by it.
 */
final class World implements AutoCloseable {
    /** How long a test waits for what has to come; nothing takes that long unless it is broken. */
    static final long LIMIT_MILLIS = 60_000;

    private final ManualClock clock = new ManualClock();
    private final InMemoryBroker broker;
    private final StateLog states = new StateLog();
    private final Deque<Connection> connections = new ArrayDeque<>();

    private World(UnaryOperator<InMemoryBroker.Builder> shape) {
        broker = shape.apply(InMemoryBroker.builder().clock(clock)).build();
    }

    static World create() {
        return new World(builder -> builder);
    }

    static World with(UnaryOperator<InMemoryBroker.Builder> shape) {
        return new World(shape);
    }

    static World without(Capability capability) {
        return new World(builder -> builder.withoutCapability(capability));
    }

    InMemoryBroker broker() {
        return broker;
    }

    Faults faults() {
        return broker.faults();
    }

    ManualClock clock() {
        return clock;
    }

    StateLog states() {
        return states;
    }

    /**
     * A factory whose connections report to {@link #states}; options are written {@code name=value}. Unless they say otherwise
     * recovery is given more time by the clock than {@link #awaitWhileTimePasses} lets pass: a slow machine is no reason to
     * give up.
     */
    AnyQueueConnectionFactory factory(String... options) {
        AnyQueueConnectionFactory.Builder builder = AnyQueue.builder(broker.url())
                .connectionStateListener(states)
                .option(ClientOptions.RECOVERY_TIMEOUT, Duration.ofDays(1));
        for (String each : options) {
            int equals = each.indexOf('=');
            builder.option(each.substring(0, equals), each.substring(equals + 1));
        }
        return builder.build();
    }

    /** A started connection that is closed with this world. */
    Connection connect(String... options) throws JMSException {
        Connection connection = factory(options).createConnection();
        connections.push(connection);
        connection.start();
        return connection;
    }

    /** A factory whose connections report to nobody, for the other side of an exchange. */
    Connection observer() throws JMSException {
        Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection();
        connections.push(connection);
        connection.start();
        return connection;
    }

    /** Sends texts to a queue over a connection of its own, which is closed again. */
    void fill(String queue, String... texts) throws JMSException {
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (String each : texts) {
                producer.send(session.createTextMessage(each));
            }
        }
    }

    /** Sends texts to a topic over a connection of its own, which is closed again. */
    void publish(String topic, String... texts) throws JMSException {
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createTopic(topic))) {
            for (String each : texts) {
                producer.send(session.createTextMessage(each));
            }
        }
    }

    /** Takes all texts off a queue over a connection of its own, which is closed again. */
    List<String> empty(String queue) throws JMSException {
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            Journal journal = new Journal();
            journal.receiveAll(consumer);
            return journal.texts();
        }
    }

    /** Drops all connections and waits until those of {@link #factory} are back. */
    void dropAndRestore() {
        int before = states.restored();
        faults().dropConnections();
        states.awaitRestored(before + 1);
    }

    /** The result of work that may wait for an attempt to recover, which the clock paces. */
    <T> T getWhileTimePasses(CompletableFuture<T> work) throws Exception {
        awaitWhileTimePasses(() -> assertThat(work).isDone());
        return Background.get(work);
    }

    /** Waits until the broker has no connection; one that an attempt to recover makes after a close goes away by itself. */
    void awaitNoConnections() {
        await(() -> assertThat(broker.connections()).isEmpty());
    }

    /** The text of a message that has to come. */
    static String receiveText(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(LIMIT_MILLIS);
        assertThat(message).isNotNull();
        return message.getBody(String.class);
    }

    int depth(String queue) {
        return broker.queue(queue).depth();
    }

    List<QueuedMessage> messages(String queue) {
        return broker.messages(queue);
    }

    /** Waits until a queue holds nothing, be it waiting or delivered. */
    void awaitEmpty(String queue) {
        await(() -> {
            assertThat(broker.queue(queue).depth()).as("depth").isZero();
            assertThat(broker.queue(queue).inFlight()).as("in flight").isZero();
        });
    }

    /** Waits for what is held up by the clock, as attempts to recover are, and lets it go on. */
    void awaitWhileTimePasses(ThrowingRunnable assertion) {
        await(() -> {
            clock.advance(Duration.ofSeconds(1));
            assertion.run();
        });
    }

    static void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofMillis(LIMIT_MILLIS))
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(assertion);
    }

    @Override
    public void close() throws JMSException {
        try {
            for (Connection each : connections) {
                each.close();
            }
        } finally {
            broker.close();
        }
    }
}
