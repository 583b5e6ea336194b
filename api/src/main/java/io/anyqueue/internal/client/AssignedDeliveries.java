package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection consumer has assigned to a session, for {@code Session.run} to give to its listener (section 8.2). Part of
 * {@link SessionDeliveries}, whose lock it shares, so that a delivery is at every moment either here or accounted for there.
 */
final class AssignedDeliveries {
    private final ReentrantLock lock;
    private final Condition ran;

    @GuardedBy("lock")
    private final ArrayDeque<Received> waiting = new ArrayDeque<>();

    private volatile @Nullable Thread runner;

    AssignedDeliveries(ReentrantLock lock) {
        this.lock = lock;
        this.ran = lock.newCondition();
    }

    void add(List<Received> deliveries) {
        lock.lock();
        try {
            waiting.addAll(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /** Takes back those that no listener has been given. */
    List<Received> takeBack(List<Received> deliveries) {
        lock.lock();
        try {
            List<Received> taken = new ArrayList<>(deliveries);
            taken.retainAll(waiting);
            waiting.removeAll(taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The next one that can still be settled. */
    @Nullable
    Received poll() {
        lock.lock();
        try {
            Received next = waiting.pollFirst();
            while (next != null && next.link().isLost()) {
                next = waiting.pollFirst();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    boolean isHolding(ReceiverLink link) {
        lock.lock();
        try {
            return waiting.stream().anyMatch(each -> each.link() == link);
        } finally {
            lock.unlock();
        }
    }

    /** Gives all back. */
    void release() {
        lock.lock();
        try {
            Settlement.giveBack(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Works through what {@code next} gives, on the calling thread. */
    void run(Supplier<@Nullable Received> next, Consumer<Received> action) {
        runner = Thread.currentThread();
        try {
            for (Received each = next.get(); each != null; each = next.get()) {
                action.accept(each);
            }
        } finally {
            lock.lock();
            try {
                runner = null;
                ran.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** True on the thread that is in {@link #run}. */
    boolean isCallback() {
        return runner == Thread.currentThread();
    }

    /** Waits until no {@link #run} is under way. */
    void awaitRun(String operation) throws JMSException {
        lock.lock();
        try {
            while (runner != null) {
                ran.await();
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        } finally {
            lock.unlock();
        }
    }
}
