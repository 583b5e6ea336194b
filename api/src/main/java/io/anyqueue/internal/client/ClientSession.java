package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.internal.message.MessageFactory;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.Settings;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.StreamMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session: its consumers, senders, acknowledgement and transaction, over provider sessions that recovery replaces.
 *
 * <p>The application uses it from one thread at a time (section 6.2.5), except {@link #close}. {@code lock} guards what the
 * application holds unsettled and is never held while waiting; {@code restoring} serializes whoever opens
 * provider objects and may be held for as long as that takes.
 */
public final class ClientSession {
    private static final ClientConsumer[] NO_CONSUMERS = {};

    private final ClientConnection connection;
    private final AcknowledgementMode mode;
    private final Dispatcher dispatcher;
    private final SessionSends sends;
    private final ReentrantLock restoring = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean tickScheduled = new AtomicBoolean();

    // guarded by lock
    private final Acknowledgement acknowledgement;
    private final List<ReceiverLink> lingering = new ArrayList<>();
    private final ArrayDeque<Received> assigned = new ArrayDeque<>();

    private final @Nullable SessionTransaction transaction;
    /** Replaced as a whole under lock. */
    private volatile ClientConsumer[] consumers = NO_CONSUMERS;

    private volatile @Nullable SessionLink link;
    private volatile boolean closed;

    ClientSession(ClientConnection connection, AcknowledgementMode mode, Capabilities capabilities) {
        this.connection = connection;
        this.mode = mode;
        this.acknowledgement = Acknowledgement.of(mode);
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

    // ---- what it belongs to ----

    public ClientConnection connection() {
        return connection;
    }

    public AcknowledgementMode mode() {
        return mode;
    }

    public MessageFactory messages() {
        return connection.messages();
    }

    Settings settings() {
        return connection.settings();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    ClientConsumer[] consumers() {
        return consumers;
    }

    public SessionSends sends() {
        return sends;
    }

    boolean isStarted() {
        return connection.isStarted() && !closed;
    }

    boolean isFailed() {
        return connection.isFailed();
    }

    /** Throws where the session is closed or its connection has failed for good. */
    public void requireUsable(String operation) throws JMSException {
        if (closed) {
            throw Failures.closed("session", operation);
        }
        connection.requireUsable(operation);
    }

    // ---- links ----

    /** Blocks until the session has a provider session: at once, unless recovery is under way. */
    SessionLink awaitLink(String operation) throws JMSException {
        SessionLink current = link;
        if (current != null && !current.isLost()) {
            return current;
        }
        return connection.await(operation, settings().get(ClientOptions.REQUEST_TIMEOUT), () -> {
            requireUsable(operation);
            SessionLink next = link;
            return next == null || next.isLost() ? null : next;
        });
    }

    boolean hasProducerFor(Address address) {
        return sends.hasProducerFor(address);
    }

    /** Opens what is missing on a provider connection: at creation and at recovery; blocks. */
    void restore(Generation generation) throws JMSException {
        restoring.lock();
        try {
            if (closed) {
                return;
            }
            SessionLink current = link;
            if (current == null || current.isLost() || current.generation() != generation) {
                SessionLink opening = new SessionLink(this, generation);
                opening.open(settings().get(ClientOptions.REQUEST_TIMEOUT));
                current = opening;
            }
            for (ClientConsumer each : consumers) {
                restore(each, current);
            }
            sends.resend(current);
            link = current;
        } finally {
            restoring.unlock();
        }
    }

    private void restore(ClientConsumer consumer, SessionLink on) throws JMSException {
        try {
            consumer.open(on);
        } catch (ConnectionLostException e) {
            throw e;
        } catch (JMSException e) {
            if (connection.isRetryable(e)) {
                throw e;
            }
            closeConsumer(consumer);
            connection.report(Failures.withCause(
                    new JMSException(consumer + " could not be restored after the connection was lost, and is closed: "
                            + e.getMessage()),
                    e));
        }
    }

    /** The peer ended the session, or an operation found it dead. Called by any thread; does not block. */
    void linkLost(SessionLink lost, ConnectionLostException cause) {
        lost.markLost();
        connection.recover(cause);
    }

    void consumerLost(ClientConsumer consumer, ConnectionLostException cause) {
        Log.CLIENT.info("{} was ended by the broker and is opened again: {}", consumer, cause.getMessage());
        connection.recover(cause);
    }

    /** First step of recovery: forgets what came through a lost link. */
    void forgetLostLink() {
        SessionLink current = link;
        boolean lost = current != null && current.isLost();
        for (ClientConsumer each : consumers) {
            ReceiverLink receiver = each.link();
            if (receiver != null && receiver.isLost()) {
                each.linkLost();
                each.suspect(unsettled());
            }
        }
        if (lost && current != null && transaction != null) {
            transaction.linkLost(current);
        }
    }

    boolean holdsConsumed() {
        return !unsettled().isEmpty();
    }

    private List<Received> unsettled() {
        lock.lock();
        try {
            return new ArrayList<>(acknowledgement.unsettled());
        } finally {
            lock.unlock();
        }
    }

    // ---- consumers and browsers ----

    /** Opens a consumer; blocks. */
    public ClientConsumer createConsumer(ConsumerIntent intent) throws JMSException {
        String operation = "create a consumer of " + intent.address();
        requireUsable(operation);
        if (intent.address().kind().isTemporary() && !connection.temporaries().owns(intent.address())) {
            throw new InvalidDestinationException(
                    operation
                            + ": it belongs to another connection or has been deleted; only the connection that created"
                            + " a temporary destination may consume from it",
                    "ANYQUEUE-NOT-OWNER");
        }
        ClientConsumer consumer = new ClientConsumer(this, intent);
        addConsumer(consumer);
        try {
            onLink(operation, on -> {
                consumer.open(on);
                return consumer;
            });
            return consumer;
        } catch (JMSException | RuntimeException e) {
            consumer.markClosed();
            removeConsumer(consumer);
            throw e;
        }
    }

    /** Begins an enumeration; blocks. */
    public ClientBrowser browse(Address queue, @Nullable MessageSelector selector) throws JMSException {
        String operation = "browse " + queue;
        requireUsable(operation);
        return onLink(operation, on -> {
            Generation generation = on.generation();
            Capability needed = selector == null ? Capability.BROWSERS : Capability.QUEUE_SELECTORS;
            if (!generation.capabilities().supports(Capability.BROWSERS)
                    || !generation.capabilities().supports(needed)) {
                throw Failures.lacking(needed, operation, generation.peer(), "consume the messages instead");
            }
            Address current = connection.temporaries().current(queue);
            return new ClientBrowser(
                    this, on, new ReceiverSpec(current, ReceiverSpec.Mode.BROWSE, selector, false, null));
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

    private void addConsumer(ClientConsumer consumer) {
        lock.lock();
        try {
            ClientConsumer[] more = Arrays.copyOf(consumers, consumers.length + 1);
            more[consumers.length] = consumer;
            consumers = more;
        } finally {
            lock.unlock();
        }
    }

    private void removeConsumer(ClientConsumer consumer) {
        lock.lock();
        try {
            consumers =
                    Arrays.stream(consumers).filter(each -> each != consumer).toArray(ClientConsumer[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** Closes a consumer; what it delivered stays settleable. False where it was closed before. */
    boolean closeConsumer(ClientConsumer consumer) throws JMSException {
        ReceiverLink last = consumer.link();
        boolean held;
        lock.lock();
        try {
            if (!consumer.markClosed()) {
                return false;
            }
            held = holdsFor(last);
            if (held && last != null) {
                lingering.add(last);
            }
        } finally {
            lock.unlock();
        }
        removeConsumer(consumer);
        Answer<Void> done = new Answer<>();
        consumer.release(() -> {
            if (held || last == null) {
                io.anyqueue.spi.Completion.done(done);
            } else {
                last.close(done);
            }
        });
        awaitClose(done, "close a consumer");
        return true;
    }

    /** Closes a consumer whose deliveries are settled by other sessions; its link stays. False where closed before. */
    boolean retire(ClientConsumer consumer) {
        lock.lock();
        try {
            if (!consumer.markClosed()) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        removeConsumer(consumer);
        consumer.release(() -> Log.CLIENT.debug("{} takes no more messages", consumer));
        return true;
    }

    private boolean holdsFor(@Nullable ReceiverLink receiver) {
        return acknowledgement.unsettled().stream().anyMatch(each -> each.link() == receiver);
    }

    private void awaitClose(Answer<Void> done, String operation) throws JMSException {
        try {
            done.await(operation, settings().get(ClientOptions.CLOSE_TIMEOUT), "closeTimeout");
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("{}: the connection was lost, which closes it as well", operation, e);
        }
    }

    /** Closes receivers of closed consumers whose last delivery has been settled. */
    private void closeLingering() {
        List<ReceiverLink> done = new ArrayList<>();
        lock.lock();
        try {
            if (lingering.isEmpty()) {
                return;
            }
            lingering.removeIf(each -> !holdsFor(each) && done.add(each));
        } finally {
            lock.unlock();
        }
        done.forEach(each -> each.close(SessionLink.Ignored.RESULT));
    }

    // ---- handing messages to the application ----

    /** Takes a consumer's next delivery for a synchronous receive and accounts for it; null where there is none. */
    @Nullable
    JmsMessage handOver(ClientConsumer consumer, @Nullable Class<?> body) throws JMSException {
        lock.lock();
        try {
            Received next = consumer.next();
            if (next == null) {
                return null;
            }
            JmsMessage message = message(next);
            if (body != null && !hasBody(message, body)) {
                refuseBody(next, message, body);
            }
            next.markSeen();
            acknowledgement.received(next);
            return message;
        } finally {
            lock.unlock();
            if (mode == AcknowledgementMode.DUPS_OK) {
                scheduleTick();
            }
        }
    }

    private static boolean hasBody(JmsMessage message, Class<?> type) throws JMSException {
        return !(message instanceof StreamMessage) && message.isBodyAssignableTo(type) && message.getBody(type) != null;
    }

    /** Section 8.6: in the automatic modes as if receiveBody had not been called, else consumed and unacknowledged. */
    private void refuseBody(Received next, JmsMessage message, Class<?> body) throws JMSException {
        if (mode == AcknowledgementMode.AUTO || mode == AcknowledgementMode.DUPS_OK) {
            next.link().owner().redeliver(List.of(next));
        } else {
            next.markSeen();
            acknowledgement.received(next);
        }
        throw new jakarta.jms.MessageFormatException(
                "receiveBody: " + message + " has no body that is a " + body.getName()
                        + "; it can be received with receive()",
                "ANYQUEUE-BODY-TYPE");
    }

    /** Takes a consumer's next delivery for its listener. */
    @Nullable
    Received takeForListener(ClientConsumer consumer) {
        lock.lock();
        try {
            return consumer.next();
        } finally {
            lock.unlock();
        }
    }

    /** Calls a listener; false where the message has to be delivered again after a pause. */
    boolean callListener(MessageListener listener, Received received) {
        lock.lock();
        try {
            received.markSeen();
            acknowledgement.delivering(received);
        } finally {
            lock.unlock();
        }
        try {
            listener.onMessage(message(received));
        } catch (RuntimeException | Error e) {
            Log.CLIENT.warn(
                    "A message listener of {} threw for {}",
                    this,
                    received.delivery().message(),
                    e);
            return !redeliveredAfterFailure(received);
        }
        listenerReturned(received);
        return true;
    }

    private void listenerReturned(Received received) {
        lock.lock();
        try {
            acknowledgement.consumed(received);
        } finally {
            lock.unlock();
        }
        if (mode == AcknowledgementMode.DUPS_OK) {
            scheduleTick();
        }
        closeLingering();
    }

    private boolean redeliveredAfterFailure(Received received) {
        boolean redeliver;
        lock.lock();
        try {
            redeliver = acknowledgement.failed(received);
        } finally {
            lock.unlock();
        }
        if (redeliver) {
            redeliver(List.of(received));
            closeLingering();
        }
        return redeliver;
    }

    long redeliveryDelay(int failuresInARow) {
        long first = settings().get(ClientOptions.REDELIVERY_DELAY).toMillis();
        long most = settings().get(ClientOptions.REDELIVERY_MAX_DELAY).toMillis();
        return failuresInARow > 30 ? most : Math.min(most, first << failuresInARow);
    }

    JmsMessage browsed(Received received) {
        return message(received);
    }

    private JmsMessage message(Received received) {
        JmsMessage message =
                messages().received(received.delivery().message(), received.deliveryCount(), received.isRedelivered());
        message.acknowledgeWith(() -> acknowledge(received));
        return message;
    }

    // ---- acknowledgement ----

    private void acknowledge(Received received) throws JMSException {
        requireUsable("acknowledge");
        lock.lock();
        try {
            acknowledgement.acknowledge(received);
        } finally {
            lock.unlock();
        }
        closeLingering();
    }

    /** {@code JMSContext.acknowledge}: all that the session has consumed. */
    public void acknowledgeAll() throws JMSException {
        requireUsable("acknowledge");
        lock.lock();
        try {
            for (Received each : new ArrayList<>(acknowledgement.unsettled())) {
                acknowledgement.acknowledge(each);
            }
        } finally {
            lock.unlock();
        }
        closeLingering();
    }

    void flushAcknowledgements() {
        if (mode == AcknowledgementMode.DUPS_OK) {
            lock.lock();
            try {
                acknowledgement.flush();
            } finally {
                lock.unlock();
            }
            closeLingering();
        }
    }

    /** Delivers again, in order, what has not been acknowledged (section 6.2.11). */
    public void recover() throws JMSException {
        requireUsable("recover");
        if (mode == AcknowledgementMode.TRANSACTED) {
            throw Failures.illegalState("recover: the session is transacted; use rollback");
        }
        List<Received> again;
        lock.lock();
        try {
            again = acknowledgement.recover();
        } finally {
            lock.unlock();
        }
        redeliver(again);
        closeLingering();
    }

    /** Puts deliveries back, counting a failure of each, or rejects those that have reached the limit. */
    private void redeliver(List<Received> ascending) {
        int limit = settings().get(ClientOptions.DELIVERY_LIMIT);
        Map<ReceiverLink.Owner, List<Received>> byOwner = new java.util.LinkedHashMap<>();
        for (Received each : ascending) {
            if (each.link().isLost()) {
                continue;
            }
            if (limit > 0 && each.deliveryCount() >= limit) {
                Log.CLIENT.warn(
                        "{} was delivered {} times without success, which is the limit, and is rejected",
                        each.delivery().message(),
                        each.deliveryCount());
                each.link().settle(each.number(), each.number(), Outcome.REJECTED, null);
            } else {
                each.countFailure();
                byOwner.computeIfAbsent(each.link().owner(), owner -> new ArrayList<>())
                        .add(each);
            }
        }
        byOwner.forEach(ReceiverLink.Owner::redeliver);
    }

    // ---- transactions ----

    /** Commits (section 6.2.7); blocks. */
    public void commit() throws JMSException {
        SessionTransaction current = requireTransaction("commit");
        sends.awaitCompletions("commit");
        List<Received> consumed = takeConsumed();
        try {
            current.commit(consumed);
        } catch (jakarta.jms.TransactionRolledBackException e) {
            redeliver(consumed);
            throw e;
        } finally {
            closeLingering();
        }
    }

    /** Rolls back; blocks. What was consumed is delivered again, in order. */
    public void rollback() throws JMSException {
        SessionTransaction current = requireTransaction("rollback");
        sends.awaitCompletions("rollback");
        try {
            current.rollback();
        } finally {
            redeliver(takeConsumed());
            closeLingering();
        }
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

    private List<Received> takeConsumed() {
        lock.lock();
        try {
            return acknowledgement.takeAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- connection consumers ----

    /** Takes deliveries that {@link #run} will give to the session's listener. */
    void assign(List<Received> deliveries) {
        lock.lock();
        try {
            assigned.addAll(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the assigned deliveries to a listener on the calling thread (section 8.2). */
    public void run(MessageListener listener) {
        for (Received next = nextAssigned(); next != null; next = nextAssigned()) {
            callListener(listener, next);
        }
    }

    private @Nullable Received nextAssigned() {
        lock.lock();
        try {
            return assigned.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    // ---- start, stop, idle, close ----

    void start() {
        dispatcher.start();
        for (ClientConsumer each : consumers) {
            each.resume();
        }
    }

    /** Stops delivery; {@link Dispatcher#awaitStopped} then waits for a running listener. */
    void stop() {
        dispatcher.stop();
        flushAcknowledgements();
        for (ClientConsumer each : consumers) {
            each.pause();
        }
    }

    void scheduleTick() {
        if (!tickScheduled.get() && tickScheduled.compareAndSet(false, true)) {
            long period = settings().get(ClientOptions.PREFETCH_IDLE).toMillis();
            connection.time().schedule(period, this::tick);
        }
    }

    private void tick() {
        tickScheduled.set(false);
        if (closed) {
            return;
        }
        flushAcknowledgements();
        boolean again = false;
        for (ClientConsumer each : consumers) {
            again |= each.tick();
        }
        if (again) {
            scheduleTick();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** True on a thread that is calling a message or completion listener of this session. */
    boolean isCallback() {
        return dispatcher.isCallback() || sends.isCallback();
    }

    /**
     * Closes it (section 6.2.15): waits for a running listener and for asynchronous sends, rolls back, and gives back what was
     * not acknowledged. Idempotent; any thread.
     */
    public void close() throws JMSException {
        if (isCallback()) {
            throw Failures.illegalState("close: not allowed in a listener of the same session (section 6.2.15)");
        }
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        dispatcher.stop();
        for (ClientConsumer each : consumers) {
            each.wake();
        }
        dispatcher.awaitStopped("close");
        sends.awaitCompletions("close");
        try {
            settleAll();
            closeLink();
        } finally {
            connection.remove(this);
        }
    }

    private void settleAll() {
        flushAcknowledgements();
        lock.lock();
        try {
            for (ClientConsumer each : consumers) {
                each.markClosed();
            }
            Settlement.settle(acknowledgement.takeAll(), Outcome.FAILED, null);
            Settlement.settle(assigned, Outcome.RELEASED, null);
            assigned.clear();
        } finally {
            lock.unlock();
        }
    }

    private void closeLink() throws JMSException {
        restoring.lock();
        try {
            SessionLink current = link;
            if (current == null || current.isLost()) {
                return;
            }
            List<Answer<Void>> released = new ArrayList<>();
            for (ClientConsumer each : consumers) {
                Answer<Void> done = new Answer<>();
                each.release(() -> io.anyqueue.spi.Completion.done(done));
                released.add(done);
            }
            for (Answer<Void> each : released) {
                awaitClose(each, "close a session");
            }
            Answer<Void> done = new Answer<>();
            current.provider().close(done);
            awaitClose(done, "close a session");
        } finally {
            restoring.unlock();
        }
    }

    @Override
    public String toString() {
        return "session of " + connection;
    }
}
