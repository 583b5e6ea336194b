package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a session: a buffer of deliveries ahead of the application, the credit that fills it, and the two ways to
 * empty it, receive and listener.
 *
 * <p>It hoards nothing: before the first receive and while the connection is stopped it has no credit,
 * and what it holds ahead goes back when it stops, idles or closes. Deliveries arrive on the provider's threads; everything
 * else happens on the session's thread of control, except {@link #close}, {@link #pause} and recovery, which meet it
 * at the session's lock.
 */
public final class ClientConsumer implements ReceiverLink.Owner {
    /** Where deliveries are pushed: a listener of the session, or the server sessions of a connection consumer. */
    interface Target {
        /** Takes the consumer's next delivery and pushes it; false where there was none. */
        boolean deliverNext();
    }

    private final ClientSession session;
    private final ConsumerIntent intent;
    private final DeliveryBuffer buffer = new DeliveryBuffer();
    private final Waiter waiter = new Waiter();
    private final Suspects suspects = new Suspects();
    private final ListenerPause pause;
    private final Prefetch prefetch;

    private volatile @Nullable ReceiverLink link;
    private volatile @Nullable MessageListener listener;
    private volatile @Nullable Target target;
    private volatile boolean created;
    private volatile boolean closed;
    private volatile boolean usedSinceTick;
    private volatile boolean receiving;
    private final AtomicLong filteredOut = new AtomicLong();

    ClientConsumer(ClientSession session, ConsumerIntent intent) {
        this.session = session;
        this.intent = intent;
        this.pause = new ListenerPause(session.connection().time(), session.settings(), session.dispatcher()::signal);
        this.prefetch = new Prefetch(session.settings());
    }

    public ConsumerIntent intent() {
        return intent;
    }

    public @Nullable MessageListener listener() {
        return listener;
    }

    /** Throws where the consumer, its session or its connection is closed. */
    public void requireOpen(String operation) throws JMSException {
        if (closed) {
            throw Failures.closed("consumer", operation);
        }
        session.requireUsable(operation);
    }

    // ---- link ----

    Suspects suspects() {
        return suspects;
    }

    /** From now on recovery restores it; until then its creation opens it, and fails where it is refused. */
    void markCreated() {
        created = true;
    }

    boolean isCreated() {
        return created;
    }

    /** Opens a receiver on a session link, at creation and at recovery; blocks. */
    void open(SessionLink on) throws JMSException {
        ReceiverLink previous = link;
        if (closed || (previous != null && !previous.isLost() && previous.session() == on)) {
            return;
        }
        ReceiverLink opening = new ReceiverLink(this, on);
        link = opening;
        try {
            opening.opened(openReceiver(on, opening));
        } catch (JMSException | RuntimeException e) {
            buffer.atomically(opening::markLost);
            throw e;
        }
        if (closed) {
            opening.close(SessionLink.Ignored.RESULT);
        }
        resume();
    }

    private ProviderReceiver openReceiver(SessionLink on, ReceiverLink observer) throws JMSException {
        Generation generation = on.generation();
        Address current = session.connection().temporaries().current(intent.address());
        ReceiverSpec spec = intent.specFor(generation.capabilities(), current, generation.peer());
        Answer<ProviderReceiver> answer = new Answer<>(late -> late.close(SessionLink.Ignored.RESULT));
        on.provider().openReceiver(spec, observer, answer);
        return answer.await(
                "create a consumer of " + intent.address(),
                session.settings().get(ClientOptions.REQUEST_TIMEOUT),
                "requestTimeout");
    }

    /** Forgets a generation: its deliveries come again. Called by any thread, without blocking. */
    void linkLost() {
        ReceiverLink old = link;
        if (old != null) {
            buffer.atomically(old::markLost);
        }
        buffer.removeLost();
        waiter.wake();
    }

    @Override
    public void lost(ReceiverLink lostLink, ConnectionLostException cause) {
        if (link == lostLink && !closed && !lostLink.isLost()) {
            linkLost();
            Log.CLIENT.info("{} was ended by the broker and is opened again: {}", this, cause.getMessage());
            session.connection().recover(cause);
        }
    }

    // ---- provider's threads ----

    @Override
    public boolean take(Received received) {
        Generation generation = received.link().session().generation();
        if (!intent.admits(
                received.delivery().message(),
                generation.capabilities(),
                session.connection().name())) {
            filteredOut.incrementAndGet();
            received.link().useCredit();
            received.link().settle(received.number(), received.number(), Outcome.ACCEPTED, null);
            received.link().grant(1);
            return true;
        }
        prefetch.noteSize(received.delivery().message().approximateSize());
        suspects.recognise(received);
        return buffer.add(received);
    }

