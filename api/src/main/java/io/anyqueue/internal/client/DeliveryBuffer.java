package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that a consumer holds ahead of the application, in order; redelivered ones go back to its head.
 *
 * <p>Providers add on their threads, the session's thread takes.
 */
final class DeliveryBuffer {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Received> deliveries = new ArrayDeque<>();

    private volatile int size;

    /**
     * Adds at the tail; false, with nothing added, where the link has been lost or is no longer wanted. Uses up the credit
     * last, so that whoever sees none left sees the delivery here.
     */
    boolean add(Received received) {
        acquire();
        try {
            boolean wanted = received.link().isLive();
            if (wanted) {
                deliveries.addLast(received);
                size = deliveries.size();
            }
            received.link().flow().use();
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Received poll() {
        if (size == 0) {
            return null;
        }
        acquire();
        try {
            Received next = deliveries.pollFirst();
            size = deliveries.size();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Puts deliveries back at the head; they are given, and will be taken, in ascending order. */
    void putBack(List<Received> ascending) {
        acquire();
        try {
            for (int i = ascending.size() - 1; i >= 0; i--) {
                if (!ascending.get(i).link().isLost()) {
                    deliveries.addFirst(ascending.get(i));
                }
            }
            size = deliveries.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the deliveries of lost links: they come again. */
    List<Received> removeLost() {
        acquire();
        try {
            List<Received> removed = new ArrayList<>();
            deliveries.removeIf(each -> each.link().isLost() && removed.add(each));
            size = deliveries.size();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out everything, in order. */
    List<Received> removeAll() {
        acquire();
        try {
            List<Received> all = new ArrayList<>(deliveries);
            deliveries.clear();
            size = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Runs a change of link state that {@link #add} must see before or after, never during, a delivery. */
    void atomically(Runnable change) {
        acquire();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Holding times are a few instructions, so a short spin is cheaper than being parked by the other side. */
    private void acquire() {
        for (int spins = 0; spins < 64; spins++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }
}
