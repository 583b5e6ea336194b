package io.anyqueue.inmemory;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is held for less than a microsecond at a time, so waiting for it is tried without parking first: a producer
 * and a consumer that meet here would otherwise be paced by wake-ups. Does not pin virtual threads.
 */
final class QueueLock {
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private final ReentrantLock lock = new ReentrantLock();

    void lock() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }
}
