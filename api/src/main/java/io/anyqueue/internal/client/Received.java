package io.anyqueue.internal.client;

import io.anyqueue.spi.Delivery;
import java.util.List;

/**
 * A delivery on its way through a session: in a consumer's buffer, then held by the session until it is settled. Owned by
 * whichever of the two holds it; the hand-over between them is under the buffer's lock.
 */
final class Received {
    private final ReceiverLink link;
    private final Delivery delivery;
    private int localFailures;
    private boolean markedRedelivered;

    Received(ReceiverLink link, Delivery delivery) {
        this.link = link;
        this.delivery = delivery;
    }

    /**
     * The session gives these up, which the application has seen. Those of lost links come again, which their consumers have to know
     * where recovery has not looked yet.
     */
    static void leaving(List<Received> seen) {
        for (Received each : seen) {
            if (each.link.isLost()) {
                seen.stream().map(any -> any.link.owner()).distinct().forEach(owner -> owner.rememberSeen(seen));
                return;
            }
        }
    }

    ReceiverLink link() {
        return link;
    }

    Delivery delivery() {
        return delivery;
    }

    long number() {
        return delivery.number();
    }

    /** How many deliveries to the application have failed that the provider has not heard of. */
    int localFailures() {
        return localFailures;
    }

    /** Counts one more failed delivery that the provider has not heard of. */
    void countFailure() {
        localFailures++;
    }

    /** For a message that this client held when its connection was lost, whatever the broker remembers. */
    void markRedelivered() {
        markedRedelivered = true;
    }

    /** How many deliveries have failed, as far as is counted, if this one has. */
    int failures() {
        return delivery.failedDeliveries() + localFailures + 1;
    }

    /** The value of {@code JMSXDeliveryCount}: at least 2 for a redelivered message. */
    int deliveryCount() {
        int count = failures();
        return isRedelivered() ? Math.max(2, count) : count;
    }

    boolean isRedelivered() {
        return markedRedelivered || delivery.redelivered() || delivery.failedDeliveries() > 0 || localFailures > 0;
    }
}
