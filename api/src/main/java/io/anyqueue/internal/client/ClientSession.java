package io.anyqueue.internal.client;

import io.anyqueue.internal.message.MessageFactory;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session over provider sessions that recovery replaces. Its parts: {@link SessionConsumers} fetch messages,
 * {@link SessionDeliveries} hold them for the application until they are settled, a {@link Dispatcher} calls listeners,
 * {@link SessionSends} sends, a {@link SessionTransaction} ties sends and deliveries together.
 *
 * <p>The application uses it from one thread at a time (section 6.2.5), except {@link #close}. {@code restoring} serializes
 * whoever opens provider objects and may be held for as long as that takes.
 */
public final class ClientSession {
    private final ClientConnection connection;
    private final AcknowledgementMode mode;
    private final SessionConsumers consumers;
    private final SessionDeliveries deliveries;
    private final Dispatcher dispatcher;
    private final @Nullable SessionTransaction transaction;
    private final SessionSends sends;

    private final ReentrantLock restoring = new ReentrantLock();
    private final AtomicBoolean tickScheduled = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closeDone = new CountDownLatch(1);
    private volatile boolean closed;
    /** The last one opened, perhaps with consumers missing; written under restoring. */
    private volatile @Nullable SessionLink restored;
    /** The one that is whole, which the application uses. */
    private volatile @Nullable SessionLink link;

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
    }

    // ---- parts ----

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

    Dispatcher dispatcher() {
        return dispatcher;
    }

    // ---- state ----

    boolean isStarted() {
        return connection.isStarted() && !isClosing();
    }

    /** True from the beginning of close on: nothing is delivered any more. */
    boolean isClosing() {
        return closing.get();
    }

    /** Throws where the session is closed or its connection has failed; a listener that close waits for may go on. */
    public void requireUsable(String operation) throws JMSException {
        if (closed || (isClosing() && !isCallback())) {
            throw Failures.closed("session", operation);
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
        return dispatcher.isCallback() || deliveries.isCallback();
    }

    // ---- links ----

    /** Blocks until the session has a provider session: at once, unless recovery is under way. */
    SessionLink awaitLink(String operation) throws JMSException {
        return awaitLink(operation, ClientOptions.REQUEST_TIMEOUT);
    }

    SessionLink awaitLink(String operation, Option<Duration> limit) throws JMSException {
        SessionLink current = link;
        if (current != null && !current.isLost()) {
            return current;
        }
        return connection.lifecycle().await(operation, settings(), limit, () -> {
            requireUsable(operation);
            SessionLink next = link;
            boolean alive = next != null && !next.isLost();
            if (!alive && isClosing()) {
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

    <T> T onLink(String operation, LinkOperation<T> action) throws JMSException {
        long deadline = Waiter.deadlineAfter(
                settings().get(ClientOptions.REQUEST_TIMEOUT).toMillis());
        while (true) {
            SessionLink current = awaitLink(operation);
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
                linkLost(current, e);
            }
        }
    }

    /** Opens what is missing on a provider connection: at creation and at recovery; blocks. */
    void restore(Generation generation) throws JMSException {
        restoring.lock();
        try {
            if (isClosing()) {
                return;
            }
            SessionLink current = restored;
            if (current == null || current.isLost() || current.generation() != generation) {
                current = new SessionLink(this, generation);
                current.open(settings().get(ClientOptions.REQUEST_TIMEOUT));
                restored = current;
                if (isClosing()) {
                    // close() may have looked before there was anything to close.
                    current.provider().close(SessionLink.Ignored.RESULT);
                    return;
                }
            }
            consumers.restore(current);
            sends.resend(current);
            link = current;
            if (current.isLost()) {
                throw new ConnectionLostException("The session was lost again while it was being restored", null);
            }
        } finally {
            restoring.unlock();
        }
    }

    /** True where it, its consumers and its sends have lost nothing. */
    boolean isWhole() {
        SessionLink current = link;
        return isClosing() || (current != null && !current.isLost() && consumers.isWhole() && sends.isWhole());
    }

    /** The peer ended the session, or an operation found it dead. Called by any thread; does not block. */
    void linkLost(SessionLink lost, ConnectionLostException cause) {
        boolean news = lost.markLost();
        if (news && link == lost) {
            connection.recover(cause);
        }
    }

    // ---- what the façades ask for ----

    /** Opens a consumer; blocks. */
    public ClientConsumer createConsumer(ConsumerIntent intent) throws JMSException {
        return consumers.create(intent);
    }

    /** Begins an enumeration; blocks. */
    public ClientBrowser browse(Address queue, @Nullable MessageSelector selector) throws JMSException {
        String operation = "browse " + queue;
        requireUsable(operation);
        return onLink(operation, on -> {
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

    /** Commits (section 6.2.7); blocks. */
    public void commit() throws JMSException {
        SessionTransaction current = requireTransaction("commit");
        sends.awaitCompletions("commit");
        List<Received> consumed = deliveries.takeConsumed();
        try {
            current.commit(consumed);
        } catch (TransactionRolledBackException e) {
            deliveries.redeliver(consumed);
            throw e;
        } finally {
            deliveries.closeLingering();
        }
    }

    /** Rolls back; blocks. What was consumed is delivered again, in order. */
    public void rollback() throws JMSException {
        SessionTransaction current = requireTransaction("rollback");
        sends.awaitCompletions("rollback");
        current.rollback();
        deliveries.redeliver(deliveries.takeConsumed());
        deliveries.closeLingering();
    }

    private SessionTransaction requireTransaction(String operation) throws JMSException {
        requireUsable(operation);
        SessionTransaction current = transaction;
        if (current == null) {
            throw Failures.illegalState(operation + ": the session is not transacted");
        }
        if (sends.isCallback()) {
            throw Failures.illegalState(
                    operation + ": not allowed in a completion listener of the session (section 7.3.6)");
        }
        return current;
    }

    /** Gives the deliveries that a connection consumer has assigned to a listener, on the calling thread (section 8.2). */
    public void run(MessageListener listener) {
        deliveries.runAssigned(listener);
    }

    // ---- start, stop, idle, close ----

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
        if (!closing.compareAndSet(false, true)) {
            awaitOtherClose();
            return;
        }
        dispatcher.stop();
        consumers.wake();
        connection.lifecycle().signal();
        try {
            dispatcher.awaitStopped("close");
            deliveries.awaitRun("close");
            sends.awaitCompletions("close");
        } finally {
            closed = true;
            try {
                deliveries.closeAll(consumers.open());
                closeLink();
            } finally {
                connection.remove(this);
                closeDone.countDown();
            }
        }
    }

    private void awaitOtherClose() throws JMSException {
        try {
            closeDone.await();
        } catch (InterruptedException e) {
            throw Failures.interrupted("close a session", e);
        }
    }

    /** Closes what there is at the provider; consumers that recovery is just opening close themselves. */
    private void closeLink() throws JMSException {
        SessionLink current = restored;
        if (current == null || current.isLost()) {
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
