package io.anyqueue.benchmarks.micro;

import io.anyqueue.inmemory.store.Backlog;
import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.inmemory.store.Unsettled;
import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the broker in memory keeps account of: what waits, and what is delivered and not settled. */
@State(Scope.Thread)
public class BookkeepingBenchmark {
    private static final int WINDOW = 100;

    private final Unsettled unsettled = new Unsettled();
    private final Backlog backlog = new Backlog(true);
    private MessageData message;
    private long sequence;
    private long delivery;

    @Setup(Level.Trial)
    public void fill() {
        message = Sample.message(1);
        for (int i = 0; i < 10_000; i++) {
            backlog.append(new Entry(message, sequence++));
        }
    }

    @Benchmark
    public @Nullable Entry appendToAndPollFromBacklog() {
        backlog.append(new Entry(message, sequence++));
        return backlog.poll();
    }

    @Benchmark
    public @Nullable Entry deliverAndSettle() {
        unsettled.add(new Entry(message, sequence++));
        return unsettled.claim(delivery++);
    }

    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public int deliverWindowAndSettleRange() {
        for (int i = 0; i < WINDOW; i++) {
            unsettled.add(new Entry(message, sequence++));
        }
        int settled = unsettled.claimAll(delivery, delivery + WINDOW - 1).size();
        delivery += WINDOW;
        return settled;
    }
}
