package io.anyqueue.amqp;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request of the peer: completed once, whatever comes first of answer, refusal, loss and time. Owned by the event loop.
 *
 * @param <T> what it completes with
 */
final class Request<T> {
    private static final String TIMEOUT = "AMQP-TIMEOUT";

    private final Requests owner;
    private final Wire wire;
    private final String operation;
    private final Completion<T> completion;
    private @Nullable Future<?> timer;
    private @Nullable Runnable onTimeout;
    private Supplier<String> advice = () -> "";
    private boolean done;

    Request(Requests owner, Wire wire, String operation, Completion<T> completion) {
        this.owner = owner;
        this.wire = wire;
        this.operation = operation;
        this.completion = completion;
    }

    void startTimer(Duration limit, String option) {
        timer = wire.schedule(limit, () -> timedOut(limit, option));
    }

    /** What is undone where no answer came in time. */
    Request<T> onTimeout(Runnable action) {
        onTimeout = action;
        return this;
    }

    /** What else may be the matter where no answer comes in time; asked only then. */
    Request<T> advising(Supplier<String> more) {
        advice = more;
        return this;
    }

    String operation() {
        return operation;
    }

    boolean isDone() {
        return done;
    }

    void complete(T result) {
        if (end()) {
            completion.completed(result);
        }
    }

    /** Completes a request that has no result, where there is one. */
    @SuppressWarnings("NullAway") // null is the only value of Void
    static void done(@Nullable Request<Void> request) {
        if (request != null) {
            request.complete(null);
        }
    }

    void fail(JMSException cause) {
        if (end()) {
            completion.failed(cause);
        }
    }

    /** True for the failure of a request that was not answered in time. */
    static boolean isTimeout(JMSException failure) {
        return TIMEOUT.equals(failure.getErrorCode());
    }

    private void timedOut(Duration limit, String option) {
        if (done) {
            return;
        }
        Runnable undo = onTimeout;
        fail(new JMSException(
                "Cannot " + operation + ": " + wire.peer() + " did not answer within " + limit.toMillis() + " ms; "
                        + "raise the option " + option
                        + " if the broker is slow; RabbitMQ does not answer while it is short of memory or disk"
                        + advice.get(),
                TIMEOUT));
        if (undo != null) {
            undo.run();
        }
    }

    private boolean end() {
        if (done) {
            return false;
        }
        done = true;
        owner.done(this);
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
        return true;
    }
}