    @Override
    public void flushed() {
        if (target != null) {
            session.dispatcher().signal();
        } else {
            waiter.wake();
        }
    }

    // ---- start and stop ----

    /** The connection has started, or a receiver has come anew. */
    void resume() {
        ReceiverLink current = link;
        if (target != null && current != null && session.isStarted()) {
            topUp(current, prefetch.full());
            session.dispatcher().signal();
        }
        waiter.wake();
    }

    /** The connection has stopped: nothing is held back from others. Does not block. */
    void pause() {
        waiter.wake();
        giveBack();
    }

    /** Called by the session's timer: a synchronous consumer that was not used since the last tick gives back. */
    boolean tick() {
        if (target != null || closed) {
            return false;
        }
        boolean idle = !usedSinceTick && !receiving;
        usedSinceTick = false;
        if (idle) {
            giveBack();
        }
        return !idle;
    }

    private void giveBack() {
        prefetch.reset();
        ReceiverLink current = link;
        if (current != null) {
            current.drain(() -> {
                emptyBuffer();
                resume();
            });
        }
    }

    private void emptyBuffer() {
        Settlement.settle(buffer.removeUnseen(), Outcome.RELEASED, null);
        Settlement.settle(buffer.removeAll(), Outcome.FAILED, null);
    }

    private void topUp(ReceiverLink current, int window) {
        int ahead = current.credit() + buffer.size();
        if (ahead <= window / 2) {
            current.grant(window - ahead);
        }
    }

    // ---- receive ----

    /**
     * Waits for a message; null when the time is up or the consumer is closed.
     *
     * @param timeoutMillis 0 for as long as it takes
     * @param body the type that {@code receiveBody} asked for, or null
     */
    public @Nullable JmsMessage receive(long timeoutMillis, @Nullable Class<?> body) throws JMSException {
        requireReceivable("receive");
        receiving = true;
        try {
            return receiveUntil(timeoutMillis == 0 ? Waiter.FOREVER : Waiter.deadlineAfter(timeoutMillis), body);
        } finally {
            receiving = false;
        }
    }

    private @Nullable JmsMessage receiveUntil(long deadline, @Nullable Class<?> body) throws JMSException {
        while (true) {
            JmsMessage message = poll(body);
            if (message != null || isClosed()) {
                return message;
            }
            session.connection().requireUsable("receive");
            if (session.isStarted()) {
                session.deliveries().flush();
                fetchMore();
            }
            if (!awaitMessage(deadline)) {
                return lastChance(body);
            }
        }
    }

    private boolean awaitMessage(long deadline) throws JMSException {
        try {
            return waiter.await(deadline, "receive", this::isWorthALook);
        } catch (JMSException interrupted) {
            giveBack();
            throw interrupted;
        }
    }

    /** A message that is there now, or null. */
    public @Nullable JmsMessage receiveNoWait(@Nullable Class<?> body) throws JMSException {
        requireReceivable("receiveNoWait");
        receiving = true;
        try {
            JmsMessage message = poll(body);
            return message != null ? message : lastChance(body);
        } finally {
            receiving = false;
        }
    }

    /** Asks the provider for what it has, and waits for its answer, so that null means that there is nothing. */
    private @Nullable JmsMessage lastChance(@Nullable Class<?> body) throws JMSException {
        ReceiverLink current = link;
        if (isClosed() || !session.isStarted() || current == null || !current.isReady()) {
            return null;
        }
        session.deliveries().flush();
        session.scheduleTick();
        JmsMessage message;
        long dropped;
        do {
            dropped = filteredOut.get();
            if (current.credit() == 0) {
                current.grant(prefetch.earned());
            }
            current.drainAndWait("receive", session.settings().get(ClientOptions.REQUEST_TIMEOUT));
            message = poll(body);
        } while (message == null && dropped != filteredOut.get() && !isClosed());
        return message;
    }

    private boolean isWorthALook() {
        ReceiverLink current = link;
        return isClosed()
                || session.connection().lifecycle().isFailed()
                || (session.isStarted()
                        && (!buffer.isEmpty() || (current != null && current.isReady() && current.credit() == 0)));
    }

