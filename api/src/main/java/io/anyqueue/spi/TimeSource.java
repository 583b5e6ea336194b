package io.anyqueue.spi;

/** The time of day and the timers that go with it. Safe for use by any thread. */
public interface TimeSource {

    /** A timer that has been set. */
    interface Timer {
        /** Keeps it from running if it has not begun to. Idempotent. */
        void cancel();
    }

    /** The machine's clock; its timers run on one daemon thread, which ends when idle. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }

    /** Milliseconds since the epoch. */
    long currentTimeMillis();

    /** Runs {@code task} once after {@code delayMillis} on a thread of this source. The task must be short and not block. */
    Timer schedule(long delayMillis, Runnable task);
}
