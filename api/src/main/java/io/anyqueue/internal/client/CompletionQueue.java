package io.anyqueue.internal.client;

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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous sends of a session, whose completion listeners are called one at a time, in the order of the sends and
 * never on the sending thread (sections 7.3.3 to 7.3.8).
 */
final class CompletionQueue {
    private final Executor executor;
    private final TimeSource time;
    private final int window;
    private final Duration sendTimeout;
    /** How long an answer is waited for: the provider keeps the send timeout, and its answer takes a moment to arrive. */
    private final long patienceMillis;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final ArrayDeque<AsynchronousSend> underWay = new ArrayDeque<>();
    private boolean running;
    private TimeSource.@Nullable Timer timer;

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
            if (underWay.size() >= window && !isCallback()) {
                awaitSize(window - 1, "send to " + destination);
            }
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
            underWay.removeIf(each -> each == send);
            changed.signalAll();
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

    private void awaitSize(int size, String operation) throws JMSException {
        try {
            while (underWay.size() > size) {
                AsynchronousSend oldest = underWay.getFirst();
                boolean late = !changed.await(patienceMillis, TimeUnit.MILLISECONDS);
                if (late && !oldest.isDone()) {
                    // The broker's clock, which may stand still, has not expired it. A listener may take its time.
                    oldest.expire(sendTimeout);
                }
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        }
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
        for (AsynchronousSend next = nextDone(null); next != null; next = nextDone(next)) {
            next.callListener();
        }
    }

    /** The next send whose listener can be called, after the one whose listener has returned. */
    private @Nullable AsynchronousSend nextDone(@Nullable AsynchronousSend returned) {
        lock.lock();
        try {
            AsynchronousSend head = underWay.peekFirst();
            if (returned != null && head == returned) {
                // It is still the first: only sends that are not done are withdrawn.
                underWay.removeFirst();
                changed.signalAll();
                head = underWay.peekFirst();
            }
            if (head != null && head.isDone()) {
                return head;
            }
            running = false;
            caller = null;
            if (head == null && timer != null) {
                timer.cancel();
                timer = null;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private final class AsynchronousSend extends PendingSend {
        private final Message original;
        private final CompletionListener listener;
        private final long registered = time.currentTimeMillis();

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
