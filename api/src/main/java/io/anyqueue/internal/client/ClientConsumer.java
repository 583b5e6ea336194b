package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.List;
import java.util.Objects;
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
    private final ClientSession session;
    private final ConsumerIntent intent;
    private final DeliveryBuffer buffer = new DeliveryBuffer();
    private final Suspects suspects = new Suspects();
    private final Prefetch prefetch;
    private final SynchronousReceive receive;
    private final PushDelivery push;
    private final ReceiverOpening receivers;

    private volatile @Nullable ReceiverLink link;
    private volatile boolean created;
    private volatile boolean closed;
    private volatile @Nullable ConnectionLostException loss;
    private volatile @Nullable JMSException ending;

    private final AtomicLong passedOver = new AtomicLong();
    private final AtomicLong takenOut = new AtomicLong();

    ClientConsumer(ClientSession session, ConsumerIntent intent) {
        this.session = session;
        this.intent = intent;
        this.prefetch = new Prefetch(session.settings());
        this.receive = new SynchronousReceive(session, this, buffer, prefetch);
        ListenerPause pause =
                new ListenerPause(session.connection().time(), session.settings(), session.dispatcher()::signal);
        this.push = new PushDelivery(this, buffer, prefetch, pause);
        this.receivers = new ReceiverOpening(session, intent);
    }

    public ConsumerIntent intent() {
        return intent;
    }

    public @Nullable MessageListener listener() {
        return push.listener();
    }

    /** Throws where the consumer, its session or its connection is closed. */
    public void requireOpen(String operation) throws JMSException {
        if (closed) {
            JMSException reason = ending;
            throw Failures.closed("consumer", operation, reason == null ? session.ending() : reason);
        }
        session.requireUsable(operation);
    }

    /** Why a receiver of it was ended, as it was told last; else what is given. */
    ConnectionLostException lossOr(ConnectionLostException other) {
        ConnectionLostException own = loss;
        return own == null ? other : own;
    }

    /** Tells, from its closing on, why that is not the application's doing. */
    void endBecause(JMSException reason) {
        if (!closed) {
            ending = reason;
        }
    }

    @Override
    public void rememberSeen(List<Received> seen) {
        suspects.add(seen.stream()
                .filter(each -> each.link().owner() == this && each.link().isLost())
                .map(each -> each.delivery().message().messageId())
                .filter(Objects::nonNull)
                .toList());
    }

    /** From now on recovery restores it; until then its creation opens it, and fails where it is refused. */
    void markCreated() {
        created = true;
    }

    boolean isCreated() {
        return created;
    }

    /** What the application has seen through a lost link, and perhaps settled in vain, is marked when it comes again. */
    void rememberUnsettled() {
        rememberSeen(session.deliveries().unsettled());
        ReceiverLink lostLink = link;
        if (lostLink != null && lostLink.isLost()) {
            suspects.add(lostLink.lastAccepted());
        }
    }

    /** Opens a receiver on a session link, at creation and at recovery; blocks. */
    void open(SessionLink on) throws JMSException {
        ReceiverLink previous = link;
        if (closed || (previous != null && !previous.isLost() && previous.session() == on)) {
            return;
        }
        // Of a link that was lost since recovery looked nothing has been remembered yet.
        rememberUnsettled();
        ReceiverLink opening = new ReceiverLink(this, on);
        link = opening;
        try {
            receivers.open(opening, previous);
        } catch (JMSException | RuntimeException e) {
            buffer.atomically(opening::markLost);
            throw e;
        }
        if (closed) {
            opening.close(SessionLink.Ignored.RESULT);
        }
        resume();
    }

    /** Forgets a generation: its deliveries come again. Called by any thread, without blocking. */
    void linkLost() {
        ReceiverLink old = link;
        if (old != null) {
            buffer.atomically(old::markLost);
        }
        // Of these, too, the application may have seen some, and have sent them back.
        rememberSeen(
                buffer.removeLost().stream().filter(Received::isRedelivered).toList());
        receive.wake();
    }

    @Override
    public void lost(ReceiverLink lostLink, ConnectionLostException cause) {
        if (link == lostLink && !closed && !lostLink.isLost()) {
            loss = cause;
            linkLost();
            Log.CLIENT.info("{} was ended by the broker: {}", this, cause.getMessage());
            session.connection().recover(cause);
        }
    }

    @Override
    public boolean take(Received received) {
        Generation generation = received.link().session().generation();
        if (!intent.admits(
                received.delivery().message(),
                generation.capabilities(),
                received.link().selects(),
                session.connection())) {
            passedOver.incrementAndGet();
            ReceiverFlow flow = received.link().flow();
            flow.use();
            received.link().settle(received.number(), received.number(), Outcome.ACCEPTED, null);
            flow.replace(prefetch.inPlaceOfPassedOver(flow.credit() + buffer.size()));
            return true;
        }
        prefetch.noteSize(received.delivery().message().approximateSize());
        if (suspects.recognise(received.delivery().message())) {
            received.markRedelivered();
        }
        return buffer.add(received);
    }

    @Override
    public void flushed() {
        if (push.isOn()) {
            session.dispatcher().signal();
        } else {
            receive.wake();
        }
    }

    /** The connection has started, or a receiver has come anew. */
    void resume() {
        if (push.isOn() && session.isStarted()) {
            topUp(prefetch.full());
            session.dispatcher().signal();
        }
        receive.wake();
    }

    /** The connection has stopped: nothing is held back from others. Does not block. */
    void pause() {
        receive.wake();
        giveBack();
    }

    /** Called by the session's timer: a synchronous consumer that was not used since the last tick gives back. */
    boolean tick() {
        if (push.isOn() || closed) {
            return false;
        }
        boolean idle = receive.endTick();
        if (idle) {
            giveBack();
        }
        return !idle;
    }

    /** Gives back what it holds ahead, without blocking. */
    void giveBack() {
        prefetch.reset();
        ReceiverLink current = link;
        if (current != null) {
            current.flow().drain(this::emptyBuffer, this::resume);
        }
    }

    private void emptyBuffer() {
        List<Received> returned = buffer.removeAll();
        if (!returned.isEmpty()) {
            Settlement.giveBack(returned);
            // A receive that waited for the same drain has to ask again.
            takenOut.incrementAndGet();
        }
    }

    /** Asks for more where half of a window is used, or all of it where more come at once. */
    void topUp(int window) {
        ReceiverLink current = link;
        boolean again = current != null;
        while (again && current != null) {
            ReceiverFlow flow = current.flow();
            int ahead = flow.credit() + buffer.size();
            again = ahead <= flow.lowWater(window) && flow.request(window - ahead, push.isOn());
        }
    }

    /**
     * Waits for a message; null when the time is up or the consumer is closed.
     *
     * @param timeoutMillis 0 for as long as it takes
     * @param body the type that {@code receiveBody} asked for, or null
     */
    public @Nullable JmsMessage receive(long timeoutMillis, @Nullable Class<?> body) throws JMSException {
        requireReceivable("receive");
        return receive.await(timeoutMillis, body);
    }

    /** A message that is there now, or null. */
    public @Nullable JmsMessage receiveNoWait(@Nullable Class<?> body) throws JMSException {
        requireReceivable("receiveNoWait");
        return receive.now(body);
    }

    /** The next delivery, taken from the buffer; expired ones are passed over. Called under the session's lock. */
    @Nullable
    Received next() {
        Received next = closed ? null : buffer.poll();
        while (next != null && (comesAgain(next) || isExpired(next))) {
            next = buffer.poll();
        }
        return next;
    }

    private boolean comesAgain(Received received) {
        boolean again = received.link().isLost();
        if (again && received.isRedelivered()) {
            rememberSeen(List.of(received));
        }
        return again;
    }

    private boolean isExpired(Received received) {
        boolean expired = session.connection().isExpired(received.delivery().message());
        if (expired) {
            takenOut.incrementAndGet();
            received.link().settle(received.number(), received.number(), Outcome.REJECTED, null);
        }
        return expired;
    }

    private void requireReceivable(String operation) throws JMSException {
        requireOpen(operation);
        if (push.isOn()) {
            throw Failures.illegalState(operation + ": this consumer has a message listener, which gets its messages;"
                    + " remove it, or use another consumer");
        }
    }

    /** Sets or, with null, removes the listener (section 8.7). */
    public void setListener(@Nullable MessageListener listener) throws JMSException {
        requireOpen("setMessageListener");
        if (listener == null) {
            push.off();
        } else {
            push.to(listener, () -> session.deliveries().callListener(listener, this));
        }
    }

    PushDelivery push() {
        return push;
    }

    @Override
    public void listenerEnded(boolean accepted) {
        push.ended(accepted);
    }

    /** Puts deliveries back at the head of the buffer, in order; a closed consumer's go back to the provider. */
    @Override
    public void redeliver(List<Received> ascending) {
        if (closed) {
            Settlement.giveBack(ascending);
        } else {
            buffer.putBack(ascending);
            flushed();
        }
    }

    /** True once it is closed itself. */
    boolean isMarkedClosed() {
        return closed;
    }

    /** True from the moment at which a blocked receive has to return null. */
    boolean isClosed() {
        return closed || session.isClosing();
    }

    /** Lets a blocked receive see that something has changed. */
    void wake() {
        receive.wake();
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
        receive.wake();
        return first;
    }

    /** Gives back what is buffered. {@code then} runs when the provider has no more on its way. */
    void release(Runnable then) {
        ReceiverLink current = link;
        if (current == null) {
            then.run();
            return;
        }
        current.flow()
                .drain(
                        () -> {
                            buffer.atomically(current::linger);
                            emptyBuffer();
                        },
                        then);
    }

    /** Counts what was given back or had expired, which makes a look at the buffer worth repeating. */
    long takenOut() {
        return takenOut.get();
    }

    /** Counts what was not to be received, by a filter that is applied here: behind it there may be more. */
    long passedOver() {
        return passedOver.get();
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
