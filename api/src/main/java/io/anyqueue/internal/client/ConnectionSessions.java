package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** The open sessions of a connection: creation, start, stop, loss, recovery and close of all of them. Any thread may use it. */
final class ConnectionSessions {
    private final ClientConnection connection;
    private final List<ClientSession> open = new CopyOnWriteArrayList<>();
    /** Closed connection consumers of which server sessions still hold messages. */
    private final List<ClientConnectionConsumer> ending = new CopyOnWriteArrayList<>();

    private final AtomicBoolean closingEnded = new AtomicBoolean();

    ConnectionSessions(ClientConnection connection) {
        this.connection = connection;
    }

    /** Opens one; blocks. */
    ClientSession create(AcknowledgementMode mode, Capabilities capabilities) throws JMSException {
        ClientSession session = new ClientSession(connection, mode, capabilities);
        open.add(session);
        try {
            connection.request("createSession", current -> {
                session.links().restore(current);
                return session;
            });
        } catch (JMSException | RuntimeException e) {
            open.remove(session);
            throw e;
        }
        if (connection.isClosing()) {
            session.close();
            throw Failures.closed("connection", "createSession");
        }
        if (connection.isStarted()) {
            session.start();
        }
        return session;
    }

    void remove(ClientSession session) {
        open.remove(session);
        settled();
    }

    /** Closes the rest of a connection consumer when no session holds a message of it any more. */
    void closeOnceSettled(ClientConnectionConsumer consumer) {
        ending.add(consumer);
        settled();
    }

    /** A session has settled something. Does not block. */
    void settled() {
        if (!ending.isEmpty() && !connection.isClosing() && closingEnded.compareAndSet(false, true)) {
            connection.executor().execute(this::closeEnded);
        }
    }

    private void closeEnded() {
        // First, so that what is settled from now on is looked at by another run.
        closingEnded.set(false);
        for (ClientConnectionConsumer each : List.copyOf(ending)) {
            if (!each.isHeld() && ending.remove(each)) {
                each.closeSession();
            }
        }
    }

    /** True while some session has deliveries of a link that it has not settled. */
    boolean isHolding(ReceiverLink link) {
        return open.stream().anyMatch(each -> each.deliveries().isHolding(link));
    }

    boolean hasConsumerOf(Address address) {
        return open.stream().anyMatch(each -> each.consumers().hasConsumerOf(address));
    }

    /** Refuses what would wait for the listener that calls it. */
    void requireNoCallback(String operation, Predicate<ClientSession> isCallback) throws JMSException {
        if (open.stream().anyMatch(isCallback)) {
            throw Failures.illegalState(
                    operation + ": not allowed in a listener of the same connection (sections 6.1.5 and 6.1.8)");
        }
    }

    void start() {
        open.forEach(ClientSession::start);
    }

    /** Stops delivery and waits until running listeners have returned. */
    void stop() throws JMSException {
        for (ClientSession each : open) {
            each.dispatcher().stop();
        }
        for (ClientSession each : open) {
            each.dispatcher().awaitStopped("stop");
            each.deliveries().awaitHandOver();
        }
        open.forEach(ClientSession::pause);
    }

    /** First step of recovery. */
    void forgetLost() {
        open.forEach(each -> each.consumers().forgetLost());
    }

    /** Closes and reports what was lost, where recovery is not wanted. */
    void closeLost(ConnectionLostException cause) {
        open.forEach(each -> each.closeLost(cause));
    }

    /** Opens on a provider connection what has been lost; blocks. */
    void restore(Generation generation) throws JMSException {
        for (ClientSession each : open) {
            each.links().restore(generation);
        }
    }

    /** True where nothing that was open is lost. */
    boolean isWhole() {
        return open.stream().allMatch(ClientSession::isWhole);
    }

    /** The connection has failed for good: whoever waits for it is told. */
    void abandon(JMSException cause) {
        for (ClientSession each : open) {
            each.sends().abandon(cause);
            each.consumers().wake();
        }
    }

    /** Closes all, collecting failures. */
    void close(List<JMSException> failures) {
        for (ClientSession each : open) {
            try {
                each.close();
            } catch (JMSException e) {
                failures.add(e);
            }
        }
    }
}
