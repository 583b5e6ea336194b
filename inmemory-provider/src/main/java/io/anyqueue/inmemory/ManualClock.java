package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is told to advance, so that tests of expiry, delivery delay and back-off need not
 * wait. Give it to {@link InMemoryBroker.Builder#clock}.
 *
 * <p>Safe for use by any thread. Timers run on the thread that calls {@link #advance}, in the order of their times, each at
 * its own time, those set meanwhile included.
 */
public final class ManualClock implements TimeSource {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final PriorityQueue<Alert> alerts =
            new PriorityQueue<>(Comparator.comparingLong(Alert::at).thenComparingLong(Alert::order));

    private volatile long now;

    @GuardedBy("lock")
    private long nextOrder;

    private final class Alert implements Timer {
        private final long at;
        private final long order;
        private final Runnable task;

        Alert(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        long at() {
            return at;
        }

        long order() {
            return order;
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                alerts.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** A clock that stands at the present time. */
    public ManualClock() {
        this(Instant.ofEpochMilli(System.currentTimeMillis()));
    }

    /** A clock that stands at {@code start}. */
    public ManualClock(Instant start) {
        now = start.toEpochMilli();
    }

    @Override
    public long currentTimeMillis() {
        return now;
    }

    /** {@inheritDoc} A timer that is due at once runs with the next call of {@link #advance}, be it by nothing. */
    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        lock.lock();
        try {
            Alert alert = new Alert(now + Math.max(0, delayMillis), nextOrder++, task);
            alerts.add(alert);
            return alert;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the time forward and runs what becomes due, on this thread.
     *
     * @throws IllegalArgumentException where {@code step} is negative
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("The clock cannot go back by " + step.negated());
        }
        long end = now + step.toMillis();
        for (Alert alert = nextUntil(end); alert != null; alert = nextUntil(end)) {
            alert.task.run();
        }
    }

    /** Takes the next timer due by {@code end} and moves the time to it; to the end where there is none. */
    private @Nullable Alert nextUntil(long end) {
        lock.lock();
        try {
            Alert first = alerts.peek();
            if (first == null || first.at > end) {
                now = Math.max(now, end);
                return null;
            }
            now = Math.max(now, first.at);
            return alerts.poll();
        } finally {
            lock.unlock();
        }
    }
}
