package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.inmemory.Operation;
import io.anyqueue.inmemory.QueueStatus;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Producers and consumers in all modes while connections, sessions and links are lost at random: every id that a send
 * reported as taken arrives, none arrives that was not sent, and what comes again is marked.
 */
class RecoveryStressTest {
    private static final int PRODUCERS = 2;
    private static final int PER_PRODUCER = 150;
    private static final List<Operation> CUTS = List.of(
            Operation.SEND,
            Operation.SETTLE,
            Operation.OPEN_RECEIVER,
            Operation.OPEN_SENDER,
            Operation.BEGIN,
            Operation.COMMIT,
            Operation.ROLLBACK);

    private final World world = World.create();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();
    private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final Set<String> unmarked = ConcurrentHashMap.newKeySet();
    private final Set<String> repeatedUnmarked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean producing = new AtomicBoolean(true);

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    /** More of them with {@code -Danyqueue.stress.seeds=500}. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("anyqueue.stress.seeds", 16));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageIsAccountedFor(long seed) throws Exception {
        Random random = new Random(seed);
        List<CompletableFuture<Void>> producers = new ArrayList<>();
        List<CompletableFuture<Void>> consumers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            String name = "p" + i;
            boolean resend = random.nextBoolean();
            Connection connection = connect("inDoubtSend=" + (resend ? "resend" : "report"));
            producers.add(Background.run(() -> produce(connection, name, resend)));
        }
        Connection transacted = connect();
        producers.add(Background.run(() -> produceInTransactions(transacted, new Random(seed * 31))));
        for (Mode mode : Mode.values()) {
            boolean listens = random.nextBoolean();
            Connection connection = connect("prefetch=7");
            consumers.add(Background.run(() -> consume(connection, mode, listens)));
        }
        CompletableFuture<Void> trouble = Background.run(() -> makeTrouble(new Random(seed)));
        for (CompletableFuture<Void> each : producers) {
            Background.get(each);
        }
        producing.set(false);
        Background.get(trouble);
        world.faults().clear();
        World.await(() -> {
            world.clock().advance(Duration.ofMillis(5)); // some may still be recovering
            assertThat(consumers).allMatch(CompletableFuture::isDone);
        });
        for (CompletableFuture<Void> each : consumers) {
            Background.get(each);
        }
        assertThat(arrived).as("lost, seed " + seed).containsAll(taken);
        Set<String> known = ConcurrentHashMap.newKeySet();
        known.addAll(taken);
        known.addAll(inDoubt);
        assertThat(known).as("invented, seed " + seed).containsAll(arrived);
        assertThat(repeatedUnmarked).as("repeated without mark, seed " + seed).isSubsetOf(inDoubt);
        assertThat(arrived).as("rolled back, seed " + seed).noneMatch(rolledBack::contains);
        assertThat(world.broker().queue("q").depth()).isZero();
    }

    /** Connected and open before trouble begins, because a first use that is lost is told and not recovered. */
    private Connection connect(String... options) throws JMSException {
        List<String> all = new ArrayList<>(List.of("recoveryDelay=1", "recoveryMaxDelay=8"));
        all.addAll(List.of(options));
        return world.connect(all.toArray(String[]::new));
    }

    private void produce(Connection connection, String name, boolean resend) throws JMSException {
        try (connection;
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            for (int i = 0; i < PER_PRODUCER; i++) {
                String id = name + '-' + i;
                if (resend) {
                    inDoubt.add(id); // may be doubled by the repetition, which no broker marks
                }
                try {
                    producer.send(session.createTextMessage(id));
                    taken.add(id);
                } catch (JMSException e) {
                    assertThat(e).hasMessageContaining("may or may not");
                    inDoubt.add(id);
                }
            }
        }
    }

    /** Sends in batches that take effect together or not at all, as far as commit and rollback say. */
    private void produceInTransactions(Connection connection, Random random) throws JMSException {
        try (connection;
                Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            for (int i = 0; i < PER_PRODUCER / 5; i++) {
                List<String> batch = new ArrayList<>();
                for (int n = 0; n < 1 + random.nextInt(5); n++) {
                    batch.add("t-" + i + '-' + n);
                    producer.send(session.createTextMessage("t-" + i + '-' + n));
                }
                if (random.nextInt(5) == 0) {
                    session.rollback();
                    rolledBack.addAll(batch);
                } else {
                    commit(session, batch);
                }
            }
        }
    }

    private void commit(Session session, List<String> batch) throws JMSException {
        inDoubt.addAll(batch); // until known, since they may arrive before commit returns
        try {
            session.commit();
            taken.addAll(batch);
            batch.forEach(inDoubt::remove);
        } catch (TransactionRolledBackException e) {
            rolledBack.addAll(batch);
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("may have been");
        }
    }

    private void consume(Connection connection, Mode mode, boolean listens) throws JMSException {
        try (connection;
                Session session = connection.createSession(mode.number())) {
            Queue queue = session.createQueue("q");
            MessageConsumer consumer = session.createConsumer(queue);
            if (listens) {
                consumer.setMessageListener(message -> {
                    try {
                        take(mode, session, message);
                    } catch (JMSException e) {
                        throw new IllegalStateException(e);
                    }
                });
                Awaitility.await()
                        .atMost(Duration.ofMillis(3 * World.LIMIT_MILLIS))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !producing.get() && isDone());
                return;
            }
            while (producing.get() || !isDone()) {
                Message message = consumer.receive(20);
                if (message != null) {
                    take(mode, session, message);
                }
            }
        }
    }

    private boolean isDone() {
        QueueStatus queue = world.broker().queue("q");
        return arrived.containsAll(taken) && queue.depth() == 0 && queue.inFlight() == 0;
    }

    private void take(Mode mode, Session session, Message message) throws JMSException {
        String id = ((TextMessage) message).getText();
        // The first delivery may be looked at after the second, by another consumer: only two without mark are wrong.
        if (!message.getJMSRedelivered() && !unmarked.add(id)) {
            repeatedUnmarked.add(id);
        }
        arrived.add(id);
        try {
            mode.confirm(session, message);
        } catch (TransactionRolledBackException e) {
            assertThat(mode).isEqualTo(Mode.TRANSACTED);
        } catch (JMSException e) {
            assertThat(e.getMessage()).containsAnyOf("lost", "doubt");
        }
    }

    private void makeTrouble(Random random) throws Exception {
        Map<Integer, Runnable> kinds = new HashMap<>();
        kinds.put(0, () -> world.faults().dropConnections());
        kinds.put(1, () -> world.faults().loseSessions());
        kinds.put(2, () -> world.faults().loseReceivers());
        kinds.put(3, () -> world.faults().dropAfter(CUTS.get(random.nextInt(CUTS.size()))));
        kinds.put(4, () -> world.faults().dropBefore(CUTS.get(random.nextInt(CUTS.size()))));
        for (int round = 0; producing.get() || !isDone(); round++) {
            int size = arrived.size() + inDoubt.size();
            if (round < 30) {
                kinds.get(random.nextInt(kinds.size())).run();
            } else {
                world.faults().clear();
            }
            // Back-off is paced by the clock; it moves until something has come of the round.
            long deadline = System.nanoTime() + Duration.ofMillis(30).toNanos();
            while (arrived.size() + inDoubt.size() < size + 5 && System.nanoTime() < deadline) {
                world.clock().advance(Duration.ofMillis(1));
                LockSupport.parkNanos(20_000);
            }
        }
    }
}
