package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all queues of a broker, set for the earliest time that any of them has asked for. A queue asks when its
 * own earliest time moves forward, and is called with the time that it is; being called too early does no harm. Of what a
 * queue has asked for, the earliest is kept: it asks again when it has been called.
 *
 * <p>Threads: safe for any. Its lock is a leaf; sleepers are called without it, on a thread of the time source.
 */
final class Alarm {

    /** Who wants to be called. */
    interface Sleeper {
        void wake(long now);
    }

    /** @param number tells calls for the same time apart */
    private record Call(long at, long number, Sleeper sleeper) {}

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final TreeSet<Call> calls =
            new TreeSet<>(Comparator.comparingLong(Call::at).thenComparingLong(Call::number));

    @GuardedBy("lock")
    private final Map<Sleeper, Call> bySleeper = new HashMap<>();

    @GuardedBy("lock")
    private long numbers;

    @GuardedBy("lock")
    private TimeSource.@Nullable Timer timer;

    @GuardedBy("lock")
    private long timerAt = Long.MAX_VALUE;

    @GuardedBy("lock")
    private boolean stopped;

    Alarm(TimeSource time) {
        this.time = time;
    }

    long now() {
        return time.currentTimeMillis();
    }

    void request(long at, Sleeper sleeper) {
        lock.lock();
        try {
            Call present = bySleeper.get(sleeper);
            if (stopped || (present != null && present.at() <= at)) {
                return;
            }
            if (present != null) {
                calls.remove(present);
            }
            Call call = new Call(at, numbers++, sleeper);
            bySleeper.put(sleeper, call);
            calls.add(call);
            setTimer();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of a sleeper that has ended. */
    void forget(Sleeper sleeper) {
        lock.lock();
        try {
            Call present = bySleeper.remove(sleeper);
            if (present != null) {
                calls.remove(present);
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            calls.clear();
            bySleeper.clear();
            cancelTimer();
        } finally {
            lock.unlock();
        }
    }

    private void ring() {
        long now = now();
        List<Sleeper> due = new ArrayList<>();
        lock.lock();
        try {
            timer = null;
            timerAt = Long.MAX_VALUE;
            while (!calls.isEmpty() && calls.first().at() <= now) {
                Sleeper sleeper = calls.pollFirst().sleeper();
                bySleeper.remove(sleeper);
                due.add(sleeper);
            }
            setTimer();
        } finally {
            lock.unlock();
        }
        due.forEach(sleeper -> sleeper.wake(now));
    }

    @GuardedBy("lock")
    private void setTimer() {
        if (calls.isEmpty() || stopped || calls.first().at() >= timerAt) {
            return;
        }
        cancelTimer();
        timerAt = calls.first().at();
        timer = time.schedule(Math.max(0, timerAt - now()), this::ring);
    }

    @GuardedBy("lock")
    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
