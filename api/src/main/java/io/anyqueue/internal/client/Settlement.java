package io.anyqueue.internal.client;

import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.TransactionToken;
import org.jspecify.annotations.Nullable;

/** Settles many deliveries as few ranges: runs of consecutive numbers of one link. Used by one thread, once. */
final class Settlement {
    private final @Nullable TransactionToken transaction;
    private Outcome outcome = Outcome.ACCEPTED;
    private @Nullable ReceiverLink link;
    private long first;
    private long last;

    private Settlement(@Nullable TransactionToken transaction) {
        this.transaction = transaction;
    }

    /** Settles all alike. */
    static void settle(Iterable<Received> deliveries, Outcome outcome, @Nullable TransactionToken transaction) {
        Settlement settlement = new Settlement(transaction);
        boolean accepting = outcome == Outcome.ACCEPTED && transaction == null;
        for (Received each : deliveries) {
            if (accepting) {
                each.link().accepting(each);
            }
            settlement.add(each, outcome);
        }
        settlement.flush();
    }

    /** Gives back, in order, what a buffer held: as released, or as failed what the application has seen. */
    static void giveBack(Iterable<Received> deliveries) {
        Settlement settlement = new Settlement(null);
        for (Received each : deliveries) {
            settlement.giveBack(each, each.localFailures());
        }
        settlement.flush();
    }

    /** Gives back, in order, what the application has been given and did not consume. */
    static void fail(Iterable<Received> deliveries) {
        Settlement settlement = new Settlement(null);
        for (Received each : deliveries) {
            settlement.giveBack(each, each.localFailures() + 1);
        }
        settlement.flush();
    }

    private void giveBack(Received received, int failures) {
        if (failures > 1) {
            flush();
            received.link().settleFailed(received.number(), failures);
        } else {
            add(received, failures == 0 ? Outcome.RELEASED : Outcome.FAILED);
        }
    }

    private void add(Received received, Outcome wanted) {
        if (received.link() == link && received.number() == last + 1 && wanted == outcome) {
            last++;
            return;
        }
        flush();
        outcome = wanted;
        link = received.link();
        first = received.number();
        last = first;
    }

    private void flush() {
        if (link != null) {
            link.settle(first, last, outcome, transaction);
            link = null;
        }
    }
}
