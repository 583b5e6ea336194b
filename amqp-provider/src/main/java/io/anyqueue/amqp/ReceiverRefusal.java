package io.anyqueue.amqp;

import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/** Why a receiver could not be opened, as an exception. */
final class ReceiverRefusal {

    private ReceiverRefusal() {}

    static JMSException of(ReceiverSpec spec, String peer, @Nullable ErrorCondition condition) {
        String operation = "open a receiver on " + spec.address();
        MessageSelector selector = spec.selector();
        if (selector != null && Conditions.is(condition, "amqp:invalid-field")) {
            return new InvalidSelectorException(
                    "Cannot " + operation + ": " + peer + " refused the selector " + selector.text()
                            + Conditions.describe(condition),
                    "AMQP-amqp:invalid-field");
        }
        return Conditions.refusedDestination(operation, peer, condition);
    }

    /** The peer opened the link, but without a filter that was asked for. */
    static JMSException filterIgnored(ReceiverSpec spec, String filter, String peer) {
        return new JMSException(
                "Cannot open a receiver on " + spec.address() + ": " + peer + " did not take the " + filter
                        + "; receive without it and filter in the application",
                "AMQP-FILTER");
    }
}
