package io.anyqueue.internal.client;

import io.anyqueue.internal.message.MessageFactory;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A session over provider sessions that recovery replaces. Its parts: {@link SessionLinks} are those provider
 * sessions, {@link SessionConsumers} fetch messages, {@link SessionDeliveries} hold them for the application until they are
 * settled, a {@link Dispatcher} calls listeners, {@link SessionSends} sends, a {@link SessionTransaction} ties sends and
 * deliveries together.
 *
 * <p>The application uses it from one thread at a time (section 6.2.5), except {@link #close}.
 */
public final class ClientSession {
    private final ClientConnection connection;
    private final AcknowledgementMode mode;
    private final SessionConsumers consumers;
    private final SessionDeliveries deliveries;
    private final Dispatcher dispatcher;
    private final @Nullable SessionTransaction transaction;
    private final SessionSends sends;
    private final SessionLinks links;

    private final AtomicBoolean tickScheduled = new AtomicBoolean();
    private final CloseOnce closing = new CloseOnce();
    private final AtomicReference<@Nullable JMSException> ending = new AtomicReference<>();
    private volatile boolean closed;

    ClientSession(ClientConnection connection, AcknowledgementMode mode, Capabilities capabilities) {
        this.connection = connection;
        this.mode = mode;
        this.consumers = new SessionConsumers(this);
        this.deliveries = new SessionDeliveries(this, mode);
        this.dispatcher = new Dispatcher(this, connection.executor());
        if (mode != AcknowledgementMode.TRANSACTED) {
            transaction = null;
        } else if (capabilities.isNative(Capability.TRANSACTIONS)) {
            transaction = new NativeTransaction(this);
        } else {
            transaction = new UnitOfWork(this);
        }
        this.sends = new SessionSends(this, transaction);
        this.links = new SessionLinks(this);
    }

    public ClientConnection connection() {
        return connection;
    }

    public AcknowledgementMode mode() {
        return mode;
    }

    public MessageFactory messages() {
        return connection.messages();
    }

    public SessionSends sends() {
        return sends;
    }

    Settings settings() {
        return connection.settings();
    }

    SessionConsumers consumers() {
        return consumers;
    }

    SessionDeliveries deliveries() {
        return deliveries;
    }

    SessionLinks links() {
        return links;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    boolean isStarted() {
        return connection.isStarted() && !isClosing();
    }

    /** True from the beginning of close on: nothing is delivered any more. */
    boolean isClosing() {
        return closing.hasBegun();
    }

    /** Throws where the session is closed or its connection has failed; a listener that close waits for may go on. */
    public void requireUsable(String operation) throws JMSException {
        if (closed || ((isClosing() || ending() != null) && !isCallback())) {
            throw Failures.closed("session", operation, ending());
        }
        connection.lifecycle().requireUsable(operation);
    }

    /** True on a thread that is calling a message or completion listener of this session. */
    boolean isCallback() {
        return isListener() || sends.isCallback();
    }

    /** Refuses what would wait for the listener that calls it. */
    public void requireNoCallback(String operation) throws JMSException {
        if (isCallback()) {
            throw Failures.illegalState(operation + ": not allowed in a listener of the same session (section 6.2.15)");
        }
    }

    /** True on a thread that is calling a message listener of this session. */
    boolean isListener() {
        return dispatcher.isCallback() || deliveries.assigned().isCallback();
    }

    /** True where it, its consumers and its sends have lost nothing. */
    boolean isWhole() {
        return sends.isWhole() && (isClosing() || (links.isAlive() && consumers.isWhole()));
    }

    /** True while recovery may still send what its lost connection left unsent: while it is being closed, too. */
    boolean isRecoverable() {
        return !closed && connection.isRecoverable();
    }

    /** Opens a consumer; blocks. */
    public ClientConsumer createConsumer(ConsumerIntent intent) throws JMSException {
        return consumers.create(intent);
    }

    /** Begins an enumeration; blocks. */
    public ClientBrowser browse(Address queue, @Nullable MessageSelector selector) throws JMSException {
        String operation = "browse " + queue;
        requireUsable(operation);
        return links.perform(operation, on -> {
            Generation generation = on.generation();
            Capabilities capabilities = generation.capabilities();
            if (!capabilities.supports(Capability.BROWSERS)) {
                throw Failures.lacking(
                        Capability.BROWSERS, operation, generation.peer(), "consume the messages instead");
            }
            if (selector != null && !capabilities.isNative(Capability.QUEUE_SELECTORS)) {
                throw Failures.lacking(
                        Capability.QUEUE_SELECTORS, operation, generation.peer(), "browse without a selector");
            }
            Address current = connection.temporaries().current(queue);
            return new ClientBrowser(
                    this, on, new ReceiverSpec(current, ReceiverSpec.Mode.BROWSE, selector, false, null));
        });
    }

    /** {@code JMSContext.acknowledge}: all that the session has consumed. */
    public void acknowledge() throws JMSException {
        requireUsable("acknowledge");
        deliveries.acknowledgeAll();
    }

    /** Delivers again, in order, what has not been acknowledged (section 6.2.11). */
    public void recover() throws JMSException {
        requireUsable("recover");
        if (mode == AcknowledgementMode.TRANSACTED) {
            throw Failures.illegalState("recover: the session is transacted; use rollback");
        }
        deliveries.recover();
    }

    /** Commits (section 6.2.7); blocks. What belonged to a failed connection, or to a lost session, was rolled back with it. */
    public void commit() throws JMSException {
        SessionTransaction current = requireTransactionToCommit();
        sends.awaitCompletions("commit");
        List<Received> consumed = deliveries.takeConsumed();
        try {
            current.commit(consumed);
        } catch (TransactionRolledBackException e) {
            deliveries.redeliver(consumed);
            throw e;
        } finally {
            deliveries.discharged();
        }
    }

    /** Rolls back; blocks. What was consumed is delivered again, in order. */
    public void rollback() throws JMSException {
        SessionTransaction current = requireTransaction("rollback");
        sends.awaitCompletions("rollback");
        current.rollback();
        deliveries.redeliver(deliveries.takeConsumed());
        deliveries.discharged();
    }

    private SessionTransaction requireTransactionToCommit() throws JMSException {
        try {
            return requireTransaction("commit");
        } catch (JMSException e) {
            JMSException end = ending();
            if (transaction == null || (end == null && !Failures.isConnectionFailed(e))) {
                throw e;
            }
            String reason =
                    end == null ? "the connection has failed; create a new one" : String.valueOf(end.getMessage());
            throw Failures.rolledBack(reason, e);
        }
    }

    private SessionTransaction requireTransaction(String operation) throws JMSException {
        if (sends.isCallback()) {
            throw Failures.illegalState(
                    operation + ": not allowed in a completion listener of the session (section 7.3.6)");
        }
        requireUsable(operation);
        SessionTransaction current = transaction;
        if (current == null) {
            throw Failures.illegalState(operation + ": the session is not transacted");
        }
        return current;
    }

    /** Gives the deliveries that a connection consumer has assigned to a listener, on the calling thread (section 8.2). */
    public void run(MessageListener listener) {
        deliveries.runAssigned(listener);
    }

    void start() {
        dispatcher.start();
        consumers.resume();
    }

    /** Gives back what is held ahead, once no listener runs. */
    void pause() {
        deliveries.flush();
        consumers.pause();
    }

    /** Makes sure that consumers which go idle give back what they hold. */
    void scheduleTick() {
        if (!tickScheduled.get() && tickScheduled.compareAndSet(false, true)) {
            long period = settings().get(ClientOptions.PREFETCH_IDLE).toMillis();
            connection.time().schedule(period, this::tick);
        }
    }

    private void tick() {
        tickScheduled.set(false);
        if (!isClosing()) {
            deliveries.flush();
            if (consumers.tick()) {
                scheduleTick();
            }
        }
    }

    /**
     * Closes it (section 6.2.15): waits for a running listener and for asynchronous sends, rolls back, and gives back what was
     * not acknowledged. Idempotent; any thread but a listener's.
     */
    public void close() throws JMSException {
        requireNoCallback("close");
        if (!closing.begin()) {
            closing.awaitOther("close a session");
            return;
        }
        dispatcher.stop();
        consumers.wake();
        connection.lifecycle().signal();
        try {
            dispatcher.awaitStopped("close");
            deliveries.assigned().awaitRun("close");
            sends.awaitCompletions("close");
        } finally {
            closed = true;
            sends.abandon(Failures.closed("session", "send"));
            try {
                deliveries.closeAll(consumers.open());
                closeLink();
            } finally {
                connection.sessions().remove(this);
                closing.done();
            }
        }
    }

    /** Closes and reports what was lost of it, where recovery is not wanted. Waits for no listener. */
    void closeLost(ConnectionLostException cause) {
        if (isClosing()) {
            return;
        }
        try {
            if (links.isLost()) {
                JMSException reason = Failures.sessionLost(this + " was lost", links.lossOr(cause));
                if (ending.compareAndSet(null, reason)) {
                    connection.report(reason);
                    connection.executor().execute(this::closeQuietly);
                }
            } else {
                consumers.closeLost(cause);
            }
        } catch (JMSException e) {
            Log.CLIENT.warn("What was lost of {} could not be closed", this, e);
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (JMSException e) {
            Log.CLIENT.warn("{}, which was lost, could not be closed", this, e);
        }
    }

    /** Why it ends, where that is not the application's doing; else null. */
    @Nullable
    JMSException ending() {
        return ending.get();
    }

    /** Closes what there is at the provider; consumers that recovery is just opening close themselves. */
    private void closeLink() throws JMSException {
        SessionLink current = links.toClose();
        if (current == null) {
            return;
        }
        Answer<Void> done = new Answer<>();
        try {
            consumers.release();
        } finally {
            current.provider().close(done);
        }
        consumers.awaitClose(done, "close a session");
    }

    @Override
    public String toString() {
        return "session of " + connection;
    }
}
