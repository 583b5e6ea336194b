package io.anyqueue.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a peer can or cannot do. Names are open-ended: a provider may add its own. Compared by name.
 *
 * @param name lower case, words joined by hyphens
 */
public record Capability(String name) {
    public static final Capability TRANSACTIONS = new Capability("transactions");
    public static final Capability QUEUE_SELECTORS = new Capability("queue-selectors");
    public static final Capability SUBSCRIPTION_SELECTORS = new Capability("subscription-selectors");
    public static final Capability NO_LOCAL = new Capability("no-local");
    public static final Capability BROWSERS = new Capability("browsers");
    public static final Capability TOPICS = new Capability("topics");
    public static final Capability DURABLE_SUBSCRIPTIONS = new Capability("durable-subscriptions");
    public static final Capability SHARED_SUBSCRIPTIONS = new Capability("shared-subscriptions");
    public static final Capability TEMPORARY_QUEUES = new Capability("temporary-queues");
    public static final Capability TEMPORARY_TOPICS = new Capability("temporary-topics");
    public static final Capability DELIVERY_DELAY = new Capability("delivery-delay");
    public static final Capability PRIORITY = new Capability("priority");
    public static final Capability EXPIRY = new Capability("expiry");
    public static final Capability DELIVERY_LIMIT = new Capability("delivery-limit");
    public static final Capability UNIQUE_CLIENT_ID = new Capability("unique-client-id");

    public Capability {
        Objects.requireNonNull(name, "name");
    }

    // Written out, as what a record gets by itself is linked when it is first used, which a first connection would wait
    // for.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Capability that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
