package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.DecodedMessage;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ReceiverObserver;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.types.transport.DeliveryState;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver has got from its peer and not settled, and its way to the owner: handed over at once where the owner has
 * granted credit, else kept until it does. Owned by the event loop.
 */
final class DeliveriesInHand {
    private final ReceiverPlan plan;
    private final ReceiverCredit credit;
    private final ReceiverObserver observer;
    private final HeldDeliveries held = new HeldDeliveries();
    /** Present where the peer may take nothing back. */
    private final @Nullable KeptDeliveries kept;
    /** Beyond what the owner granted, by their turn; see {@link ReceiverCredit}. */
    private final NavigableMap<Long, Delivery> early = new TreeMap<>();

    private long turns;

    private boolean unflushed;

    /** @param settled whether the peer may settle deliveries as it makes them */
    DeliveriesInHand(ReceiverPlan plan, boolean settled, ReceiverCredit credit, ReceiverObserver observer) {
        this.plan = plan;
        this.credit = credit;
        this.observer = observer;
        this.kept = plan.takesBack() && !settled ? null : new KeptDeliveries();
    }

    /** Takes in a delivery that has been read; true where the owner was given something. */
    boolean add(IncomingDelivery delivery, DecodedMessage decoded) {
        long number;
        if (delivery.isRemotelySettled()) {
            number = held.skip();
            delivery.settle();
        } else {
            number = held.add(delivery);
        }
        Delivery ready = new Delivery(number, decoded.message(), decoded.failedDeliveries(), decoded.redelivered());
        long turn = turns++;
        if (early.isEmpty() && credit.take()) {
            handOver(turn, ready);
            return true;
        }
        early.put(turn, ready);
        return false;
    }

    /** Holds a delivery that nobody is given, until all are settled. */
    void addUnseen(IncomingDelivery delivery) {
        held.add(delivery);
    }

    /** The owner has granted more, or the peer has used credit in vain: asks the peer for what is not in hand. */
    void granted(int amount) {
        credit.grant(amount, early.size());
        while (!early.isEmpty() && credit.take()) {
            Map.Entry<Long, Delivery> first = early.pollFirstEntry();
            handOver(first.getKey(), first.getValue());
        }
    }

    private void handOver(long turn, Delivery delivery) {
        unflushed = true;
        if (kept != null && !(plan.takesBack() && held.holds(delivery.number()))) {
            kept.add(turn, delivery);
        }
        StreamProgress progress = plan.progress();
        if (progress != null) {
            progress.delivered(delivery);
        }
        observer.delivered(delivery);
    }

    /** Tells the owner that it has got all for now, if it has got any. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            observer.deliveriesFlushed();
        }
    }

    /** Settles outside transactions; true where something waits for the owner again. */
    boolean settle(long first, long last, Outcome outcome) {
        if (kept == null) {
            held.settle(first, last, Outcomes.state(outcome));
            return false;
        }
        comesAgain(kept.settle(first, last, outcome), outcome);
        held.settle(first, last, Outcomes.state(plan.takesBack() ? outcome : Outcome.ACCEPTED));
        return !early.isEmpty();
    }

    /** What was given back comes again from here, when it is its turn, in however many portions it was given back. */
    private void comesAgain(List<KeptDeliveries.Kept> returned, Outcome outcome) {
        returned.forEach(each -> early.put(each.turn(), KeptDeliveries.again(each.delivery(), held.skip(), outcome)));
    }

    /** Retires deliveries in a transaction. */
    void retire(long first, long last, AmqpTransaction transaction) {
        if (kept != null) {
            kept.settle(first, last, Outcome.ACCEPTED);
        }
        held.settle(first, last, transaction.accepted());
    }

    void settleAll(DeliveryState state) {
        held.settleAll(state);
    }
}
