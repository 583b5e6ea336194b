package io.anyqueue.internal.client;

import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.TransactionToken;
import org.jspecify.annotations.Nullable;

/** Settles many deliveries as few ranges: runs of consecutive numbers of one link. Used by one thread, once. */
final class Settlement {
    private final Outcome outcome;
    private final @Nullable TransactionToken transaction;
    private @Nullable ReceiverLink link;
    private long first;
    private long last;

    private Settlement(Outcome outcome, @Nullable TransactionToken transaction) {
        this.outcome = outcome;
        this.transaction = transaction;
    }

    static void settle(Iterable<Received> deliveries, Outcome outcome, @Nullable TransactionToken transaction) {
        Settlement settlement = new Settlement(outcome, transaction);
        for (Received each : deliveries) {
            settlement.add(each);
        }
        settlement.flush();
    }

    private void add(Received received) {
        if (received.link() == link && received.number() == last + 1) {
            last++;
            return;
        }
        flush();
        link = received.link();
        first = received.number();
        last = first;
    }

    private void flush() {
        if (link != null) {
            link.settle(first, last, outcome, transaction);
        }
    }
}
