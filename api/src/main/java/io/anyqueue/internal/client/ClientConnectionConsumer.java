package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection consumer (section 8.2): receives in a session of its own and hands batches to the server sessions of an
 * application server's pool, whose sessions settle them. Its own session lives until the connection closes, because
 * deliveries that it made may still be settled elsewhere.
 */
public final class ClientConnectionConsumer {
    private final ClientConnection connection;
    private final ClientSession session;
    private final ClientConsumer consumer;
    private final ServerSessionPool pool;
    private final Function<Session, @Nullable ClientSession> unwrap;
    private final int batchSize;

    /**
     * Opens it; blocks.
     *
     * @param unwrap finds our session behind one that the pool gives, or null where it is not ours
     */
    public ClientConnectionConsumer(
            ClientConnection connection,
            ConsumerIntent intent,
            ServerSessionPool pool,
            int batchSize,
            Function<Session, @Nullable ClientSession> unwrap)
            throws JMSException {
        this.connection = connection;
        this.pool = pool;
        this.batchSize = batchSize;
        this.unwrap = unwrap;
        this.session = connection.createSession(AcknowledgementMode.INDIVIDUAL);
        try {
            this.consumer = session.createConsumer(intent);
        } catch (JMSException | RuntimeException e) {
            session.close();
            throw e;
        }
        consumer.setTarget(this::deliver);
    }

    public ServerSessionPool pool() {
        return pool;
    }

    /** Throws where it is closed. */
    public void requireOpen(String operation) throws JMSException {
        consumer.requireOpen(operation);
    }

    /** Stops taking messages; those already handed to server sessions are still processed. Idempotent. */
    public void close() throws JMSException {
        consumer.closeKeepingDelivered();
    }

    private boolean deliver(Received first) {
        List<Received> batch = new ArrayList<>();
        batch.add(first);
        try {
            ServerSession server = pool.getServerSession();
            ClientSession target = unwrap.apply(server.getSession());
            if (target == null) {
                throw new JMSException("The server session pool gave a session of another provider: "
                        + server.getSession().getClass().getName());
            }
            while (batch.size() < batchSize) {
                Received next = session.deliveries().takeFrom(consumer);
                if (next == null) {
                    break;
                }
                batch.add(next);
            }
            target.deliveries().assign(batch);
            server.start();
            return true;
        } catch (JMSException e) {
            consumer.redeliver(batch);
            connection.report(e);
            return false;
        }
    }
}
