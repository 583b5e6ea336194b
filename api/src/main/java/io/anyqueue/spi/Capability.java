package io.anyqueue.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a peer can or cannot do. Names are open-ended: a provider may add its own. Compared by name.
 *
 * @param name lower case, words joined by hyphens
 */
public record Capability(String name) {
    /** Local transactions of a session: what it sends and consumes takes effect together at commit, or not at all (section 6.2.7). */
    public static final Capability TRANSACTIONS = new Capability("transactions");
    /** A receiver of a queue can select messages, and leaves the others to other receivers (section 3.8). */
    public static final Capability QUEUE_SELECTORS = new Capability("queue-selectors");
    /** A subscription can select messages; the others are not kept for it (section 3.8). */
    public static final Capability SUBSCRIPTION_SELECTORS = new Capability("subscription-selectors");
    /** A subscription can leave out what its own client sends (section 8.3). */
    public static final Capability NO_LOCAL = new Capability("no-local");
    /** Messages of a queue can be looked at without being taken (section 6.2.12). */
    public static final Capability BROWSERS = new Capability("browsers");
    /** Messages go to every subscription of a topic (section 4.2). */
    public static final Capability TOPICS = new Capability("topics");
    /** Subscriptions keep messages while nobody receives (section 4.2.3). */
    public static final Capability DURABLE_SUBSCRIPTIONS = new Capability("durable-subscriptions");
    /** Several receivers share one subscription, durable ones included where there are such (section 4.2.2). */
    public static final Capability SHARED_SUBSCRIPTIONS = new Capability("shared-subscriptions");
    /** Queues that only their connection receives from, and that end with it (section 6.2.2). */
    public static final Capability TEMPORARY_QUEUES = new Capability("temporary-queues");
    /** Topics that only their connection subscribes to, and that end with it (section 6.2.2). */
    public static final Capability TEMPORARY_TOPICS = new Capability("temporary-topics");
    /** A message is held back until its delivery time (section 3.4.13). */
    public static final Capability DELIVERY_DELAY = new Capability("delivery-delay");
    /** Of what waits, messages of higher priority are delivered first, by ten levels (section 3.4.10). */
    public static final Capability PRIORITY = new Capability("priority");
    /** A message whose time has passed is not delivered any more (section 3.4.9). */
    public static final Capability EXPIRY = new Capability("expiry");
    /** A message that has failed as often as configured is taken out of its queue, as a dead letter where there is a place for such. */
    public static final Capability DELIVERY_LIMIT = new Capability("delivery-limit");
    /** A client identifier that another connection holds is refused (section 6.1.2). */
    public static final Capability UNIQUE_CLIENT_ID = new Capability("unique-client-id");

    public Capability {
        Objects.requireNonNull(name, "name");
    }

    // Written out: a record links its own at first use, which a first connection would wait for.

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
