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
 * application server's pool, whose sessions settle them. Its own session outlives it until the last of those deliveries is
 * settled.
 */
public final class ClientConnectionConsumer {
    private static final String SESSION_POOL = "ANYQUEUE-SESSION-POOL";

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
        consumer.push().to(this::deliverNext);
    }

    public ServerSessionPool pool() {
        return pool;
    }

    /** Throws where it is closed. */
    public void requireOpen(String operation) throws JMSException {
        consumer.requireOpen(operation);
    }

    /**
     * Stops taking messages; those already handed to server sessions are still processed. Frees a subscription at once where
     * no server session holds a message of it, else when they have settled the last one. Idempotent.
     */
    public void close() throws JMSException {
        consumer.closeKeepingDelivered();
        if (isHeld()) {
            connection.sessions().closeOnceSettled(this);
        } else {
            session.close();
        }
    }

    /** True while some server session holds a message of it that is not settled. */
    boolean isHeld() {
        ReceiverLink link = consumer.link();
        return link != null && connection.sessions().isHolding(link);
    }

    /** Second half of a close that had to wait; blocks. */
    void closeSession() {
        try {
            session.close();
        } catch (JMSException e) {
            Log.CLIENT.warn("{} of a connection consumer could not be closed", session, e);
        }
    }

    private boolean deliverNext() {
        Received first = session.deliveries().takeFrom(consumer);
        if (first == null) {
            return false;
        }
        List<Received> batch = new ArrayList<>();
        batch.add(first);
        ClientSession assignee = null;
        try {
            ServerSession server = pool.getServerSession();
            ClientSession target = sessionOf(server);
            fill(batch);
            target.deliveries().assigned().add(batch);
            assignee = target;
            server.start();
        } catch (JMSException e) {
            takeBack(assignee, batch, e);
        } catch (Throwable e) { // application code: whatever it throws, the messages go to the next server session
            takeBack(
                    assignee,
                    batch,
                    Failures.withCause(
                            new JMSException(
                                    "The server session pool of a connection consumer threw " + e, SESSION_POOL),
                            e));
        }
        return true;
    }

    private ClientSession sessionOf(@Nullable ServerSession server) throws JMSException {
        Session given = server == null ? null : server.getSession();
        ClientSession target = given == null ? null : unwrap.apply(given);
        if (target == null) {
            String what = server == null
                    ? "no server session"
                    : given == null
                            ? "a server session without a session"
                            : "a session of another provider: "
                                    + given.getClass().getName();
            throw new JMSException("The server session pool of a connection consumer gave " + what, SESSION_POOL);
        }
        return target;
    }

    private void fill(List<Received> batch) {
        while (batch.size() < batchSize) {
            Received next = session.deliveries().takeFrom(consumer);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    /** The application server could not take a batch: it comes again after a pause. */
    private void takeBack(@Nullable ClientSession assignee, List<Received> batch, JMSException cause) {
        consumer.listenerEnded(false);
        consumer.redeliver(
                assignee == null ? batch : assignee.deliveries().assigned().takeBack(batch));
        connection.report(cause);
    }
}
