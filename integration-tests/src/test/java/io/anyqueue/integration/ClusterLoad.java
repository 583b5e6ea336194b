package io.anyqueue.integration;

import io.anyqueue.AnyQueue;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/**
 * Producers and a consumer on a broker that suffers, and the account of every id: confirmed to its producer, refused, or in
 * doubt, and received or not. Each producer sends one message at a time on a connection of its own, and goes on after a failure
 * with the next id.
 */
final class ClusterLoad implements AutoCloseable {
    private static final int PRODUCERS = 3;
    private static final Set<String> UNKNOWN_OUTCOMES = Set.of("ANYQUEUE-SEND-IN-DOUBT", "ANYQUEUE-TIMEOUT");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ConnectionFactory factory;
    private final String queue;
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    private final Queue<String> unmarked = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastConfirmed = new AtomicLong(System.nanoTime());
    private final AtomicLong longestPause = new AtomicLong();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Background.Work<Void>> producers = new ArrayList<>();
    private volatile boolean ended;

    ClusterLoad(String url, String queue) throws JMSException {
        this.queue = queue;
        this.factory = AnyQueue.builder(url)
                .option(ClientOptions.SEND_TIMEOUT, Duration.ofSeconds(10))
                .option(ClientOptions.RECOVERY_DELAY, Duration.ofMillis(50))
                .build();
        consume();
        for (int i = 0; i < PRODUCERS; i++) {
            String prefix = "p" + i + '-';
            Connection connection = open();
            producers.add(Background.run(() -> produce(connection, prefix)));
        }
    }

    private Connection open() throws JMSException {
        Connection connection = factory.createConnection();
        connections.add(connection);
        connection.start();
        return connection;
    }

    private void consume() throws JMSException {
        Session session = open().createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
        consumer.setMessageListener(this::note);
    }

    private void note(Message message) {
        try {
            String id = message.getBody(String.class);
            int times = received.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
            if (times > 1 && !message.getJMSRedelivered()) {
                unmarked.add(id);
            }
        } catch (JMSException e) {
            throw new IllegalStateException("A text could not be read", e);
        }
    }

    private void produce(Connection connection, String prefix) throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue(queue));
        for (int i = 0; !ended; i++) {
            String id = prefix + i;
            try {
                producer.send(session.createTextMessage(id));
                confirmed.add(id);
                long now = System.nanoTime();
                longestPause.accumulateAndGet(now - lastConfirmed.getAndSet(now), Math::max);
            } catch (JMSException e) {
                note(id, e);
            }
        }
    }

    private void note(String id, JMSException failure) {
        if (UNKNOWN_OUTCOMES.contains(String.valueOf(failure.getErrorCode()))) {
            inDoubt.add(id);
        } else {
            refused.put(id, String.valueOf(failure.getMessage()));
        }
    }

    /** Waits until so many more messages have been confirmed. */
    void awaitProgress(int more) {
        int goal = confirmed.size() + more;
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast(() -> producers.stream().anyMatch(Background.Work::isDone))
                .until(() -> confirmed.size() >= goal);
    }

    /** Does harm, waits for progress after it, and answers the longest time in which nothing was confirmed to anybody. */
    Duration pauseAfter(Background.Action harm, int progress) throws Exception {
        longestPause.set(0);
        harm.run();
        awaitProgress(progress);
        return Duration.ofNanos(longestPause.get());
    }

    /** Ends the producers, waits for what they were told has been taken, and accounts for every id. */
    void assertNothingIsLost() throws Exception {
        ended = true;
        for (Background.Work<Void> each : producers) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> Assertions.assertThat(missing())
                        .as("confirmed and not received")
                        .isEmpty());
        Set<String> unknown = new TreeSet<>(received.keySet());
        unknown.removeAll(confirmed);
        Assertions.assertThat(inDoubt)
                .as("what was received and not confirmed was in doubt")
                .containsAll(unknown);
        Assertions.assertThat(refused)
                .as("what was refused has not been sent")
                .doesNotContainKeys(received.keySet().toArray(String[]::new));
        Assertions.assertThat(unmarked)
                .as("what came again is marked as redelivered")
                .isEmpty();
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>(confirmed);
        missing.removeAll(received.keySet());
        return missing;
    }

    /** The account in one line. */
    @Override
    public String toString() {
        long twice = received.values().stream().filter(each -> each.get() > 1).count();
        long arrived = inDoubt.stream().filter(received::containsKey).count();
        return confirmed.size() + " confirmed, " + received.size() + " received, " + twice + " of them more than once, "
                + inDoubt.size() + " in doubt of which " + arrived + " arrived, " + refused.size() + " refused";
    }

    @Override
    public void close() throws JMSException {
        ended = true;
        for (Connection each : connections) {
            each.close();
        }
    }
}
