package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.Settings;
import java.util.List;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;

/**
 * Which messages to and from one address travel settled, so at most once and without an answer. Immutable and safe for use by any
 * thread.
 */
final class Presettlement {
    private final PresettledSends sends;
    private final boolean receives;

    private Presettlement(PresettledSends sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    static Presettlement of(Settings settings, Address address) {
        List<String> only = settings.get(AmqpOptions.PRESETTLED_DESTINATIONS);
        return only.isEmpty() || only.contains(address.name())
                ? new Presettlement(
                        settings.get(AmqpOptions.PRESETTLED_SENDS), settings.get(AmqpOptions.PRESETTLED_RECEIVES))
                : new Presettlement(PresettledSends.NONE, false);
    }

    /** What a sender asks for. */
    SenderSettleMode senderMode() {
        return sends == PresettledSends.NONE ? SenderSettleMode.UNSETTLED : SenderSettleMode.MIXED;
    }

    /** Whether a message that is in no transaction is sent settled. */
    boolean settles(MessageData message) {
        return switch (sends) {
            case NONE -> false;
            case NONPERSISTENT -> !message.persistent();
            case ALL -> true;
        };
    }

    /** What a receiver asks for; a browser that takes nothing has nothing to settle, and one that borrows gives all back. */
    SenderSettleMode receiverMode(ReceiverSpec spec, ReceiverPlan plan) {
        if (spec.mode() == ReceiverSpec.Mode.BROWSE) {
            return plan.borrows() ? SenderSettleMode.UNSETTLED : SenderSettleMode.SETTLED;
        }
        return receives ? SenderSettleMode.SETTLED : SenderSettleMode.UNSETTLED;
    }

    /** Whether a consumer asks for deliveries that the peer has settled, and so does not take back. */
    boolean settlesReceives(ReceiverSpec spec) {
        return receives && spec.mode() != ReceiverSpec.Mode.BROWSE;
    }
}
