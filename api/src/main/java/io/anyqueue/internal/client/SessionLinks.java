package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Option;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The provider sessions of a session, one after another: who needs the present one waits here for it, and recovery opens the
 * next one. Any thread may use it. {@code restoring} serializes whoever opens provider objects and may be held for as long as
 * that takes.
 */
final class SessionLinks {
    private final ClientSession session;
    private final ClientConnection connection;

    private final ReentrantLock restoring = new ReentrantLock();
    /** The last one opened, perhaps with consumers missing; written under restoring. */
    private volatile @Nullable SessionLink opened;
    /** The one that is whole, which the application uses. */
    private volatile @Nullable SessionLink whole;

    private volatile @Nullable ConnectionLostException loss;

    SessionLinks(ClientSession session) {
        this.session = session;
        this.connection = session.connection();
    }

    /** Blocks until the session has a provider session: at once, unless recovery is under way. */
    SessionLink await(String operation, Option<Duration> limit) throws JMSException {
        SessionLink current = whole;
        if (current != null && !current.isLost()) {
            return current;
        }
        return connection.lifecycle().await(operation, session.settings(), limit, () -> {
            session.requireUsable(operation);
            SessionLink next = whole;
            boolean alive = next != null && !next.isLost();
            if (!alive && session.isClosing()) {
                // Close waits for the listener that asks, and nobody restores a session that is being closed.
                throw new ConnectionLostException(
                        operation + ": the connection was lost while the session was being closed", null);
            }
            return alive ? next : null;
        });
    }

    /** An operation on a session link, repeated on the next one where recovery is under way. */
    interface LinkOperation<T> {
        T on(SessionLink link) throws JMSException;
    }

    <T> T perform(String operation, LinkOperation<T> action) throws JMSException {
        long deadline = Waiter.deadlineAfter(
                session.settings().get(ClientOptions.REQUEST_TIMEOUT).toMillis());
        while (true) {
            SessionLink current = await(operation, ClientOptions.REQUEST_TIMEOUT);
            try {
                restoring.lock();
                try {
                    if (current.isLost()) {
                        continue;
                    }
                    return action.on(current);
                } finally {
                    restoring.unlock();
                }
            } catch (ConnectionLostException e) {
                if (!connection.recovers() || System.nanoTime() > deadline) {
                    throw e;
                }
                lost(current, e);
            }
        }
    }

    /** Opens what is missing on a provider connection: at creation and at recovery; blocks. */
    void restore(Generation generation) throws JMSException {
        restoring.lock();
        try {
            if (isOver()) {
                return;
            }
            SessionLink current = opened;
            if (current == null || current.isLost() || current.generation() != generation) {
                current = new SessionLink(session, generation);
                current.open();
                opened = current;
                if (isOver()) {
                    // close() may have looked before there was anything to close.
                    current.provider().close(SessionLink.Ignored.RESULT);
                    return;
                }
            }
            if (!session.isClosing()) {
                session.consumers().restore(current);
            }
            session.sends().resend(current);
            requireWholeSends();
            whole = current;
            try {
                requireWholeSends();
            } catch (ConnectionLostException e) {
                suspend();
                throw e;
            }
            if (current.isLost()) {
                throw new ConnectionLostException("The session was lost again while it was being restored", null);
            }
        } finally {
            restoring.unlock();
        }
    }

    private void requireWholeSends() throws ConnectionLostException {
        if (!session.sends().isWhole()) {
            throw new ConnectionLostException("A sender was lost again while it sent again what was in doubt", null);
        }
    }

    /** True where a session is being closed that has nothing more to send: nobody needs a link for it. */
    private boolean isOver() {
        return session.isClosing() && session.sends().isWhole();
    }

    /** Its senders are to be replaced: who sends waits until recovery has sent again what is in doubt. */
    void suspend() {
        whole = null;
    }

    /** True where the application may use it now. */
    boolean isCurrent(SessionLink link) {
        return whole == link;
    }

    /** True where the present one is alive, and may be used. */
    boolean isAlive() {
        SessionLink current = whole;
        return current != null && !current.isLost();
    }

    /** True where the last one that was opened is lost. */
    boolean isLost() {
        SessionLink current = opened;
        return current != null && current.isLost();
    }

    /** Why one of them was lost alone, as it was told last; else what is given. */
    ConnectionLostException lossOr(ConnectionLostException other) {
        ConnectionLostException own = loss;
        return own == null ? other : own;
    }

    /** The peer ended one, or an operation found it dead. Called by any thread; does not block. */
    void lost(SessionLink lost, ConnectionLostException cause) {
        boolean news = lost.markLost();
        if (news) {
            loss = cause;
        }
        if (news && whole == lost) {
            connection.recover(cause);
        }
    }

    /** What there is to close at the provider; null where nothing is, or where it is lost. */
    @Nullable
    SessionLink toClose() {
        SessionLink current = opened;
        return current == null || current.isLost() ? null : current;
    }
}
