package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ConsumerIntent;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.selector.SelectorParser;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** A subscription with a name (section 8.3), its arguments checked. */
record NamedSubscription(Address topic, ReceiverSpec.Subscription terms) {

    enum Kind {
        SHARED(false, true),
        DURABLE(true, false),
        SHARED_DURABLE(true, true);

        private final boolean durable;
        private final boolean shared;

        Kind(boolean durable, boolean shared) {
            this.durable = durable;
            this.shared = shared;
        }

        /** Checks the topic first, then the name, then whether there is a client identifier where one is needed. */
        NamedSubscription of(String operation, @Nullable Topic topic, @Nullable String name, @Nullable String clientId)
                throws JMSException {
            Address address = topicOf(operation, topic);
            if (durable && address.kind().isTemporary()) {
                throw notSubscribable(operation, address, "expected a topic that is not temporary");
            }
            if (name == null || name.isEmpty()) {
                throw Failures.argument(operation + ": the name of the subscription is null or empty; expected a name");
            }
            if (durable && !shared && clientId == null) {
                throw Failures.illegalState(
                        operation + ": an unshared durable subscription needs a client identifier; configure"
                                + " clientId or call setClientID first");
            }
            return new NamedSubscription(address, new ReceiverSpec.Subscription(name, durable, shared));
        }
    }

    /** The address of what has to be a topic. */
    static Address topicOf(String operation, @Nullable Topic topic) throws JMSException {
        Address address = JmsDestination.addressOf(topic);
        if (!address.kind().isTopic()) {
            throw notSubscribable(operation, address, "expected a topic");
        }
        return address;
    }

    private static JMSException notSubscribable(String operation, Address address, String expected) {
        return Failures.noDestination(operation + ": " + address + " cannot be subscribed to like this; " + expected);
    }

    /** A consumer of it. */
    ConsumerIntent intent(@Nullable String selector, boolean noLocal) throws JMSException {
        return new ConsumerIntent(topic, SelectorParser.compile(selector), noLocal, terms);
    }
}
