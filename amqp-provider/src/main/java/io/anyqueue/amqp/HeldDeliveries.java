package io.anyqueue.amqp;

import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.types.transport.DeliveryState;
import org.jspecify.annotations.Nullable;

/**
 * The unsettled deliveries of one receiver by their numbers, which ascend by one. Owned by the event loop.
 *
 * <p>A ring: index is number modulo capacity; it covers the numbers from the oldest held one to the next.
 */
final class HeldDeliveries {
    private @Nullable IncomingDelivery[] ring = new IncomingDelivery[64];
    /** No lower number is held. */
    private long first;

    private long next;

    /** Keeps a delivery and returns its number. */
    long add(IncomingDelivery delivery) {
        if (next - first == ring.length) {
            grow();
        }
        ring[index(next)] = delivery;
        return next++;
    }

    /** Numbers a delivery that needs no settlement. */
    long skip() {
        if (first == next) {
            first++;
            return next++;
        }
        if (next - first == ring.length) {
            grow();
        }
        return next++;
    }

    /** True where the delivery of that number is held. */
    boolean holds(long number) {
        return number >= first && number < next && ring[index(number)] != null;
    }

    /** Takes out the delivery of that number; null where it is not held. */
    @Nullable
    IncomingDelivery remove(long number) {
        if (number < first || number >= next) {
            return null;
        }
        IncomingDelivery delivery = ring[index(number)];
        ring[index(number)] = null;
        while (first < next && ring[index(first)] == null) {
            first++;
        }
        return delivery;
    }

    /** Settles those of the numbers, both included, that are held. */
    void settle(long from, long to, DeliveryState state) {
        long end = Math.min(to, next - 1);
        for (long number = Math.max(from, first); number <= end; number++) {
            IncomingDelivery delivery = remove(number);
            if (delivery != null) {
                delivery.disposition(state, true);
            }
        }
    }

    void settleAll(DeliveryState state) {
        settle(first, next, state);
    }

    private int index(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void grow() {
        @Nullable IncomingDelivery[] larger = new IncomingDelivery[ring.length * 2];
        for (long number = first; number < next; number++) {
            larger[(int) (number & (larger.length - 1))] = ring[index(number)];
        }
        ring = larger;
    }
}
