package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** Checks of the arguments that all ways to make a named subscription share (section 8.3). */
final class Subscriptions {

    private Subscriptions() {}

    static ReceiverSpec.Subscription named(
            String operation, @Nullable String name, boolean durable, boolean shared, @Nullable String clientId)
            throws JMSException {
        if (name == null || name.isEmpty()) {
            throw Failures.argument(operation + ": the name of the subscription is null or empty; expected a name");
        }
        if (durable && !shared && clientId == null) {
            throw Failures.illegalState(
                    operation + ": an unshared durable subscription needs a client identifier; configure"
                            + " clientId or call setClientID first");
        }
        return new ReceiverSpec.Subscription(name, durable, shared);
    }

    static Address topic(String operation, @Nullable Topic topic, boolean durable) throws JMSException {
        Address address = JmsDestination.addressOf(topic);
        if (!address.kind().isTopic() || (durable && address.kind().isTemporary())) {
            throw Failures.noDestination(
                    operation + ": " + address + " cannot be subscribed to like this; expected a topic"
                            + (durable ? " that is not temporary" : ""));
        }
        return address;
    }
}
