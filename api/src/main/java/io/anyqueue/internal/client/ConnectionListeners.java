package io.anyqueue.internal.client;

import io.anyqueue.spi.ConnectionStateListener;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whom a connection tells what no call can throw: problems (section 6.1.7), and losses and recoveries. */
final class ConnectionListeners {
    private final ClientConnection connection;
    private final Executor problems;
    private final @Nullable ConnectionStateListener stateListener;
    private volatile @Nullable ExceptionListener exceptionListener;

    /** @param threads where the exception listener runs, one call at a time */
    ConnectionListeners(
            ClientConnection connection, Executor threads, @Nullable ConnectionStateListener stateListener) {
        this.connection = connection;
        this.problems = new SerialExecutor(threads);
        this.stateListener = stateListener;
    }

    @Nullable
    ExceptionListener exceptionListener() {
        return exceptionListener;
    }

    void setExceptionListener(@Nullable ExceptionListener listener) {
        exceptionListener = listener;
    }

    void report(JMSException problem) {
        ExceptionListener listener = exceptionListener;
        if (listener == null) {
            Log.CLIENT.warn("{}: {} (no exception listener is set to hear of it)", connection, problem.getMessage());
        } else {
            problems.execute(() -> listener.onException(problem));
        }
    }

    /** Tells the state listener on the calling thread, which is the recovery's: one event at a time. */
    void tellState(Consumer<ConnectionStateListener> news) {
        if (stateListener == null) {
            return;
        }
        try {
            news.accept(stateListener);
        } catch (Throwable e) { // an assertion that fails in it must not end recovery
            Log.CLIENT.warn("The connection state listener of {} threw", connection, e);
        }
    }
}
