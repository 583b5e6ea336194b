package io.anyqueue.internal.client;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A provider operation's result that a thread of the application waits for. Used for one operation. */
final class Answer<T> implements Completion<T> {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private volatile @Nullable T result;
    private volatile @Nullable JMSException failure;

    @Override
    public void completed(T value) {
        result = value;
        arrived.countDown();
    }

    @Override
    public void failed(JMSException cause) {
        failure = cause;
        arrived.countDown();
    }

    /** Blocks until the answer is here; {@code option} is named in the error where it is not in time. */
    @SuppressWarnings("NullAway") // the result is what completed() was given
    T await(String operation, Duration limit, String option) throws JMSException {
        try {
            if (!arrived.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw Failures.timedOut(operation, limit, option);
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        }
        JMSException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return result;
    }
}
