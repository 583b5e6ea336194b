package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls a session's listeners, one at a time (section 6.2.6), on a thread of the connection's pool that is held only while
 * there is something to deliver.
 */
final class Dispatcher {
    private static final int IDLE_SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

    private final ClientSession session;
    private final Executor executor;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private volatile boolean started;
    private volatile @Nullable Thread thread;
    /** Whose listener is running. */
    private volatile @Nullable ClientConsumer delivering;
    /** How many threads wait for one listener to return. */
    private final AtomicInteger closers = new AtomicInteger();

    private int next;

    Dispatcher(ClientSession session, Executor executor) {
        this.session = session;
        this.executor = executor;
    }

    /** True on the thread that is calling a listener of this session. */
    boolean isCallback() {
        return thread == Thread.currentThread();
    }

    void start() {
        started = true;
        signal();
    }

    /** There may be something to deliver. */
    void signal() {
        if (started && !running.get() && hasWork() && running.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    /** Keeps further listeners from being called. */
    void stop() {
        started = false;
    }

    /**
     * Waits until no listener runs, on however long it takes, as the specification demands; after the close timeout the
     * stack of the listener is logged. Returns at once on the listener's own thread.
     */
    void awaitStopped(String operation) throws JMSException {
        if (isCallback()) {
            return;
        }
        Duration limit = session.settings().get(ClientOptions.CLOSE_TIMEOUT);
        boolean logged = false;
        lock.lock();
        try {
            while (running.get()) {
                if (!stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS) && !logged) {
                    logged = true;
                    logListener(operation, limit);
                }
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the listener of one consumer has returned; at once on its own thread. */
    void awaitIdleOf(ClientConsumer consumer) throws JMSException {
        if (isCallback() || delivering != consumer) {
            return;
        }
        closers.incrementAndGet();
        lock.lock();
        try {
            while (delivering == consumer) {
                stopped.await();
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted("close a consumer", e);
        } finally {
            lock.unlock();
            closers.decrementAndGet();
        }
    }

    private void logListener(String operation, Duration limit) {
        Thread listener = thread;
        if (listener != null) {
            Exception stack = new Exception("Stack of " + listener.getName());
            stack.setStackTrace(listener.getStackTrace());
            Log.CLIENT.warn(
                    "{} of {} has waited {} ms for a message listener and goes on waiting",
                    operation,
                    session,
                    limit.toMillis(),
                    stack);
        }
    }

    private void run() {
        boolean again = true;
        while (again) {
            thread = Thread.currentThread();
            try {
                deliverAll();
            } finally {
                thread = null;
                finish();
            }
            again = started && hasWork() && running.compareAndSet(false, true);
        }
    }

    private void finish() {
        lock.lock();
        try {
            running.set(false);
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void deliverAll() {
        int idle = 0;
        while (started) {
            if (deliverOne()) {
                idle = 0;
            } else if (idle++ < IDLE_SPINS) {
                Thread.onSpinWait();
            } else {
                session.deliveries().flush();
                return;
            }
        }
    }

    /** Gives each consumer its turn; false where none has anything. */
    private boolean deliverOne() {
        ClientConsumer[] consumers = session.consumers().open();
        for (int i = 0; i < consumers.length; i++) {
            next = next + 1 < consumers.length ? next + 1 : 0;
            delivering = consumers[next];
            boolean delivered;
            try {
                delivered = consumers[next].push().deliverNext();
            } finally {
                delivering = null;
            }
            if (closers.get() > 0) {
                wakeClosers();
            }
            if (delivered) {
                return true;
            }
        }
        return false;
    }

    private void wakeClosers() {
        lock.lock();
        try {
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        for (ClientConsumer each : session.consumers().open()) {
            if (each.push().hasWork()) {
                return true;
            }
        }
        return false;
    }
}
