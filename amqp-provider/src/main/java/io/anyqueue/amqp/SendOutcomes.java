package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.messaging.Released;
import org.apache.qpid.protonj2.types.transactions.TransactionalState;
import org.apache.qpid.protonj2.types.transport.DeliveryState;
import org.jspecify.annotations.Nullable;

/** What a peer's answer to a transfer means for the send. */
final class SendOutcomes {

    /** What the client says where nobody knows whether a message was taken. */
    private static final String IN_DOUBT = "ANYQUEUE-SEND-IN-DOUBT";

    private SendOutcomes() {}

    /** The outcome within a delivery state; null where the state is none, as for a delivery only received so far. */
    static @Nullable DeliveryState outcomeOf(@Nullable DeliveryState state) {
        if (state instanceof TransactionalState transactional) {
            return transactional.getOutcome() instanceof DeliveryState outcome ? outcome : null;
        }
        return state == null || state.getType() == DeliveryState.DeliveryStateType.Received ? null : state;
    }

    /**
     * Null where the message was taken. A settlement without outcome counts as taken.
     *
     * @param unroutedIsTaken whether a released message, which nobody subscribes to, counts as taken
     */
    static @Nullable JMSException failure(
            @Nullable DeliveryState outcome, boolean unroutedIsTaken, Address address, String peer) {
        boolean unrouted = unroutedIsTaken && outcome instanceof Released;
        if (outcome == null || outcome instanceof Accepted || unrouted) {
            return null;
        }
        String operation = "send to " + address;
        boolean published = unroutedIsTaken && address.kind().isTopic();
        if (published
                && outcome instanceof Rejected rejected
                && RabbitSubscriptions.hasJustEnded(rejected.getError())) {
            return new JMSException(
                    operation + ": " + peer + " gave the message to a subscription that ended in this moment"
                            + Conditions.describe(rejected.getError())
                            + ", and does not say whether the others got it; send it again if duplicates are acceptable",
                    IN_DOUBT);
        }
        if (outcome instanceof Rejected rejected) {
            return Conditions.refused(operation, peer, rejected.getError());
        }
        String verb = outcome instanceof Released ? "released" : "returned";
        return new JMSException(
                "Cannot " + operation + ": " + peer + ' ' + verb + " the message unprocessed (" + outcome
                        + "); nothing takes messages there now, or it is full",
                "AMQP-" + verb.toUpperCase(java.util.Locale.ROOT));
    }
}