    private void fetchMore() {
        ReceiverLink current = link;
        if (current != null && current.credit() == 0 && buffer.isEmpty()) {
            current.grant(prefetch.earned());
            prefetch.grow();
        }
        session.scheduleTick();
    }

    private @Nullable JmsMessage poll(@Nullable Class<?> body) throws JMSException {
        usedSinceTick = true;
        if (!session.isStarted() || buffer.isEmpty()) {
            return null;
        }
        JmsMessage message = session.deliveries().handOver(this, body);
        prefetch.noteReceive();
        ReceiverLink current = link;
        int window = prefetch.earned();
        if (current != null && window > 2) {
            topUp(current, window);
        }
        return message;
    }

    /** The next delivery, taken from the buffer; expired ones are passed over. Called under the session's lock. */
    @Nullable
    Received next() {
        Received next = closed ? null : buffer.poll();
        while (next != null && (next.link().isLost() || isExpired(next))) {
            next = buffer.poll();
        }
        return next;
    }

    private boolean isExpired(Received received) {
        boolean expired = session.connection().isExpired(received.delivery().message());
        if (expired) {
            filteredOut.incrementAndGet();
            received.link().settle(received.number(), received.number(), Outcome.REJECTED, null);
        }
        return expired;
    }

    private void requireReceivable(String operation) throws JMSException {
        requireOpen(operation);
        if (target != null) {
            throw Failures.illegalState(operation + ": this consumer has a message listener, which gets its messages;"
                    + " remove it, or use another consumer");
        }
    }

    // ---- listener ----

    /** Sets or, with null, removes the listener (section 8.7). */
    public void setListener(@Nullable MessageListener newListener) throws JMSException {
        requireOpen("setMessageListener");
        listener = newListener;
        setTarget(newListener == null ? null : () -> session.deliveries().callListener(newListener, this));
    }

    void setTarget(@Nullable Target newTarget) {
        target = newTarget;
        if (newTarget == null) {
            giveBack();
        } else {
            resume();
        }
    }

    boolean hasWorkForListener() {
        return target != null && !closed && !pause.isPausing() && !buffer.isEmpty();
    }

    /** Delivers one message to the listener; false where there is none. On the dispatcher's thread. */
    boolean deliverToListener() {
        Target current = target;
        if (current == null || !hasWorkForListener()) {
            return false;
        }
        boolean delivered = current.deliverNext();
        ReceiverLink open = link;
        if (open != null && !closed) {
            topUp(open, prefetch.full());
        }
        return delivered;
    }

    @Override
    public void listenerEnded(boolean accepted) {
        pause.listenerEnded(accepted);
    }

    // ---- redelivery and close ----

    /** Puts deliveries back at the head of the buffer, in order; a closed consumer's go back to the provider. */
    @Override
    public void redeliver(List<Received> ascending) {
        if (closed) {
            Settlement.settle(ascending, Outcome.FAILED, null);
        } else {
            buffer.putBack(ascending);
            flushed();
        }
    }

    /** True from the moment at which a blocked receive has to return null. */
    private boolean isClosed() {
        return closed || session.isClosing();
    }

    /** Lets a blocked receive see that something has changed. */
    void wake() {
        waiter.wake();
    }

    /**
     * Ends it (section 8.8): a blocked receive returns null, a running listener is waited for, what the application has not
     * seen goes back, and what it has seen can still be settled by the session. Idempotent.
     */
    public void close() throws JMSException {
        if (session.consumers().close(this)) {
            session.dispatcher().awaitIdleOf(this);
        }
    }

    /** Like {@link #close}, but what was delivered stays settleable for as long as the session is open. */
    void closeKeepingDelivered() throws JMSException {
        if (session.consumers().retire(this)) {
            session.dispatcher().awaitIdleOf(this);
        }
    }

    /** First half of closing, under the session's lock; false where it was closed before. */
    boolean markClosed() {
        boolean first = !closed;
        closed = true;
        waiter.wake();
        return first;
    }

    /** Gives back what is buffered. {@code then} runs when the provider has no more on its way. */
    void release(Runnable then) {
        ReceiverLink current = link;
        if (current == null) {
            then.run();
            return;
        }
        current.drain(() -> {
            buffer.atomically(current::linger);
            emptyBuffer();
            then.run();
        });
    }

    @Nullable
    ReceiverLink link() {
        return link;
    }

    @Override
    public String toString() {
        return "consumer of " + intent.address() + " in " + session;
    }
}
