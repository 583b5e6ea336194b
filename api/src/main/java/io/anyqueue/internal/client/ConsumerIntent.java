package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the application asked of a consumer, which outlives every receiver that serves it.
 *
 * @param address a topic or queue, by the name that the application knows
 * @param selector null for every message
 * @param noLocal whether the connection's own messages are left out
 * @param subscription null for a queue and for a plain topic consumer
 */
public record ConsumerIntent(
        Address address,
        @Nullable MessageSelector selector,
        boolean noLocal,
        ReceiverSpec.@Nullable Subscription subscription) {

    /** The property that marks the sending connection where the peer lacks noLocal. */
    static final String ORIGIN_PROPERTY = "JMS_AnyQueue_Origin";

    /** The message as its sender made it. */
    static MessageData withoutOrigin(MessageData message) {
        return message.property(ORIGIN_PROPERTY) == null
                ? message
                : message.toBuilder().removeProperty(ORIGIN_PROPERTY).build();
    }

    /** What to ask of the provider: less the filters that are emulated. Refuses what cannot be had. */
    ReceiverSpec specFor(Capabilities capabilities, Address current, String peer) throws JMSException {
        requireSubscriptions(capabilities, peer);
        boolean filtered = capabilities.isNative(selectorCapability());
        if (selector != null && !filtered && address.kind().isQueue()) {
            throw Failures.lacking(
                    Capability.QUEUE_SELECTORS,
                    "create a consumer of " + address + " with a selector",
                    peer,
                    "consume without selector, or from a topic subscription, where selectors are emulated");
        }
        return new ReceiverSpec(
                current,
                ReceiverSpec.Mode.CONSUME,
                filtered ? selector : null,
                noLocal && capabilities.isNative(Capability.NO_LOCAL),
                subscription == null ? null : withTerms(subscription, capabilities));
    }

    /** The filters that are emulated are part of a subscription's identity as much as those that the peer knows. */
    private ReceiverSpec.Subscription withTerms(ReceiverSpec.Subscription named, Capabilities capabilities) {
        List<String> terms = new ArrayList<>();
        if (noLocal && !capabilities.isNative(Capability.NO_LOCAL)) {
            terms.add("noLocal");
        }
        if (selector != null && !capabilities.isNative(selectorCapability())) {
            terms.add("selector " + selector.text());
        }
        return new ReceiverSpec.Subscription(named.name(), named.durable(), named.shared(), String.join(", ", terms));
    }

    /**
     * True where the message passes the filters that the provider does not apply.
     *
     * @param selects whether the receiver applies the selector, where the provider can
     */
    boolean admits(MessageData message, Capabilities capabilities, boolean selects, ClientConnection receiving) {
        boolean selected = selects && capabilities.isNative(selectorCapability());
        if (selector != null && !selected && !selector.matches(message)) {
            return false;
        }
        return !noLocal
                || capabilities.isNative(Capability.NO_LOCAL)
                || !receiving.origin().equals(message.property(ORIGIN_PROPERTY));
    }

    private Capability selectorCapability() {
        return address.kind().isQueue() ? Capability.QUEUE_SELECTORS : Capability.SUBSCRIPTION_SELECTORS;
    }

    private void requireSubscriptions(Capabilities capabilities, String peer) throws JMSException {
        String operation = "create a consumer of " + address;
        if (address.kind().isTopic() && !capabilities.supports(Capability.TOPICS)) {
            throw Failures.lacking(Capability.TOPICS, operation, peer, "use a queue");
        }
        if (subscription != null
                && subscription.durable()
                && !capabilities.supports(Capability.DURABLE_SUBSCRIPTIONS)) {
            throw Failures.lacking(
                    Capability.DURABLE_SUBSCRIPTIONS, operation, peer, "use a subscription that is not durable");
        }
        if (subscription != null && subscription.shared() && !capabilities.supports(Capability.SHARED_SUBSCRIPTIONS)) {
            throw Failures.lacking(
                    Capability.SHARED_SUBSCRIPTIONS, operation, peer, "use an unshared subscription or a queue");
        }
    }
}
