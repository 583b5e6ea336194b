package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.TimeSource;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous sends of a session, whose completion listeners are called one at a time, in the order of the sends and
 * never on the sending thread (sections 7.3.3 to 7.3.8).
 *
 * <p>Answers come faster than threads wake, so each side works in portions: one run calls the listeners of all sends that
 * are done, and a thread that waits for room waits for a quarter of the window, if that comes soon.
 *
 * <p>Invariants: (1) one run at a time; (2) a send that is done is seen by the present run, or begins one: it becomes done
 * before it looks whether one is running, and a run says that it ends before it looks at what is done; (3) {@code size} is
 * one less only after the listener has returned.
 */
final class CompletionQueue {
    /** How long a thread that finds little room waits for more. */
    private static final long SOON_NANOS = 5_000_000;

    private static final int NOBODY = -1;

    private final Executor executor;
    private final TimeSource time;
    private final int window;
    private final Duration sendTimeout;
    /** How long an answer is waited for: the provider keeps the send timeout, and its answer takes a moment to arrive. */
    private final long patienceMillis;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The sends whose listeners no run has taken. */
    @GuardedBy("lock")
    private final ArrayDeque<AsynchronousSend> underWay = new ArrayDeque<>();

    @GuardedBy("lock")
    private TimeSource.@Nullable Timer timer;

    /** How many sends were registered, not withdrawn, and their listeners have not returned. */
    private final AtomicInteger size = new AtomicInteger();

    // written under the lock
    private volatile boolean running;
    /** At which size somebody who waits is to be woken. */
    private volatile int wakeAt = NOBODY;

    private volatile @Nullable Thread caller;

    CompletionQueue(Executor executor, TimeSource time, int window, Duration sendTimeout) {
        this.executor = executor;
        this.time = time;
        this.window = window;
        this.sendTimeout = sendTimeout;
        this.patienceMillis = sendTimeout.toMillis() + PendingSend.GRACE_MILLIS;
    }

    /** Registers a send before it is handed over; blocks while the window is full. */
    PendingSend register(
            long order, Address destination, MessageData data, Message message, CompletionListener listener)
            throws JMSException {
        AsynchronousSend send = new AsynchronousSend(order, destination, data, message, listener);
        lock.lock();
        try {
            if (size.get() >= window && !isCallback()) {
                awaitRoom("send to " + destination);
            }
            size.incrementAndGet();
            send.registered = time.currentTimeMillis();
            underWay.addLast(send);
            if (timer == null) {
                timer = time.schedule(patienceMillis, this::expire);
            }
        } finally {
            lock.unlock();
        }
        return send;
    }

    /** Takes back a send whose failure the caller throws; false where its listener hears of it instead. */
    boolean withdraw(PendingSend send) {
        lock.lock();
        try {
            if (send.isDone()) {
                return false;
            }
            if (underWay.removeIf(each -> each == send)) {
                size.decrementAndGet();
            }
            wake();
        } finally {
            lock.unlock();
        }
        signal();
        return true;
    }

    /** True on the thread that is calling a completion listener of this session. */
    boolean isCallback() {
        return caller == Thread.currentThread();
    }

    /** Blocks until no send is under way and no listener runs. */
    void awaitEmpty(String operation) throws JMSException {
        lock.lock();
        try {
            awaitSize(0, operation);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitRoom(String operation) throws JMSException {
        try {
            long left = SOON_NANOS;
            while (left > 0 && !isAtMost(window - Math.max(1, window / 4))) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        }
        awaitSize(window - 1, operation);
    }

    @GuardedBy("lock")
    private void awaitSize(int most, String operation) throws JMSException {
        try {
            while (!isAtMost(most)) {
                AsynchronousSend oldest = underWay.peekFirst();
                boolean late = !changed.await(patienceMillis, TimeUnit.MILLISECONDS);
                if (late && oldest != null) {
                    // The broker's clock, which may stand still, has not expired it. A listener may take its time.
                    oldest.expire(sendTimeout);
                }
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        }
    }

    /** Looks at the size, and where it is larger, has this thread woken when it no longer is. */
    @GuardedBy("lock")
    private boolean isAtMost(int most) {
        wakeAt = Math.max(wakeAt, most);
        return size.get() <= most;
    }

    @GuardedBy("lock")
    private void wake() {
        wakeAt = NOBODY;
        changed.signalAll();
    }

    /** Ends the sends whose time is up, and sets the timer for the oldest of the rest. */
    private void expire() {
        List<AsynchronousSend> late = new ArrayList<>();
        lock.lock();
        try {
            timer = null;
            long now = time.currentTimeMillis();
            for (AsynchronousSend each : underWay) {
                long remaining = each.registered + patienceMillis - now;
                if (!each.isDone() && remaining > 0) {
                    timer = time.schedule(remaining, this::expire);
                    break;
                }
                late.add(each);
            }
        } finally {
            lock.unlock();
        }
        late.forEach(each -> each.expire(sendTimeout));
    }

    private void signal() {
        if (running) {
            return;
        }
        lock.lock();
        try {
            AsynchronousSend head = underWay.peekFirst();
            if (running || head == null || !head.isDone()) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        executor.execute(this::callListeners);
    }

    private void callListeners() {
        caller = Thread.currentThread();
        List<AsynchronousSend> portion = new ArrayList<>();
        while (takeDone(portion)) {
            for (AsynchronousSend each : portion) {
                each.callListener();
                returned();
            }
            portion.clear();
        }
    }

    /** Takes the sends whose listeners can be called, in order; false, and the end of the run, where there is none. */
    private boolean takeDone(List<AsynchronousSend> portion) {
        lock.lock();
        try {
            running = false;
            AsynchronousSend head = underWay.peekFirst();
            while (head != null && head.isDone()) {
                portion.add(underWay.removeFirst());
                head = underWay.peekFirst();
            }
            running = !portion.isEmpty();
            if (!running) {
                caller = null;
            }
            if (head == null && timer != null) {
                timer.cancel();
                timer = null;
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** A listener has returned. */
    private void returned() {
        if (size.decrementAndGet() <= wakeAt) {
            lock.lock();
            try {
                wake();
            } finally {
                lock.unlock();
            }
        }
    }

    private final class AsynchronousSend extends PendingSend {
        private final Message original;
        private final CompletionListener listener;
        /** When it got its place; written and read under the lock. */
        private long registered;

        AsynchronousSend(
                long order, Address destination, MessageData data, Message original, CompletionListener listener) {
            super(order, destination, data);
            this.original = original;
            this.listener = listener;
        }

        @Override
        void completed() {
            signal();
        }

        void callListener() {
            JMSException failure = failure();
            try {
                if (failure == null) {
                    listener.onCompletion(original);
                } else {
                    listener.onException(original, failure);
                }
            } catch (Throwable e) { // languages without checked exceptions throw them all the same
                Log.CLIENT.warn("A completion listener threw for a message to {}", destination(), e);
            }
        }
    }
}
