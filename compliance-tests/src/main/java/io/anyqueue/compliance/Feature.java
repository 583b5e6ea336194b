package io.anyqueue.compliance;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Something that a provider may lack. The suite tests each one that is claimed, and the refusal of each that is not. */
public enum Feature {
    TRANSACTIONS,
    QUEUE_SELECTORS,
    SUBSCRIPTION_SELECTORS,
    NO_LOCAL,
    BROWSERS,
    TOPICS,
    DURABLE_SUBSCRIPTIONS,
    SHARED_SUBSCRIPTIONS,
    TEMPORARY_QUEUES,
    TEMPORARY_TOPICS,
    DELIVERY_DELAY,
    PRIORITY,
    EXPIRY,
    UNIQUE_CLIENT_ID,
    OBJECT_MESSAGES,
    /** Optional in the specification, chapter 11. */
    CONNECTION_CONSUMERS,
    /** The connection factory is also a {@code QueueConnectionFactory} and a {@code TopicConnectionFactory}. */
    DOMAIN_FACTORIES,
    /** Wrong credentials are refused; the target must give right ones. */
    AUTHENTICATION;

    private static final Set<Feature> SPECIFIED =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(AUTHENTICATION)));

    /** All but authentication, which takes a configured broker. */
    public static Set<Feature> specified() {
        return SPECIFIED;
    }

    /** The feature of this name, for instance {@code queue-selectors}; empty for a name the suite does not know. */
    public static Optional<Feature> named(String name) {
        for (Feature feature : values()) {
            if (feature.toString().equals(name)) {
                return Optional.of(feature);
            }
        }
        return Optional.empty();
    }

    /** Lower case, words joined by hyphens. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
