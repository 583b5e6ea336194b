package io.anyqueue.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The limit in memory: objects handed from thread to thread through a queue of the JDK, and nothing more. */
final class HandOff {
    private static final int BACKLOG = 10_000;

    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>(BACKLOG);
    private final LongAdder received = new LongAdder();
    private final Workload workload;
    private final Pace pace;
    private volatile boolean stopped;

    HandOff(Workload workload, Pace pace) {
        this.workload = workload;
        this.pace = pace;
    }

    Map<String, Double> run() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> running = new ArrayList<>();
            String body = "x".repeat(workload.bodyChars());
            for (int i = 0; i < workload.producers(); i++) {
                running.add(threads.submit(() -> send(body)));
                running.add(threads.submit(this::receive));
            }
            TimeUnit.NANOSECONDS.sleep(pace.warmUp().toNanos());
            Meter meter = new Meter();
            long before = received.sum();
            meter.begin();
            TimeUnit.NANOSECONDS.sleep(pace.measured().toNanos());
            meter.end(received.sum() - before);
            stopped = true;
            for (Future<?> each : running) {
                each.get(10, TimeUnit.SECONDS);
            }
            return meter.metrics();
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    private Void send(String body) throws InterruptedException {
        while (!stopped) {
            queue.offer(body, 10, TimeUnit.MILLISECONDS);
        }
        return null;
    }

    private Void receive() throws InterruptedException {
        while (!stopped) {
            if (queue.poll(10, TimeUnit.MILLISECONDS) != null) {
                received.increment();
            }
        }
        return null;
    }
}
