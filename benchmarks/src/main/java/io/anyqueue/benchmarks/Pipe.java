package io.anyqueue.benchmarks;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Producers and consumers at once, with the same bound on the backlog for every candidate. */
final class Pipe {
    /** Messages sent and not yet received, at most; in whole batches. */
    private static final int BACKLOG = 100 * Workload.BATCH;

    private static final long POLL_MILLIS = 100;
    /** How long after the warm-up the first message may come. */
    private static final Duration FIRST = Duration.ofSeconds(60);

    private final Connection connection;
    private final Workload workload;
    private final Pace pace;
    private final LongAdder received = new LongAdder();
    private final Semaphore room = new Semaphore(BACKLOG);
    private volatile boolean stopped;

    Pipe(Connection connection, Workload workload, Pace pace) {
        this.connection = connection;
        this.workload = workload;
        this.pace = pace;
    }

    Map<String, Double> run(String name) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> running = new ArrayList<>();
            List<Consumer> consumers = openConsumers(name);
            if (workload.receiving() != Workload.Receiving.LISTENER) {
                for (Consumer each : consumers) {
                    running.add(threads.submit(() -> receiveUntilStopped(each)));
                }
            }
            for (int i = 0; i < workload.producers(); i++) {
                running.add(threads.submit(sending(name)));
            }
            Meter meter = measure();
            stopped = true;
            room.release(BACKLOG);
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
            return meter.metrics();
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    private Meter measure() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pace.warmUp().toNanos());
        awaitFirst();
        Meter meter = new Meter();
        long before = received.sum();
        meter.begin();
        TimeUnit.NANOSECONDS.sleep(pace.measured().toNanos());
        meter.end(Math.max(1, (received.sum() - before) * sentForEachReceived() / workload.fanOut()));
        return meter;
    }

    /** Lets a machine that is slow to begin take longer to warm up; a pipe that carries nothing is no measurement. */
    private void awaitFirst() throws InterruptedException {
        long deadline = System.nanoTime() + FIRST.toNanos();
        while (received.sum() == 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Nothing was received within " + FIRST.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private int sentForEachReceived() {
        return workload.shape() == Workload.Shape.SELECT ? 10 : 1;
    }

    private List<Consumer> openConsumers(String name) throws JMSException {
        List<Consumer> consumers = new ArrayList<>();
        for (int i = 0; i < workload.consumers(); i++) {
            Consumer consumer = new Consumer(connection, destination(name), selector(), workload.receiving(), received);
            consumer.afterBatch(this::makeRoom);
            if (workload.receiving() == Workload.Receiving.LISTENER) {
                consumer.listen();
            }
            consumers.add(consumer);
        }
        return consumers;
    }

    private @Nullable String selector() {
        return workload.shape() == Workload.Shape.SELECT ? Messages.PROPERTY + " = 0" : null;
    }

    private Destination destination(String name) throws JMSException {
        try (Session session = connection.createSession()) {
            return workload.shape() == Workload.Shape.PIPE ? session.createQueue(name) : session.createTopic(name);
        }
    }

    private Callable<Void> sending(String name) throws JMSException {
        Session session = Producer.session(connection, workload.sending());
        Producer producer = new Producer(session, destination(name), workload, workload.sending());
        return () -> {
            while (!stopped) {
                room.acquire(Workload.BATCH);
                producer.send(Workload.BATCH);
            }
            return null;
        };
    }

    private Void receiveUntilStopped(Consumer consumer) throws JMSException {
        while (!stopped) {
            consumer.receive(POLL_MILLIS);
        }
        return null;
    }

    /** Turns a batch that one consumer has received into room for more. */
    private void makeRoom() {
        room.release(Workload.BATCH * sentForEachReceived() / workload.fanOut());
    }
}
