package io.anyqueue.inmemory;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An answer that a fault holds back. If the connection ends first, its end is the answer (invariant 9). Safe for use
 * by any thread; completes once.
 *
 * @param <T> the operation's result
 */
final class LateAnswer<T> implements Completion<T> {
    private final MemoryConnection connection;
    private final AtomicReference<@Nullable Completion<T>> target;
    private final long delayMillis;

    LateAnswer(MemoryConnection connection, Completion<T> target, long delayMillis) {
        this.connection = connection;
        this.target = new AtomicReference<>(target);
        this.delayMillis = delayMillis;
    }

    @Override
    public void completed(T result) {
        later(() -> {
            Completion<T> completion = target.getAndSet(null);
            if (completion != null) {
                completion.completed(result);
            }
        });
    }

    @Override
    public void failed(JMSException cause) {
        later(() -> fail(cause));
    }

    /** The connection has ended first, or the wait is over. */
    void fail(JMSException cause) {
        Completion<T> completion = target.getAndSet(null);
        if (completion != null) {
            completion.failed(cause);
        }
    }

    private void later(Runnable answer) {
        connection.broker().clock().schedule(delayMillis, () -> {
            connection.expectNoMore(this);
            answer.run();
        });
    }
}
