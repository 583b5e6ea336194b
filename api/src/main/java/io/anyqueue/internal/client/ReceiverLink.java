package io.anyqueue.internal.client;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a consumer's receiver: its life and its settlements; its credit is its {@link ReceiverFlow}.
 *
 * <pre>
 *   OPENING -> LIVE -> LINGERING -> CLOSED
 *      \________|__________|------> LOST
 * </pre>
 *
 * <p>A lingering link receives nothing more, but what it delivered can still be settled (section 8.8).
 */
final class ReceiverLink implements ReceiverObserver {

    /** What a link tells the consumer, browser or connection consumer that it belongs to. Must not block. */
    interface Owner {
        /** Takes a delivery; false where it is not wanted any more. */
        boolean take(Received received);

        void flushed();

        /** A listener has returned from a delivery of this owner, or thrown so that it has to be repeated. */
        default void listenerEnded(boolean accepted) {}

        /** Takes back, in order, deliveries that the application has seen and did not consume. */
        void redeliver(List<Received> ascending);

        /** Some of these, which the application has seen, may come again, since their link is lost: then they are marked. */
        default void rememberSeen(List<Received> seen) {}

        void lost(ReceiverLink link, ConnectionLostException cause);
    }

    private enum State {
        OPENING,
        LIVE,
        LINGERING,
        CLOSED,
        LOST
    }

    /** A receiver may be lost while its opening is still being told. */
    private static final AtomicReferenceFieldUpdater<ReceiverLink, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(ReceiverLink.class, State.class, "state");

    private final Owner owner;
    private final SessionLink session;
    private final ReceiverFlow flow = new ReceiverFlow(this);
    private final LastAccepted lastAccepted;
    private volatile State state = State.OPENING;
    private volatile @Nullable ProviderReceiver receiver;

    ReceiverLink(Owner owner, SessionLink session) {
        this.owner = owner;
        this.session = session;
        this.lastAccepted = new LastAccepted(session.prefetch());
    }

    /** The receiver is open; called once, before anything is granted. Closes one that came too late. */
    void opened(ProviderReceiver opened) {
        receiver = opened;
        if (!STATE.compareAndSet(this, State.OPENING, State.LIVE)) {
            opened.close(SessionLink.Ignored.RESULT);
        }
    }

    SessionLink session() {
        return session;
    }

    Owner owner() {
        return owner;
    }

    ReceiverFlow flow() {
        return flow;
    }

    /** The receiver, if it has been opened, whatever has become of it. */
    @Nullable
    ProviderReceiver receiver() {
        return receiver;
    }

    /** The receiver while credit can be granted to it. */
    @Nullable
    ProviderReceiver ready() {
        return isReady() ? receiver : null;
    }

    /** The receiver while what it delivered can be settled. */
    @Nullable
    ProviderReceiver settleable() {
        return isLost() || state == State.CLOSED ? null : receiver;
    }

    /** True where credit can be granted. */
    boolean isReady() {
        return state == State.LIVE && !session.isLost();
    }

    boolean isLive() {
        return state == State.LIVE || state == State.OPENING;
    }

    boolean isLost() {
        return state == State.LOST || session.isLost();
    }

    /** False where the client has to apply the selector; known before the first delivery, which takes credit. */
    boolean selects() {
        ProviderReceiver open = receiver;
        return open == null || open.selects();
    }

    /** The receiver does not do as the contract says, and is lost. */
    void giveUp(JMSException cause) {
        ProviderReceiver open = receiver;
        owner.lost(this, new ConnectionLostException("The provider did not answer a drain", cause));
        if (open != null) {
            open.close(SessionLink.Ignored.RESULT);
        }
    }

    /**
     * Settles a range; void on a lost link, whose deliveries come again. Only where the successor goes on at the lost
     * receiver's position does that have to know: what was settled in the moment of the loss would come again unmarked.
     */
    void settle(long first, long last, Outcome outcome, @Nullable TransactionToken transaction) {
        ProviderReceiver open = receiver;
        if (open != null && state != State.CLOSED && (!isLost() || open.position() != null)) {
            open.settle(first, last, outcome, transaction);
        }
    }

    /** The application has consumed it, and it is about to be settled. */
    void accepting(Received received) {
        lastAccepted.add(received);
    }

    /** The ids of messages of which the peer may not have heard that they were accepted, where the link is lost. */
    List<String> lastAccepted() {
        return lastAccepted.ids();
    }

    /** Where a successor goes on; null where the peer remembers that, or this link has come to no position. */
    @Nullable
    Object position() {
        ProviderReceiver opened = receiver;
        return opened == null ? null : opened.position();
    }

    /** Settles as failed what the application was given that often. */
    void settleFailed(long number, int failures) {
        ProviderReceiver open = settleable();
        if (open != null) {
            open.settleFailed(number, failures);
        }
    }

    /** Settles what the application was given as often as it may be, each time without success. */
    void settleExhausted(long number, int failures) {
        ProviderReceiver open = settleable();
        if (open != null) {
            open.settleExhausted(number, failures);
        }
    }

    /** How many failed deliveries the peer grants a message; 0 for no limit that is known. */
    int deliveryLimit() {
        ProviderReceiver open = receiver;
        return open == null ? 0 : open.deliveryLimit();
    }

    /** Its consumer is closed, and it lingers for the sake of what is unsettled. */
    void retire() {
        ProviderReceiver open = receiver;
        if (open != null && state == State.LINGERING && !session.isLost()) {
            open.retire();
        }
    }

    /** No more deliveries are wanted. Called under the buffer's lock, so that none slips in. */
    void linger() {
        if (state == State.LIVE || state == State.OPENING) {
            state = State.LINGERING;
        }
    }

    /** Closes the receiver; deliveries still unsettled go back. Idempotent. */
    void close(Completion<Void> completion) {
        ProviderReceiver open = settleable();
        if (state != State.LOST) {
            state = State.CLOSED;
        }
        if (open != null) {
            open.close(completion);
        } else {
            Completion.done(completion);
        }
    }

    /** Called under the buffer's lock. */
    void markLost() {
        state = State.LOST;
    }

    @Override
    public void delivered(Delivery delivery) {
        if (!owner.take(new Received(this, delivery))) {
            settle(delivery.number(), delivery.number(), Outcome.RELEASED, null);
        }
    }

    @Override
    public void deliveriesFlushed() {
        owner.flushed();
    }

    @Override
    public void receiverLost(ConnectionLostException cause) {
        owner.lost(this, cause);
    }
}
