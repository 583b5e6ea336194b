package io.anyqueue.inmemory;

import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message broker in this JVM. Brokers are known by name and share nothing: a connection to {@code inmemory:orders} reaches
 * the broker {@code orders}, which is made by the first of them, or here, and lives until it is closed, with or without
 * connections.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * try (InMemoryBroker broker = InMemoryBroker.builder().clock(clock).queue("orders", 100).build()) {
 *     ConnectionFactory factory = AnyQueue.connectionFactory(broker.url());
 *     ...
 *     clock.advance(Duration.ofMinutes(5));
 *     broker.faults().dropAfter(Operation.SEND);
 *     assertThat(broker.queue("orders").depth()).isEqualTo(3);
 * }
 * }</pre>
 *
 * <p>Safe for use by any thread. It has no threads of its own.
 */
public final class InMemoryBroker implements AutoCloseable {
    private final Broker broker;
    private final Runnable onClose;

    private InMemoryBroker(Broker broker, Runnable onClose) {
        this.broker = broker;
        this.onClose = onClose;
    }

    /** The broker of that name, which is made with default settings where there is none. */
    public static InMemoryBroker named(String name) {
        return Brokers.getOrCreate(name, BrokerRules.of(Settings.defaults()));
    }

    /** A new broker with default settings and a name of its own. */
    public static InMemoryBroker create() {
        return builder().build();
    }

    /** For a new broker with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    static InMemoryBroker start(Broker broker, Runnable onClose) {
        return new InMemoryBroker(broker, onClose);
    }

    public String name() {
        return broker.name();
    }

    /** The URL that reaches it. */
    public String url() {
        return Brokers.urlOf(broker.name());
    }

    /** The clock that moves its expiry and delivery delays. */
    public TimeSource clock() {
        return broker.clock();
    }

    /** What is to go wrong in it. */
    public Faults faults() {
        return broker.faults();
    }

    /** The names of its queues, temporary ones excluded, in alphabetical order. */
    public Set<String> queues() {
        return broker.destinations().queueNames();
    }

    /** The names of its topics, temporary ones excluded, in alphabetical order. */
    public Set<String> topics() {
        return broker.destinations().topicNames();
    }

    /** How many temporary destinations there are. */
    public int temporaryDestinations() {
        return broker.destinations().temporaryCount();
    }

    /** How a queue stands; an empty one where nobody has used that name yet. */
    public QueueStatus queue(String name) {
        MessageQueue queue = broker.destinations().findQueue(name);
        return queue == null ? new QueueStatus(name, 0, 0, 0, 0) : queue.status();
    }

    /** The messages that wait in a queue to be delivered, in that order. */
    public List<QueuedMessage> messages(String queueName) {
        MessageQueue queue = broker.destinations().findQueue(queueName);
        return queue == null
                ? List.of()
                : queue.snapshot().stream().map(QueuedMessage::of).toList();
    }

    /** The named subscriptions, in no particular order. */
    public List<SubscriptionStatus> subscriptions() {
        return broker.subscriptions().statuses();
    }

    /** The open connections, in no particular order. */
    public List<ConnectionStatus> connections() {
        return broker.connections().stream().map(MemoryConnection::status).toList();
    }

    /**
     * Loses all connections, which recover as soon as somebody makes a broker of that name, and takes nothing more; the name is
     * free again. What it held can still be looked at here. Idempotent.
     */
    @Override
    public void close() {
        onClose.run();
        broker.close();
    }

    @Override
    public String toString() {
        return "in-memory broker \"" + broker.name() + '"';
    }

    Broker broker() {
        return broker;
    }

    /** Collects what a new broker is to be like. Not thread safe. */
    public static final class Builder {
        private @Nullable String name;
        private TimeSource clock = TimeSource.system();
        private Settings settings = Settings.defaults();
        private final Map<String, QueueBound> bounds = new HashMap<>();
        private final Map<String, Accounts.Account> accounts = new HashMap<>();
        private final List<String> without = new ArrayList<>();

        private Builder() {}

        /** The name that URLs reach it by, not empty; without one it gets a unique name. */
        public Builder name(String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException(
                        "The name of an in-memory broker is empty; expected one that a URL can have");
            }
            name = value;
            return this;
        }

        public Builder clock(TimeSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets one of {@link InMemoryOptions}, as a URL would.
         *
         * @throws ConfigurationException where the value is out of range
         */
        public <T> Builder option(Option<T> option, T value) {
            if (!InMemoryOptions.all().contains(option)) {
                throw new IllegalArgumentException(
                        "Option " + option + " is not one of the broker's; known are " + InMemoryOptions.all());
            }
            settings = settings.with(option, option.parse(option.show(value)), Settings.BUILDER);
            return this;
        }

        /** Adds an account that may do everything. From the first account on, nobody else may connect. */
        public Builder account(String user, String password) {
            accounts.put(user, new Accounts.Account(password, null));
            return this;
        }

        /** Adds an account that may do only what is listed. From the first account on, nobody else may connect. */
        public Builder account(String user, String password, Permission... permissions) {
            accounts.put(user, new Accounts.Account(password, List.of(permissions)));
            return this;
        }

        /** Takes a capability away, for tests of emulation and refusal. */
        public Builder withoutCapability(Capability capability) {
            without.add(capability.name());
            return this;
        }

        /** Bounds one queue; a sender that finds it full waits. */
        public Builder queue(String queueName, int limit) {
            return queue(queueName, limit, OverflowPolicy.BLOCK);
        }

        /** Bounds one queue. */
        public Builder queue(String queueName, int limit, OverflowPolicy policy) {
            bounds.put(queueName, new QueueBound(limit, policy));
            return this;
        }

        /**
         * Makes the broker.
         *
         * @throws IllegalStateException where one of that name exists
         */
        public InMemoryBroker build() {
            Settings complete = without.isEmpty()
                    ? settings
                    : settings.with(InMemoryOptions.WITHOUT, List.copyOf(without), Settings.BUILDER);
            return Brokers.create(name, BrokerRules.built(complete, bounds), new Accounts(accounts), clock);
        }
    }
}
