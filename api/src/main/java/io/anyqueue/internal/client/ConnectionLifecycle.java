package io.anyqueue.internal.client;

import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The states of a connection and the place where threads wait for a change of them. Any thread may use it.
 *
 * <pre>
 *   CONNECTED --first use--> OPEN &lt;--> RECOVERING --gives up--> FAILED
 *        \_____________________\___________\___________________\--> CLOSED
 * </pre>
 */
final class ConnectionLifecycle {

    /** See the diagram. */
    enum State {
        /** Authenticated; the client identifier can still be set. */
        CONNECTED,
        OPEN,
        RECOVERING,
        /** Lost for good; all but closing throws. */
        FAILED,
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.CONNECTED;
    private volatile @Nullable JMSException failure;

    State state() {
        return state;
    }

    boolean isFailed() {
        return state == State.FAILED;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Changes the state; false where it has ended: closed is for ever, failed until it is closed. */
    boolean change(State next) {
        lock.lock();
        try {
            boolean possible = state != State.CLOSED && (state != State.FAILED || next == State.CLOSED);
            if (possible) {
                state = next;
            }
            changed.signalAll();
            return possible;
        } finally {
            lock.unlock();
        }
    }

    /** Changes to failed; false where it is failed or closed already. */
    boolean fail(JMSException cause) {
        lock.lock();
        try {
            if (state == State.FAILED || state == State.CLOSED) {
                return false;
            }
            failure = cause;
            return change(State.FAILED);
        } finally {
            lock.unlock();
        }
    }

    /** Lets waiting threads look again at something that is not a state of the connection. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Throws where the connection is closed or has failed for good. */
    void requireUsable(String operation) throws JMSException {
        State current = state;
        if (current == State.CLOSED) {
            throw Failures.closed("connection", operation);
        }
        if (current == State.FAILED) {
            throw Failures.connectionFailed(operation, failure);
        }
    }

    /** Something that may be there once recovery has succeeded. */
    interface Awaited<T> {
        @Nullable
        T find() throws JMSException;
    }

    /** Blocks until something is there, at most for the time that an option gives; looks again after each change. */
    <T> T await(String operation, Settings settings, Option<Duration> limit, Awaited<T> awaited) throws JMSException {
        long remaining = settings.get(limit).toNanos();
        lock.lock();
        try {
            while (true) {
                T found = awaited.find();
                if (found != null) {
                    return found;
                }
                requireUsable(operation);
                if (remaining <= 0) {
                    throw Failures.notRestored(operation, settings.get(limit), limit.name());
                }
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        } finally {
            lock.unlock();
        }
    }
}
