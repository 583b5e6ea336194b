package io.anyqueue.inmemory;

import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What shapes a broker for its whole life: its settings, the bounds of single queues, and what it can do. Immutable. */
final class BrokerRules {
    private static final List<Capability> ALL = List.of(
            Capability.TRANSACTIONS,
            Capability.QUEUE_SELECTORS,
            Capability.SUBSCRIPTION_SELECTORS,
            Capability.NO_LOCAL,
            Capability.BROWSERS,
            Capability.TOPICS,
            Capability.DURABLE_SUBSCRIPTIONS,
            Capability.SHARED_SUBSCRIPTIONS,
            Capability.TEMPORARY_QUEUES,
            Capability.TEMPORARY_TOPICS,
            Capability.DELIVERY_DELAY,
            Capability.PRIORITY,
            Capability.EXPIRY,
            Capability.DELIVERY_LIMIT,
            Capability.UNIQUE_CLIENT_ID);

    private final Settings settings;
    private final Map<String, QueueBound> bounds;
    private final Set<Capability> without;
    /** True where a program has made the broker, and no URL. */
    private final boolean built;

    private BrokerRules(Settings settings, Map<String, QueueBound> bounds, boolean built) {
        this.settings = settings;
        this.built = built;
        this.bounds = Map.copyOf(bounds);
        this.without = parse(settings.get(InMemoryOptions.WITHOUT));
    }

    /** The rules that a program sets. */
    static BrokerRules built(Settings settings, Map<String, QueueBound> bounds) {
        return new BrokerRules(settings, bounds, true);
    }

    /** The rules that a URL sets; of the settings of its connection only the broker's own are kept. */
    static BrokerRules of(Settings connection) {
        Settings own = Settings.defaults();
        for (Option<?> option : InMemoryOptions.all()) {
            own = copy(option, connection, own);
        }
        return new BrokerRules(own, Map.of(), false);
    }

    private static <T> Settings copy(Option<T> option, Settings from, Settings to) {
        T value = from.find(option);
        return value == null ? to : to.with(option, value, from.origin(option));
    }

    boolean has(Capability capability) {
        return !without.contains(capability);
    }

    /** What clients are told. A delivery limit is claimed only where one is set, since clients may then leave it to us. */
    Capabilities capabilities() {
        Set<Capability> present = new LinkedHashSet<>(ALL);
        present.removeAll(without);
        if (maxDeliveries() == 0) {
            present.remove(Capability.DELIVERY_LIMIT);
        }
        return Capabilities.of(present);
    }

    /** Failed deliveries after which a message leaves its queue; 0 for no limit. */
    int maxDeliveries() {
        return has(Capability.DELIVERY_LIMIT) ? settings.get(InMemoryOptions.MAX_DELIVERIES) : 0;
    }

    @Nullable
    String deadLetterQueue() {
        return settings.find(InMemoryOptions.DEAD_LETTER_QUEUE);
    }

    boolean deadLettersExpired() {
        return settings.get(InMemoryOptions.DEAD_LETTER_EXPIRED);
    }

    boolean groupsMessages() {
        return settings.get(InMemoryOptions.MESSAGE_GROUPS);
    }

    QueueBound boundOf(String queue) {
        QueueBound own = bounds.get(queue);
        return own != null
                ? own
                : new QueueBound(settings.get(InMemoryOptions.QUEUE_LIMIT), settings.get(InMemoryOptions.OVERFLOW));
    }

    /**
     * Checks that a later URL of the same broker asks for nothing else. What surrounds the application shapes the brokers that
     * URLs make, and does not concern one that a program has made.
     *
     * @throws ConfigurationException where an option has another value
     */
    void requireCompatible(String broker, Settings later) {
        for (Option<?> option : InMemoryOptions.all()) {
            boolean asked = built ? later.isGiven(option) : later.isSet(option);
            if (asked && !Objects.equals(later.find(option), settings.find(option))) {
                throw new ConfigurationException(
                        "Connecting to in-memory broker \"" + broker + "\": the "
                                + later.origin(option) + " sets " + option.name() + '=' + later.find(option)
                                + ", but the broker exists already, with " + settings.find(option)
                                + ". Leave the option out, repeat the same value, close the broker first, or use another name.");
            }
        }
    }

    private static Set<Capability> parse(List<String> names) {
        Set<Capability> parsed = names.stream().map(Capability::new).collect(Collectors.toSet());
        for (Capability each : parsed) {
            if (!ALL.contains(each)) {
                throw new ConfigurationException("Option " + InMemoryOptions.WITHOUT.name()
                        + ": there is no capability \"" + each + "\"; known are " + ALL);
            }
        }
        return parsed;
    }
}
