package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The named subscriptions of one connection that have receivers, and the link names that stand for them on the wire, as
 * Qpid JMS writes them and brokers expect: {@code name}, with {@code |global} where there is no client identifier, with
 * {@code |volatile1} for those that are not durable, and a number for further receivers. Owned by the event loop.
 */
final class Subscriptions {
    static final String SUBSCRIBED = "AMQP-SUBSCRIBED";

    private static final char DELIMITER = '|';

    private record Key(String name, boolean durable) {}

    /** One subscription with receivers; its topic and selector cannot change while it has any. */
    private static final class Active {
        private final Address topic;
        private final @Nullable String selector;
        private final boolean shared;
        private int receivers;
        private int named;

        Active(Address topic, @Nullable String selector, boolean shared) {
            this.topic = topic;
            this.selector = selector;
            this.shared = shared;
        }

        boolean matches(ReceiverSpec spec) {
            return topic.equals(spec.address()) && Objects.equals(selector, text(spec.selector()));
        }
    }

    private final Map<Key, Active> active = new HashMap<>();
    /**
     * Whether each durable subscription that was opened on this connection is shared. Some brokers take both kinds for one
     * subscription, which section 8.3.3 forbids. Kept only where a client identifier makes this connection their only user.
     */
    private final Map<String, Boolean> durableIsShared = new HashMap<>();

    private final boolean hasClientId;

    Subscriptions(boolean hasClientId) {
        this.hasClientId = hasClientId;
    }

    /** Counts a receiver and names its link; {@link #removed} follows when it has ended or could not be opened. */
    String add(ReceiverSpec spec, ReceiverSpec.Subscription subscription) throws JMSException {
        String name = subscription.name();
        if (name.indexOf(DELIMITER) >= 0) {
            throw new JMSException("Cannot subscribe \"" + name + "\": a subscription's name must not contain '|' with"
                    + " this broker, which ends the name there");
        }
        Key key = new Key(name, subscription.durable());
        Active present = active.get(key);
        if (present == null) {
            requireSameKind(subscription);
            present = new Active(spec.address(), text(spec.selector()), subscription.shared());
            active.put(key, present);
        } else {
            requireShareable(present, spec, subscription);
        }
        present.receivers++;
        present.named++;
        return linkName(subscription, present.named);
    }

    private static void requireShareable(Active present, ReceiverSpec spec, ReceiverSpec.Subscription subscription)
            throws JMSException {
        String operation = "Cannot subscribe \"" + subscription.name() + "\" to " + spec.address() + ": ";
        if (!present.shared || !subscription.shared()) {
            throw new IllegalStateException(
                    operation + "it has a consumer on this connection and is "
                            + (present.shared ? "shared" : "not shared") + "; close that consumer first",
                    SUBSCRIBED);
        }
        if (!present.matches(spec)) {
            throw new IllegalStateException(
                    operation + "it has consumers with another topic or selector, on " + present.topic, SUBSCRIBED);
        }
    }

    private void requireSameKind(ReceiverSpec.Subscription subscription) throws JMSException {
        Boolean shared = subscription.durable() ? durableIsShared.get(subscription.name()) : null;
        if (shared != null && shared != subscription.shared()) {
            throw new IllegalStateException(
                    "Cannot subscribe \"" + subscription.name() + "\": a durable subscription of"
                            + " this name exists and is " + (shared ? "shared" : "not shared")
                            + "; unsubscribe it first, or use another name",
                    SUBSCRIBED);
        }
    }

    /** The peer has opened a receiver of this subscription. */
    void opened(ReceiverSpec.Subscription subscription) {
        if (subscription.durable() && hasClientId) {
            durableIsShared.put(subscription.name(), subscription.shared());
        }
    }

    /** The subscription has been deleted, or found missing. */
    void deleted(String durableName) {
        durableIsShared.remove(durableName);
    }

    private String linkName(ReceiverSpec.Subscription subscription, int number) {
        String name = subscription.name();
        if (!subscription.shared()) {
            return name;
        }
        if (!subscription.durable()) {
            return name + DELIMITER + (hasClientId ? "volatile" : "global-volatile") + number;
        }
        String first = durableLinkName(name);
        if (number == 1) {
            return first;
        }
        return hasClientId ? first + DELIMITER + number : first + number;
    }

    /** The link name that finds a durable subscription. */
    String durableLinkName(String name) {
        return hasClientId ? name : name + DELIMITER + "global";
    }

    boolean hasClientId() {
        return hasClientId;
    }

    boolean isActive(String durableName) {
        return active.containsKey(new Key(durableName, true));
    }

    void removed(ReceiverSpec.Subscription subscription) {
        Key key = new Key(subscription.name(), subscription.durable());
        Active present = active.get(key);
        if (present != null && --present.receivers == 0) {
            active.remove(key);
        }
    }

    private static @Nullable String text(@Nullable MessageSelector selector) {
        return selector == null ? null : selector.text();
    }
}
