package io.anyqueue.internal.client;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a consumer's receiver: its credit, its drains and its settlements.
 *
 * <pre>
 *   OPENING -> LIVE -> LINGERING -> CLOSED
 *      \________|__________|------> LOST
 * </pre>
 *
 * <p>A lingering link receives nothing more, but what it delivered can still be settled (section 8.8). Granting and draining
 * are serialized by the flow lock, so that no credit is granted while a drain runs; provider operations do not block,
 * so they are called under it.
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

        void lost(ReceiverLink link, ConnectionLostException cause);
    }

    /**
     * What waits for a drain.
     *
     * @param emptying gives back what the drain has shown to be all; no credit is granted before it has returned, so that nothing
     *     newer comes first
     */
    private record AfterDrain(Runnable emptying, Runnable then) {}

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

    /** A provider may be held up for as long as it takes to hand these over. */
    private static final int MOST_FETCHED = 64;

    /** Each look at what can be fetched costs a busy sender, so it gets the time to add some messages before the next one. */
    private static final long LOOK_NANOS = 3_000;

    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 7 : 0;

    private final Owner owner;
    private final SessionLink session;
    private final ReentrantLock flow = new ReentrantLock();
    private final AtomicInteger credit = new AtomicInteger();
    private volatile State state = State.OPENING;
    private volatile @Nullable ProviderReceiver receiver;

    // guarded by flow
    private boolean draining;
    private int deferredCredit;
    private List<AfterDrain> afterDrain = new ArrayList<>();

    ReceiverLink(Owner owner, SessionLink session) {
        this.owner = owner;
        this.session = session;
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

    /** Credit granted, or about to be, and not yet used. */
    int credit() {
        return credit.get();
    }

    /**
     * A delivery has arrived; called for each, when it can be seen in the buffer or has been refused. One that a peer made
     * beyond the credit takes none, or the account would never come to zero again.
     */
    void useCredit() {
        credit.updateAndGet(present -> Math.max(0, present - 1));
    }

    /** How many messages a consumer may still have ahead when more are granted, of a window of that size. */
    int lowWater(int window) {
        return fetches() ? 0 : window / 2;
    }

    /** False where the client has to apply the selector; known before the first delivery, which takes credit. */
    boolean selects() {
        ProviderReceiver open = receiver;
        return open == null || open.selects();
    }

    boolean fetches() {
        ProviderReceiver open = receiver;
        return open != null && open.fetches();
    }

    /**
     * Asks for that many messages. Where they can be fetched, for those that are there; and if there are none, for the next one
     * where it is {@code awaited}.
     *
     * @return true where it has fetched some: another thread that has seen them, and the credit of the fetch, has not asked for more
     */
    boolean request(int amount, boolean awaited) {
        if (!fetches()) {
            grant(amount);
            return false;
        }
        if (amount <= 0 || credit.get() != 0) {
            return false;
        }
        boolean fetched = fetch(Math.min(amount, MOST_FETCHED)) > 0;
        if (!fetched && awaited) {
            grant(1);
        }
        return fetched;
    }

    /** Looks for a moment for something to fetch, so that a busy sender need not care for this receiver. */
    boolean fetchSoon(int amount) {
        int most = Math.min(amount, MOST_FETCHED);
        boolean able = most > 0 && fetches() && credit.get() == 0;
        for (int look = 0; able && look < LOOKS; look++) {
            Waiter.spin(LOOK_NANOS);
            if (fetch(most) > 0) {
                return true;
            }
        }
        return false;
    }

    private int fetch(int most) {
        flow.lock();
        try {
            ProviderReceiver open = receiver;
            if (open == null || draining || state != State.LIVE || session.isLost()) {
                return 0;
            }
            credit.addAndGet(most);
            int fetched = open.fetch(most);
            credit.addAndGet(fetched - most);
            return fetched;
        } finally {
            flow.unlock();
        }
    }

    /** Grants more; put off until a running drain has ended. */
    void grant(int amount) {
        flow.lock();
        try {
            ProviderReceiver open = receiver;
            if (amount <= 0 || open == null || state != State.LIVE || session.isLost()) {
                return;
            }
            credit.addAndGet(amount);
            if (draining) {
                deferredCredit += amount;
            } else {
                open.grant(amount);
            }
        } finally {
            flow.unlock();
        }
    }

    /** Grants in place of what was passed over, but not what a drain that is under way takes back. */
    void replace(int amount) {
        flow.lock();
        try {
            if (!draining) {
                grant(amount);
            }
        } finally {
            flow.unlock();
        }
    }

    /** Takes back all credit, which is done at once where there is none out; then runs {@code emptying}, then {@code then}. */
    void drain(Runnable emptying, Runnable then) {
        boolean over;
        flow.lock();
        try {
            ProviderReceiver open = receiver;
            // A drain of a lost link may be under way, and nobody waits for that.
            over = open == null || isLost() || state == State.CLOSED;
            if (!over) {
                afterDrain.add(new AfterDrain(emptying, then));
                if (draining) {
                    return;
                }
                draining = true;
            }
            if (open != null && !over && credit.get() != 0) {
                grantDeferred(open);
                open.drain(new Drained());
                return;
            }
        } finally {
            flow.unlock();
        }
        if (over) {
            emptying.run();
            then.run();
        } else {
            drained();
        }
    }

    /** Like {@link #drain}, but blocks until it is done. One that is not answered loses the link (invariant 2). */
    void drainAndWait(String operation, Duration limit) throws JMSException {
        Answer<Boolean> done = new Answer<>();
        drain(() -> {}, () -> done.completed(true));
        try {
            done.await(operation, limit, "requestTimeout");
        } catch (JMSException e) {
            if (Failures.isTimeout(e)) {
                giveUp(e);
            }
            throw e;
        }
    }

    private void giveUp(JMSException cause) {
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

    /** Where a successor goes on; null where the peer remembers that, or this link has come to no position. */
    @Nullable
    Object position() {
        ProviderReceiver opened = receiver;
        return opened == null ? null : opened.position();
    }

    /** Settles as failed what the application was given that often. */
    void settleFailed(long number, int failures) {
        ProviderReceiver open = receiver;
        if (open != null && !isLost() && state != State.CLOSED) {
            open.settleFailed(number, failures);
        }
    }

    /** Settles what the application was given as often as it may be, each time without success. */
    void settleExhausted(long number, int failures) {
        ProviderReceiver open = receiver;
        if (open != null && !isLost() && state != State.CLOSED) {
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
        ProviderReceiver open = receiver;
        boolean closeable = open != null && !isLost() && state != State.CLOSED;
        if (state != State.LOST) {
            state = State.CLOSED;
        }
        if (closeable && open != null) {
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

    private void drained() {
        List<AfterDrain> done = new ArrayList<>();
        for (List<AfterDrain> waiting = answered(); !waiting.isEmpty(); waiting = stillWaiting()) {
            for (AfterDrain each : waiting) {
                try {
                    each.emptying().run();
                } catch (RuntimeException e) {
                    Log.CLIENT.warn("What {} held could not be given back", owner, e);
                }
            }
            done.addAll(waiting);
        }
        done.forEach(each -> each.then().run());
        owner.flushed();
        flow.lock();
        try {
            ProviderReceiver open = receiver;
            if (!draining && open != null && state == State.LIVE) {
                grantDeferred(open);
            }
        } finally {
            flow.unlock();
        }
    }

    /** The provider has no credit left: answers who waits for that. */
    private List<AfterDrain> answered() {
        flow.lock();
        try {
            credit.set(deferredCredit);
            return takeWaiting();
        } finally {
            flow.unlock();
        }
    }

    /**
     * Who has come while the others gave back; nobody ends the drain. Whoever has come with credit of his own, which was put off,
     * has to be told what that brings, and so gets another drain.
     */
    private List<AfterDrain> stillWaiting() {
        flow.lock();
        try {
            ProviderReceiver open = receiver;
            if (afterDrain.isEmpty()) {
                draining = false;
            } else if (deferredCredit > 0 && open != null && state == State.LIVE && !session.isLost()) {
                grantDeferred(open);
                open.drain(new Drained());
                return List.of();
            }
            return takeWaiting();
        } finally {
            flow.unlock();
        }
    }

    private List<AfterDrain> takeWaiting() {
        List<AfterDrain> waiting = afterDrain;
        afterDrain = new ArrayList<>();
        return waiting;
    }

    private void grantDeferred(ProviderReceiver open) {
        if (deferredCredit > 0) {
            int amount = deferredCredit;
            deferredCredit = 0;
            open.grant(amount);
        }
    }

    /** Ends a drain however it went: a failed one has lost its link, whose credit is gone too. */
    private final class Drained implements Completion<Void> {
        @Override
        public void completed(Void result) {
            drained();
        }

        @Override
        public void failed(JMSException cause) {
            drained();
        }
    }
}
