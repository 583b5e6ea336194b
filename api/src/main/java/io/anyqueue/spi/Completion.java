package io.anyqueue.spi;

import jakarta.jms.JMSException;

/**
 * Hears the result of one operation, exactly once, on any thread (invariant 3). Must not block.
 *
 * @param <T> the result's type; {@code Void} operations complete with null through {@link #done}
 */
public interface Completion<T> {

    void completed(T result);

    /** The operation failed; it had no effect unless {@code cause} is a {@link ConnectionLostException}. */
    void failed(JMSException cause);

    /** Completes an operation that has no result. */
    @SuppressWarnings("NullAway") // null is the only value of Void
    static void done(Completion<Void> completion) {
        completion.completed(null);
    }
}
