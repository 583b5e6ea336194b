package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.internal.client.ConnectionLifecycle.State;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings a connection back after a loss: one attempt at a time on the connection's pool, pauses on its time source. An attempt
 * opens whatever is not alive, so a session or a consumer that was lost alone is restored the same way.
 */
final class Recovery {
    private static final String GIVEN_UP = "ANYQUEUE-RECOVERY-FAILED";

    private final ClientConnection connection;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Backoff backoff;

    @GuardedBy("lock")
    private @Nullable ConnectionLostException lostAgain;

    @GuardedBy("lock")
    private long began;

    Recovery(ClientConnection connection) {
        this.connection = connection;
    }

    /** Something was lost. Begins an attempt, or makes the one under way look again. Does not block. */
    void begin(ConnectionLostException cause) {
        State state = connection.lifecycle().state();
        if (connection.isClosing() || !(state == State.OPEN || state == State.RECOVERING)) {
            return;
        }
        if (!connection.recovers()) {
            connection.executor().execute(() -> doWithout(cause));
            return;
        }
        connection.lifecycle().change(State.RECOVERING);
        lock.lock();
        try {
            if (backoff != null) {
                lostAgain = cause;
                return;
            }
            start();
        } finally {
            lock.unlock();
        }
        connection.executor().execute(() -> recover(cause));
    }

    /** Recovery is not wanted: what was lost is closed, which is everything where it is the connection. */
    private void doWithout(ConnectionLostException cause) {
        if (connection.generation().isLost()) {
            fail(cause);
        } else {
            connection.sessions().closeLost(cause);
        }
    }

    @GuardedBy("lock")
    private void start() {
        backoff = new Backoff(connection.settings(), new Random());
        began = connection.time().currentTimeMillis();
    }

    private void recover(ConnectionLostException cause) {
        Log.CLIENT.warn("{} lost: {}; recovering", connection, cause.getMessage());
        connection.lifecycle().change(State.RECOVERING);
        connection.sessions().forgetLost();
        connection.listeners().tellState(listener -> listener.connectionLost(connection.name(), cause));
        attempt();
    }

    private void attempt() {
        if (connection.isClosing()) {
            return;
        }
        try {
            restore();
            restored();
            ConnectionLostException again = finish();
            if (again != null) {
                connection.executor().execute(() -> recover(again));
            }
        } catch (JMSException e) {
            next(e);
        } catch (RuntimeException | Error e) {
            fail(Failures.withCause(
                    new JMSException("Recovery of " + connection + " met an unexpected error: " + e, GIVEN_UP), e));
        }
    }

    /** One attempt to make everything alive again; blocks. */
    private void restore() throws JMSException {
        connection.sessions().forgetLost();
        Generation current = connection.generation();
        if (current.isLost()) {
            current = replace(current);
        }
        try {
            connection.sessions().restore(current);
        } catch (JMSException e) {
            if (Failures.isUnanswered(e)) {
                // Its peer may answer heartbeats for ever, and nothing else: the next attempt goes to the next host.
                current.giveUp();
            }
            throw e;
        }
        if (current.isLost()) {
            throw new ConnectionLostException("The connection was lost again while it was being restored", null);
        }
    }

    private Generation replace(Generation current) throws JMSException {
        Generation next = connection.connector().reconnect(current.takeRedirect(), connection.clientId());
        try {
            connection.temporaries().restore(next);
        } catch (JMSException | RuntimeException e) {
            next.giveUp();
            throw e;
        }
        connection.replaceGeneration(next);
        if (connection.isClosing()) {
            next.giveUp();
        }
        return next;
    }

    /** Ends recovery, or begins another one where something was lost meanwhile: then with its cause. */
    private @Nullable ConnectionLostException finish() {
        lock.lock();
        try {
            // A loss may be reported late, when the attempt has made it good already.
            ConnectionLostException again = isWhole() ? null : lostAgain;
            lostAgain = null;
            if (again == null) {
                backoff = null;
                // Such a late report has said that recovery has begun again; nothing else would say that it is over.
                connection.lifecycle().change(State.OPEN);
            } else {
                start();
            }
            return again;
        } finally {
            lock.unlock();
        }
    }

    private void next(JMSException cause) {
        long pause;
        lock.lock();
        try {
            Backoff current = backoff;
            if (current == null) {
                return;
            }
            lostAgain = null;
            pause = current.nextPauseMillis();
        } finally {
            lock.unlock();
        }
        String limit = isRetryable(cause) ? exceededLimit(pause) : "the broker refuses it";
        if (limit != null) {
            fail(givenUp(limit, cause));
            return;
        }
        Log.CLIENT.info("{}: attempt to recover failed: {}; next in {} ms", connection, cause.getMessage(), pause);
        connection.time().schedule(pause, () -> connection.executor().execute(this::attempt));
    }

    /** Keeps the type where an application can act on it: it may ask for the new password. */
    private JMSException givenUp(String reason, JMSException cause) {
        String text = connection + " was lost and could not be restored, because " + reason + ": " + cause.getMessage();
        JMSException failure = cause instanceof JMSSecurityException
                ? new JMSSecurityException(text, GIVEN_UP)
                : new JMSException(text, GIVEN_UP);
        return Failures.withCause(failure, cause);
    }

    private void restored() {
        if (connection.isClosing() || !connection.lifecycle().change(State.OPEN)) {
            return;
        }
        if (connection.isStarted()) {
            connection.sessions().start();
        }
        Log.CLIENT.info("{} restored", connection);
        connection.listeners().tellState(listener -> listener.connectionRestored(connection.name()));
    }

    private boolean isWhole() {
        return !connection.generation().isLost() && connection.sessions().isWhole();
    }

    /** True for failures that another attempt may not meet. */
    static boolean isRetryable(JMSException failure) {
        return !(failure instanceof JMSSecurityException)
                && !(failure instanceof InvalidDestinationException)
                && !(failure instanceof InvalidSelectorException);
    }

    /** Recovery has been given up, or was not wanted. */
    private void fail(JMSException cause) {
        if (connection.lifecycle().fail(cause)) {
            Generation last = connection.generation();
            if (!last.isLost()) {
                last.giveUp();
            }
            connection.sessions().forgetLost();
            connection.sessions().abandon(cause);
            connection.report(cause);
        }
    }

    private @Nullable String exceededLimit(long pause) {
        int most = connection.settings().get(ClientOptions.RECOVERY_ATTEMPTS);
        long timeout = connection.settings().get(ClientOptions.RECOVERY_TIMEOUT).toMillis();
        lock.lock();
        try {
            if (backoff != null && most > 0 && backoff.attempts() >= most) {
                return most + " attempts failed (recoveryAttempts)";
            }
            boolean late = connection.time().currentTimeMillis() + pause - began > timeout;
            return late ? "it took longer than " + timeout + " ms (recoveryTimeout)" : null;
        } finally {
            lock.unlock();
        }
    }
}
