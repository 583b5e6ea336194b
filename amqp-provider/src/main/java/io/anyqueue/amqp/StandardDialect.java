package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.DeleteOnClose;
import org.apache.qpid.protonj2.types.messaging.Modified;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.messaging.TerminusDurability;
import org.apache.qpid.protonj2.types.messaging.TerminusExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Artemis, Qpid Broker-J, ActiveMQ and others that follow the JMS mapping: node kinds as terminus capabilities, address
 * prefixes as the peer announces them, subscriptions by link name.
 */
final class StandardDialect implements MessageMapping {
    static final String SHARED_SUBSCRIPTIONS = "SHARED-SUBS";
    static final String DELAYED_DELIVERY = "DELAYED_DELIVERY";
    static final String SOLE_CONNECTION = "sole-connection-for-container";

    private static final Symbol COPY = Symbol.valueOf("copy");
    private static final Symbol SHARED = Symbol.valueOf("shared");
    private static final Symbol GLOBAL = Symbol.valueOf("global");
    private static final Symbol LIFETIME_POLICY = Symbol.valueOf("lifetime-policy");

    private final String queuePrefix;
    private final String topicPrefix;
    private final Capabilities capabilities;
    private final boolean delaysEverywhere;
    /** Artemis reads {@code NOT a = b} as {@code (NOT a) = b}, which selects nothing; of all others only Broker-J is known not to. */
    private final boolean misreadsNot;

    StandardDialect(Peer peer) {
        this.queuePrefix = orEmpty(peer.property("queue-prefix"));
        this.topicPrefix = orEmpty(peer.property("topic-prefix"));
        this.capabilities = capabilities(peer);
        this.delaysEverywhere = peer.offers(DELAYED_DELIVERY);
        this.misreadsNot = !isBrokerJ(peer);
    }

    private static Capabilities capabilities(Peer peer) {
        Set<Capability> present = new LinkedHashSet<>(List.of(
                Capability.TRANSACTIONS,
                Capability.QUEUE_SELECTORS,
                Capability.SUBSCRIPTION_SELECTORS,
                Capability.NO_LOCAL,
                Capability.BROWSERS,
                Capability.TOPICS,
                Capability.DURABLE_SUBSCRIPTIONS,
                Capability.TEMPORARY_QUEUES,
                Capability.TEMPORARY_TOPICS,
                Capability.PRIORITY,
                Capability.EXPIRY));
        if (peer.offers(SHARED_SUBSCRIPTIONS)) {
            present.add(Capability.SHARED_SUBSCRIPTIONS);
        }
        if (peer.offers(DELAYED_DELIVERY) || isBrokerJ(peer)) {
            present.add(Capability.DELIVERY_DELAY);
        }
        if (peer.offers(SOLE_CONNECTION) || isArtemis(peer)) {
            present.add(Capability.UNIQUE_CLIENT_ID);
        }
        return Capabilities.of(present);
    }

    /** Artemis keeps client identifiers unique where it is asked to, but does not say so. */
    private static boolean isArtemis(Peer peer) {
        String product = peer.product();
        return product != null && product.contains("artemis");
    }

    /** Broker-J delays on queues that are configured for it, and rejects what is sent to others. */
    private static boolean isBrokerJ(Peer peer) {
        String product = peer.product();
        return product != null && product.contains("Broker-J");
    }

    /** What the peer can do. */
    Capabilities capabilities() {
        return capabilities;
    }

    /**
     * Whether the peer holds delayed messages back wherever they are sent to; where not, it must offer that on the link. Without
     * effect on peers that lack delivery delay.
     */
    boolean delaysEverywhere() {
        return delaysEverywhere;
    }

    @Override
    public String toWire(Address address) {
        return switch (address.kind()) {
            case QUEUE -> queuePrefix + address.name();
            case TOPIC -> topicPrefix + address.name();
            case TEMPORARY_QUEUE, TEMPORARY_TOPIC -> address.name();
        };
    }

    @Override
    public Address fromWire(String wire, Address.@Nullable Kind kind, Address consumed) {
        if (kind == null) {
            if (!queuePrefix.isEmpty() && wire.startsWith(queuePrefix)) {
                return Address.queue(wire.substring(queuePrefix.length()));
            }
            if (!topicPrefix.isEmpty() && wire.startsWith(topicPrefix)) {
                return Address.topic(wire.substring(topicPrefix.length()));
            }
            return new Address(consumed.kind(), wire);
        }
        String prefix = switch (kind) {
            case QUEUE -> queuePrefix;
            case TOPIC -> topicPrefix;
            case TEMPORARY_QUEUE, TEMPORARY_TOPIC -> "";
        };
        return new Address(kind, wire.startsWith(prefix) ? wire.substring(prefix.length()) : wire);
    }

    /** Where a sender sends to. */
    Target target(Address address) {
        return new Target().setAddress(toWire(address)).setCapabilities(capability(address.kind()));
    }

    /** Where a receiver receives from, with its filters. */
    Source source(ReceiverSpec spec, boolean hasClientId) {
        ReceiverSpec.Subscription subscription = spec.subscription();
        boolean durable = subscription != null && subscription.durable();
        boolean browsing = spec.mode() == ReceiverSpec.Mode.BROWSE;
        Source source = new Source()
                .setAddress(toWire(spec.address()))
                .setDurable(durable ? TerminusDurability.UNSETTLED_STATE : TerminusDurability.NONE)
                .setExpiryPolicy(durable ? TerminusExpiryPolicy.NEVER : TerminusExpiryPolicy.LINK_DETACH)
                .setOutcomes(Outcomes.known())
                .setDefaultOutcome(new Modified().setDeliveryFailed(true));
        if (durable || browsing) {
            source.setDistributionMode(COPY);
        }
        List<Symbol> wanted = new ArrayList<>(List.of(capability(spec.address().kind())));
        if (subscription != null && subscription.shared()) {
            wanted.add(SHARED);
            if (!hasClientId) {
                wanted.add(GLOBAL);
            }
        }
        source.setCapabilities(wanted.toArray(Symbol[]::new));
        MessageSelector selector = spec.selector();
        Filters.set(
                source,
                selector == null ? null : misreadsNot ? selector.parenthesized() : selector.text(),
                spec.noLocal());
        return source;
    }

    /** A target that makes the peer create a temporary node, which lives as long as the link. */
    Target temporaryTarget(Address.Kind kind) {
        return new Target()
                .setDynamic(true)
                .setDurable(TerminusDurability.NONE)
                .setExpiryPolicy(TerminusExpiryPolicy.LINK_DETACH)
                .setDynamicNodeProperties(Map.of(LIFETIME_POLICY, DeleteOnClose.getInstance()))
                .setCapabilities(capability(kind));
    }

    private static Symbol capability(Address.Kind kind) {
        return switch (kind) {
            case QUEUE -> Symbol.valueOf("queue");
            case TOPIC -> Symbol.valueOf("topic");
            case TEMPORARY_QUEUE -> Symbol.valueOf("temporary-queue");
            case TEMPORARY_TOPIC -> Symbol.valueOf("temporary-topic");
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
