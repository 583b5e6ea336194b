package io.anyqueue.amqp;

import io.anyqueue.spi.Outcome;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Modified;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.messaging.Released;
import org.apache.qpid.protonj2.types.transport.DeliveryState;

/** The delivery state for each outcome; always the same instance, by which {@link SettlementRanges} knows a range. */
final class Outcomes {
    private static final DeliveryState FAILED = new Modified().setDeliveryFailed(true);
    private static final DeliveryState REJECTED = new Rejected();

    private Outcomes() {}

    /** The names of all, for a terminus: what is not named there, a peer may refuse to give or to take. */
    static Symbol[] known() {
        return new Symbol[] {
            Accepted.DESCRIPTOR_SYMBOL,
            Rejected.DESCRIPTOR_SYMBOL,
            Released.DESCRIPTOR_SYMBOL,
            Modified.DESCRIPTOR_SYMBOL
        };
    }

    static DeliveryState state(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> Accepted.getInstance();
            case RELEASED -> Released.getInstance();
            case FAILED -> FAILED;
            case REJECTED -> REJECTED;
        };
    }
}
