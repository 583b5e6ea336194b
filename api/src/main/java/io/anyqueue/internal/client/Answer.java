package io.anyqueue.internal.client;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A provider operation's result that one thread waits for. Used for one operation. A result that comes when nobody waits any
 * more is disposed of, so that what was opened too late does not stay open at the broker.
 */
final class Answer<T> implements Completion<T> {
    /** How much longer a provider that has the same limit is waited for; where that is shorter, as long again. */
    private static final Duration GRACE = Duration.ofMillis(PendingSend.GRACE_MILLIS);

    private final CountDownLatch arrived = new CountDownLatch(1);
    /** Set by whichever comes first, the answer or the end of the wait. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private final Consumer<T> disposal;
    private volatile @Nullable T result;
    private volatile @Nullable JMSException failure;

    /** For operations whose late result holds nothing. */
    Answer() {
        this(late -> {});
    }

    /** @param disposal what to do with a result that comes too late; called on the provider's thread */
    Answer(Consumer<T> disposal) {
        this.disposal = disposal;
    }

    @Override
    public void completed(T value) {
        result = value;
        if (decided.compareAndSet(false, true)) {
            arrived.countDown();
        } else {
            disposal.accept(value);
        }
    }

    @Override
    public void failed(JMSException cause) {
        failure = cause;
        decided.set(true);
        arrived.countDown();
    }

    static Duration longestWait(Duration limit) {
        return limit.plus(limit.compareTo(GRACE) < 0 ? limit : GRACE);
    }

    /**
     * Blocks until the answer is here, for at most the option's time, which is named in the error where it is not, and a moment
     * longer: a provider that keeps the same time knows the peer and what to do about it, and its error is the better one.
     */
    @SuppressWarnings("NullAway") // the result is what completed() was given
    T await(String operation, Settings settings, Option<Duration> option) throws JMSException {
        Duration limit = settings.get(option);
        try {
            boolean inTime = arrived.await(longestWait(limit).toNanos(), TimeUnit.NANOSECONDS);
            if (!inTime && decided.compareAndSet(false, true)) {
                throw Failures.timedOut(operation, limit, option.name());
            }
        } catch (InterruptedException e) {
            if (decided.compareAndSet(false, true)) {
                throw Failures.interrupted(operation, e);
            }
            Thread.currentThread().interrupt();
        }
        JMSException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return result;
    }
}
