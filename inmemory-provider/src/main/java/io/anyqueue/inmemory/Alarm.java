package io.anyqueue.inmemory;

import io.anyqueue.spi.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all queues of a broker, set for the earliest time that any of them has asked for. A queue asks when its
 * own earliest time moves forward, and is called with the time that it is; being called too early does no harm.
 *
 * <p>Threads: safe for any. Its lock is a leaf; sleepers are called without it, on a thread of the time source.
 */
final class Alarm {

    /** Who wants to be called. */
    interface Sleeper {
        void wake(long now);
    }

    private record Call(long at, Sleeper sleeper) {}

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Call> calls = new PriorityQueue<>(Comparator.comparingLong(Call::at));
    private TimeSource.@Nullable Timer timer;
    private long timerAt = Long.MAX_VALUE;
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
            calls.add(new Call(at, sleeper));
            setTimer();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of a sleeper that has ended. */
    void forget(Sleeper sleeper) {
        lock.lock();
        try {
            calls.removeIf(call -> call.sleeper() == sleeper);
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            calls.clear();
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
            for (Call call = calls.peek(); call != null && call.at() <= now; call = calls.peek()) {
                due.add(calls.remove().sleeper());
            }
            setTimer();
        } finally {
            lock.unlock();
        }
        due.forEach(sleeper -> sleeper.wake(now));
    }

    private void setTimer() {
        Call first = calls.peek();
        if (first == null || stopped || first.at() >= timerAt) {
            return;
        }
        cancelTimer();
        timerAt = first.at();
        timer = time.schedule(Math.max(0, timerAt - now()), this::ring);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
