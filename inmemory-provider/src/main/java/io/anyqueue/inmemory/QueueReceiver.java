package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.Backlog;
import io.anyqueue.inmemory.store.Cursor;
import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.inmemory.store.Unsettled;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that consumes from one queue, be it a subscription's. Owned by its session.
 *
 * <p>Threads: {@code credit}, {@code cursor} and {@code waking} are guarded by the queue's lock. Accepting deliveries takes
 * no lock; see {@link Unsettled}.
 */
final class QueueReceiver implements ProviderReceiver, SessionPart {
    /** What it is to a subscription: its consumer is open; it is there for what it holds only; it has left. */
    private enum Life {
        ACTIVE,
        RETIRED,
        GONE
    }

    private final MemorySession session;
    private final MessageQueue queue;
    private final @Nullable MessageSelector selector;
    private final @Nullable Subscription subscription;
    private final DeliveryPort port;
    private final Unsettled unsettled = new Unsettled();
    private final AtomicReference<Life> life = new AtomicReference<>(Life.ACTIVE);
    private volatile boolean detached;

    /** Present where it does not want every message. */
    private final @Nullable Cursor cursor;

    private final Predicate<Entry> wanted = this::wants;

    /** Changed by {@link Rotation#setCredit} only. */
    int credit;

    /** True while the queue's follow-up is to wake it. */
    boolean waking;

    /** A receiver that has yet to be attached, and that has been counted in where it is one of a subscription. */
    QueueReceiver(
            MemorySession session,
            MessageQueue queue,
            @Nullable MessageSelector selector,
            ReceiverObserver observer,
            @Nullable Subscription subscription) {
        this.session = session;
        this.queue = queue;
        this.selector = selector;
        this.subscription = subscription;
        this.port = new DeliveryPort(observer, session.signals());
        this.cursor = selector != null || queue.groups() != null ? new Cursor() : null;
    }

    @Override
    public void grant(int more) {
        queue.grant(this, more);
    }

    @Override
    public boolean fetches() {
        return true;
    }

    @Override
    public int fetch(int most) {
        return queue.fetch(this, most);
    }

    @Override
    public void drain(Completion<Void> completion) {
        session.perform(Operation.DRAIN, completion, answer -> queue.drain(this, () -> Completion.done(answer)));
    }

    @Override
    public void settle(long first, long last, Outcome outcome, @Nullable TransactionToken transaction) {
        Fault fault = session.connection().broker().faults().next(Operation.SETTLE);
        if (fault == null) {
            settleNow(first, last, outcome, transaction);
        } else {
            fault.aroundSettlement(session.connection(), () -> settleNow(first, last, outcome, transaction));
        }
    }

    @Override
    public void close(Completion<Void> completion) {
        session.closePart(Operation.CLOSE_RECEIVER, this, completion);
    }

    @Override
    public void settleFailed(long number, int failures) {
        settleOne(() -> failNow(number, failures));
    }

    @Override
    public int deliveryLimit() {
        return session.connection().broker().rules().maxDeliveries();
    }

    @Override
    public void settleExhausted(long number, int failures) {
        settleOne(() -> exhaustNow(number, failures));
    }

    private void settleOne(Runnable settlement) {
        Fault fault = session.connection().broker().faults().next(Operation.SETTLE);
        if (fault == null) {
            settlement.run();
        } else {
            fault.aroundSettlement(session.connection(), settlement);
        }
    }

    private void exhaustNow(long number, int failures) {
        Entry entry = unsettled.claim(number);
        if (entry != null) {
            queue.exhausted(entry.failed(failures));
        }
    }

    @Override
    public void retire() {
        if (!life.compareAndSet(Life.ACTIVE, Life.RETIRED)) {
            return;
        }
        queue.retired(this);
        if (subscription != null) {
            session.connection().broker().subscriptions().retire(subscription);
        }
    }

    private void failNow(long number, int failures) {
        Entry entry = unsettled.claim(number);
        if (entry != null) {
            queue.settled(List.of(entry.failed(failures - 1)), Outcome.FAILED);
        }
    }

    private void settleNow(long first, long last, Outcome outcome, @Nullable TransactionToken transaction) {
        if (transaction != null) {
            ((Transaction) transaction).hold(this, first, last);
        } else if (outcome != Outcome.ACCEPTED) {
            queue.settled(unsettled.claimAll(first, last), outcome);
        } else {
            int accepted = 0;
            long end = unsettled.highest(last);
            for (long number = unsettled.lowest(first); number <= end; number++) {
                accepted += unsettled.claim(number) == null ? 0 : 1;
            }
            queue.accepted(accepted);
        }
    }

    MessageQueue queue() {
        return queue;
    }

    Unsettled unsettled() {
        return unsettled;
    }

    /** A transaction that held a delivery has rolled back. If this receiver is gone, the message goes back to the queue. */
    void restore(Unsettled.Hold hold) {
        unsettled.restore(hold);
        if (detached) {
            Entry entry = unsettled.claim(hold.entry().number());
            if (entry != null) {
                queue.settled(List.of(entry), Outcome.FAILED);
            }
        }
    }

    boolean isFiltered() {
        return cursor != null;
    }

    boolean wants(Entry entry) {
        GroupOwners groups = queue.groups();
        return (selector == null || selector.matches(entry.message()))
                && (groups == null || groups.allow(this, entry.message()));
    }

    @Nullable
    Entry pollFrom(Backlog backlog) {
        return cursor == null ? backlog.poll() : backlog.poll(cursor, wanted);
    }

    /** Makes an entry the next delivery. */
    void hold(Entry entry) {
        unsettled.add(entry);
        port.add(new Delivery(entry.number(), entry.message(), entry.failures(), entry.redelivered()));
    }

    /** It had credit until now, so it has looked at everything. */
    void noteAllSeen(long lastSequence) {
        if (cursor != null) {
            cursor.skipTo(lastSequence);
        }
    }

    void lookAgain(int lane, Entry entry) {
        if (cursor != null) {
            cursor.rewindBefore(lane, entry);
        }
    }

    void lookAgain() {
        if (cursor != null) {
            cursor.rewind();
        }
    }

    boolean isDetached() {
        return detached;
    }

    /** True where it receives nothing more, and is there for what it holds only. */
    boolean isRetired() {
        return life.get() != Life.ACTIVE;
    }

    /** Ends deliveries and takes out what is unsettled. The order matters to {@link #restore}: first the flag. */
    List<Entry> abandon() {
        detached = true;
        port.close();
        return unsettled.claimAll(0, Long.MAX_VALUE);
    }

    int heldCount() {
        return unsettled.count();
    }

    Signals signals() {
        return port.signals();
    }

    @Override
    public void end(Outcome outcome, JMSException refusal) {
        putBack(outcome);
    }

    private void putBack(Outcome outcome) {
        queue.detach(this, outcome);
        boolean retired = life.getAndSet(Life.GONE) == Life.RETIRED;
        if (subscription != null) {
            session.connection().broker().subscriptions().leave(subscription, retired);
        }
    }

    @Override
    public void finish(Runnable done) {
        putBack(Outcome.RELEASED);
        signals().submit(done);
    }

    @Override
    public void reportLost(ConnectionLostException cause) {
        port.observer().receiverLost(cause);
    }
}
