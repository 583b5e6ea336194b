package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread wait for a condition that others bring about. Whoever changes the condition calls {@link #wake}
 * afterwards, which costs a volatile read when nobody is parked.
 */
final class Waiter {
    /** The value of a deadline that never comes. */
    static final long FOREVER = Long.MAX_VALUE;

    /** Some ten microseconds, so that a busy pair is not paced by wake-ups; pointless with one processor. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 400 : 0;

    private static final int LONGEST_PAUSE = 64;

    private volatile @Nullable Thread parked;

    /** A deadline for {@link #await}: that many milliseconds from now. */
    static long deadlineAfter(long millis) {
        long nanos = millis > Long.MAX_VALUE / 2_000_000 ? Long.MAX_VALUE / 2 : millis * 1_000_000;
        return Math.min(FOREVER - 1, System.nanoTime() + nanos);
    }

    void wake() {
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Blocks until the condition holds or the deadline has come; true where it holds. Looks for it for a moment before it parks.
     *
     * @throws JMSException where the thread is interrupted; its flag stays set
     */
    boolean await(long deadline, String operation, BooleanSupplier condition) throws JMSException {
        return spin(condition) || awaitParked(deadline, operation, condition);
    }

    /** Stays on the processor for about that long. */
    static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static boolean spin(BooleanSupplier condition) {
        // Each look takes the condition's cache lines from whoever changes it, so they become rarer.
        for (int spins = 0, pause = 1; spins < SPINS; spins += pause, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            if (condition.getAsBoolean()) {
                return true;
            }
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    /** Like {@link #await}, for what a broker takes its time for: spinning would keep a processor from it. */
    boolean awaitParked(long deadline, String operation, BooleanSupplier condition) throws JMSException {
        parked = Thread.currentThread();
        try {
            while (!condition.getAsBoolean()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw Failures.interrupted(operation, new InterruptedException());
                }
                if (deadline == FOREVER) {
                    LockSupport.park(this);
                } else {
                    long remaining = deadline - System.nanoTime();
                    if (remaining <= 0) {
                        return false;
                    }
                    LockSupport.parkNanos(this, remaining);
                }
            }
            return true;
        } finally {
            parked = null;
        }
    }
}
