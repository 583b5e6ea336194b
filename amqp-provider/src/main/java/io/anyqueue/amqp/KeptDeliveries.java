package io.anyqueue.amqp;

import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The deliveries of a receiver whose peer takes nothing back, because it is a stream or has settled them: what its owner gives
 * back is kept here and comes again from here, or it would be passed over. Owned by the event loop.
 */
final class KeptDeliveries {
    /**
     * A delivery and its turn, which it keeps when it comes again under another number.
     *
     * @param turn ascends in the order in which the peer delivered
     */
    record Kept(long turn, Delivery delivery) {}

    private final NavigableMap<Long, Kept> unsettled = new TreeMap<>();

    void add(long turn, Delivery delivery) {
        unsettled.put(delivery.number(), new Kept(turn, delivery));
    }

    /** Forgets the deliveries of these numbers, both included; those that come again, ascending. */
    List<Kept> settle(long first, long last, Outcome outcome) {
        NavigableMap<Long, Kept> settled = unsettled.subMap(first, true, last, true);
        boolean again = outcome == Outcome.RELEASED || outcome == Outcome.FAILED;
        List<Kept> returned = again ? new ArrayList<>(settled.values()) : List.of();
        settled.clear();
        return returned;
    }

    /** The same message as a delivery of another number. */
    static Delivery again(Delivery former, long number, Outcome outcome) {
        boolean failed = outcome == Outcome.FAILED;
        return new Delivery(
                number, former.message(), former.failedDeliveries() + (failed ? 1 : 0), failed || former.redelivered());
    }
}
