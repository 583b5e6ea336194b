package io.anyqueue.benchmarks;

import jakarta.jms.Connection;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Sending or receiving alone: rounds of which only one half is measured, so that the broker's queue stays short. */
final class Rounds {
    private static final int ROUND = 20_000;
    private static final int LARGE_ROUND = 1_000;
    private static final int SYNCHRONOUS_ROUND = 2_000;

    private final Connection connection;
    private final Workload workload;
    private final Pace pace;
    private final Queue queue;
    private final int round;
    private final LongAdder received = new LongAdder();

    Rounds(Connection connection, Workload workload, Pace pace, Queue queue) {
        this.connection = connection;
        this.workload = workload;
        this.pace = pace;
        this.queue = queue;
        if (workload.bodyChars() > 10_000) {
            round = LARGE_ROUND;
        } else {
            round = workload.sending() == Workload.Sending.SYNCHRONOUS ? SYNCHRONOUS_ROUND : ROUND;
        }
    }

    Map<String, Double> run() throws Exception {
        try (Session session = Producer.session(connection, workload.sending());
                Producer producer = new Producer(session, queue, workload, workload.sending())) {
            repeat(producer, new Meter(), pace.warmUp().toNanos());
            Meter meter = new Meter();
            repeat(producer, meter, pace.measured().toNanos());
            return meter.metrics();
        }
    }

    private void repeat(Producer producer, Meter meter, long nanos) throws Exception {
        while (meter.elapsed() < nanos) {
            if (workload.shape() == Workload.Shape.SEND) {
                send(producer, meter);
                drain();
            } else {
                fill(producer);
                receive(meter);
            }
        }
    }

    private void fill(Producer producer) throws Exception {
        for (int sent = 0; sent < round; sent += Workload.BATCH) {
            producer.send(Workload.BATCH);
        }
        producer.settle();
    }

    private void send(Producer producer, Meter meter) throws Exception {
        meter.begin();
        if (workload.sending() == Workload.Sending.SYNCHRONOUS) {
            for (int i = 0; i < round; i++) {
                long begun = System.nanoTime();
                producer.sendOne();
                meter.latency(System.nanoTime() - begun);
            }
        } else {
            fill(producer);
        }
        meter.end(round);
    }

    private void drain() throws Exception {
        try (Consumer consumer =
                new Consumer(connection, queue, null, Workload.Receiving.CLIENT_ACKNOWLEDGE, received)) {
            consumer.receiveExactly(round);
        }
    }

    private void receive(Meter meter) throws Exception {
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            if (workload.receiving() != Workload.Receiving.LISTENER) {
                try (Consumer consumer = new Consumer(connection, queue, null, workload.receiving(), received)) {
                    meter.begin();
                    consumer.receiveExactly(round);
                    meter.end(round);
                }
                return;
            }
            CountDownLatch left = new CountDownLatch(round);
            meter.begin();
            session.createConsumer(queue).setMessageListener(message -> left.countDown());
            if (!left.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " of " + round + " messages did not come");
            }
            meter.end(round);
        }
    }
}
