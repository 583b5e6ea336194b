package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Capability;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads in all modes that at random confirm, recover, roll back, throw, close and come back: every id is confirmed
 * exactly once, or, in the mode that allows duplicates, at least once.
 */
class LoadTest {
    private static final int PRODUCERS = 3;
    private static final int PER_PRODUCER = 1500;
    private static final List<Mode> MODES = List.of(Mode.values());

    private World world;
    private final Map<String, AtomicInteger> confirmed = new ConcurrentHashMap<>();
    private final Set<String> duplicable = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "3,true", "1,false", "2,false", "3,false"})
    void everyMessageIsConfirmedOnce(long seed, boolean nativeTransactions) throws Exception {
        world = nativeTransactions ? World.create() : World.without(Capability.TRANSACTIONS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        Set<String> rolledBack = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < PRODUCERS; i++) {
            int number = i;
            all.add(Background.run(() -> produce("p" + number, new Random(seed * 31 + number), rolledBack)));
        }
        for (Mode mode : MODES) {
            all.add(Background.run(() -> consume(mode, new Random(seed * 37 + mode.number()))));
            all.add(Background.run(() -> listen(mode, new Random(seed * 41 + mode.number()))));
        }
        for (CompletableFuture<Void> each : all) {
            Background.get(each);
        }
        Set<String> wanted = new HashSet<>();
        for (int i = 0; i < PRODUCERS; i++) {
            for (int n = 0; n < PER_PRODUCER; n++) {
                wanted.add("p" + i + '-' + n);
            }
        }
        assertThat(confirmed.keySet()).as("seed " + seed).isEqualTo(wanted).doesNotContainAnyElementsOf(rolledBack);
        assertThat(confirmed.entrySet().stream()
                        .filter(each -> each.getValue().get() != 1 && !duplicable.contains(each.getKey())))
                .as("confirmed more than once, seed " + seed)
                .isEmpty();
        assertThat(world.broker().queue("q").depth()).isZero();
        assertThat(world.broker().queue("q").inFlight()).isZero();
    }

    private boolean isDone() {
        return confirmed.size() >= PRODUCERS * PER_PRODUCER;
    }

    private void produce(String name, Random random, Set<String> rolledBack) throws JMSException {
        boolean transacted = random.nextBoolean();
        try (Connection connection = world.factory().createConnection();
                Session session =
                        connection.createSession(transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            int sent = 0;
            while (sent < PER_PRODUCER) {
                int batch = Math.min(PER_PRODUCER - sent, 1 + random.nextInt(20));
                if (transacted && random.nextInt(4) == 0) {
                    String ghost = name + "-ghost-" + sent;
                    rolledBack.add(ghost);
                    producer.send(session.createTextMessage(ghost));
                    session.rollback();
                }
                for (int i = 0; i < batch; i++) {
                    producer.send(session.createTextMessage(name + '-' + sent++));
                }
                if (transacted) {
                    session.commit();
                }
            }
        }
    }

    /** Receives in rounds, each of which ends in one of several ways. */
    private void consume(Mode mode, Random random) throws JMSException {
        try (Connection connection =
                world.factory("prefetch=" + random.nextInt(30)).createConnection()) {
            connection.start();
            while (!isDone()) {
                try (Session session = connection.createSession(mode.number())) {
                    MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
                    int rounds = random.nextInt(6);
                    for (int i = 0; i < rounds && !isDone(); i++) {
                        round(mode, random, session, consumer);
                    }
                    if (random.nextBoolean()) {
                        consumer.close();
                    }
                }
            }
        }
    }

    private void round(Mode mode, Random random, Session session, MessageConsumer consumer) throws JMSException {
        List<Message> batch = new ArrayList<>();
        int size = 1 + random.nextInt(10);
        for (int i = 0; i < size; i++) {
            Message message = consumer.receive(5);
            if (message != null) {
                batch.add(message);
                if (!mode.confirms()) {
                    note(mode, message);
                }
            }
        }
        if (batch.isEmpty() || !mode.confirms()) {
            return;
        }
        if (random.nextInt(4) == 0) {
            mode.giveBack(session);
            return;
        }
        if (mode == Mode.INDIVIDUAL) {
            Message one = batch.get(random.nextInt(batch.size()));
            one.acknowledge();
            note(mode, one);
            session.recover();
        } else {
            mode.confirm(session, batch.get(batch.size() - 1));
            for (Message each : batch) {
                note(mode, each);
            }
        }
    }

    /** A listener that now and then throws or takes back instead of confirming, in sessions that come and go. */
    private void listen(Mode mode, Random random) throws Exception {
        try (Connection connection = world.factory("redeliveryDelay=0", "prefetch=" + random.nextInt(30))
                .createConnection()) {
            connection.start();
            while (!isDone()) {
                int life = 50 + random.nextInt(200);
                AtomicInteger calls = new AtomicInteger();
                try (Session session = connection.createSession(mode.number())) {
                    MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
                    consumer.setMessageListener(message -> work(mode, random, session, message, calls));
                    World.await(() -> assertThat(isDone() || calls.get() >= life || world.depth("q") == 0)
                            .isTrue());
                }
            }
        }
    }

    private void work(Mode mode, Random random, Session session, Message message, AtomicInteger calls) {
        calls.incrementAndGet();
        boolean fails = random.nextInt(10) == 0;
        try {
            if (mode.confirms() && fails) {
                mode.giveBack(session);
                return;
            }
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            mode.confirm(session, message);
            note(mode, message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(Mode mode, Message message) throws JMSException {
        String id = ((TextMessage) message).getText();
        if (mode == Mode.DUPS_OK) {
            duplicable.add(id);
        }
        confirmed.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet();
    }
}
