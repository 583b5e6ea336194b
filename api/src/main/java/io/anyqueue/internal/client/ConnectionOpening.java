package io.anyqueue.internal.client;

import io.anyqueue.internal.client.ConnectionLifecycle.State;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The second step to a connection: its client identifier, which can be set until the connection is first used, and the
 * opening of its first generation at that use. Any thread may use it.
 */
final class ConnectionOpening {
    private final ClientConnection connection;
    /** Held while a generation is opened, so that first uses do not race. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable String clientId;
    private volatile boolean fixed;

    /** @param clientId the configured one, which is fixed from the beginning; null where the application may set one */
    ConnectionOpening(ClientConnection connection, @Nullable String clientId) {
        this.connection = connection;
        this.clientId = clientId;
        this.fixed = clientId != null;
    }

    @Nullable
    String clientId() {
        return clientId;
    }

    void setClientId(@Nullable String id) throws JMSException {
        if (fixed) {
            throw Failures.illegalState("setClientID: the connection "
                    + (clientId == null
                            ? "is in use without a client identifier"
                            : "has the client identifier " + clientId)
                    + "; one can be set only once, by configuration or as the first thing done with a connection");
        }
        if (id == null || id.isEmpty()) {
            throw new InvalidClientIDException("setClientID: the client identifier is null or empty");
        }
        clientId = id;
        try {
            ensureOpen();
        } catch (JMSException | RuntimeException e) {
            clientId = null;
            fixed = false;
            throw e;
        }
    }

    /** Opens at the first call, which blocks; a failed one can be repeated. */
    void ensureOpen() throws JMSException {
        fixed = true;
        if (connection.lifecycle().state() != State.CONNECTED) {
            return;
        }
        lock.lock();
        try {
            if (connection.lifecycle().state() == State.CONNECTED) {
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    private void open() throws JMSException {
        Generation current = connection.generation();
        if (current.isLost()) {
            current = connection.connector().connect();
            connection.replaceGeneration(current);
        }
        try {
            connection.connector().open(current, clientId);
        } catch (RuntimeException e) {
            // The provider connection has had its one open; the next attempt needs another one.
            current.giveUp();
            throw e;
        } catch (JMSException e) {
            current.giveUp();
            current = connection.connector().openElsewhere(e, clientId);
            connection.replaceGeneration(current);
        }
        if (!connection.lifecycle().change(State.OPEN)) {
            current.giveUp();
        } else if (current.isLost()) {
            connection.recover(new ConnectionLostException("The connection was lost while it was opened", null));
        }
    }
}
