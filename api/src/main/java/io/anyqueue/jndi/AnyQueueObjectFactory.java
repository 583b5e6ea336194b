package io.anyqueue.jndi;

import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import io.anyqueue.spi.ConfigurationException;
import jakarta.jms.Destination;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Set;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns references back into connection factories and destinations: those that our objects give, and those that a
 * container makes from its configuration, with a class of {@code jakarta.jms} and addresses written by hand.
 *
 * <p>Addresses of a connection factory: {@code url}, {@code named} and options by name; of a destination: {@code name},
 * or {@code physicalName} where the container keeps {@code name} to itself. Stateless.
 */
public final class AnyQueueObjectFactory implements ObjectFactory {
    private static final String OURS = "io.anyqueue.";
    private static final Set<String> CONNECTION_FACTORIES = Set.of(
            AnyQueueConnectionFactory.class.getName(),
            "jakarta.jms.ConnectionFactory",
            "jakarta.jms.QueueConnectionFactory",
            "jakarta.jms.TopicConnectionFactory");
    /** What Tomcat adds to the references it makes. */
    private static final Set<String> CONTAINER_ADDRESSES =
            Set.of("factory", "auth", "scope", "singleton", "description", "closeMethod", "lookup-name");

    /** For JNDI, which makes it by its class name. */
    public AnyQueueObjectFactory() {}

    /**
     * The object that a reference stands for.
     *
     * @return null where the reference is not one of ours, as {@link ObjectFactory} asks
     * @throws NamingException where it is, but its addresses cannot be used
     */
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        if (CONNECTION_FACTORIES.contains(reference.getClassName())) {
            return connectionFactory(reference);
        }
        Kind kind = kind(reference);
        return kind == null ? null : destination(reference, kind);
    }

    private static AnyQueueConnectionFactory connectionFactory(Reference reference) throws NamingException {
        AnyQueueConnectionFactory.Builder builder = AnyQueue.builder();
        for (RefAddr address : Collections.list(reference.getAll())) {
            String type = address.getType();
            if (!CONTAINER_ADDRESSES.contains(type) && address.getContent() instanceof String content) {
                set(builder, type, content);
            }
        }
        try {
            return builder.build();
        } catch (ConfigurationException e) {
            throw Failures.badConfiguration("Reference to a connection factory: " + e.getMessage(), e);
        }
    }

    private static void set(AnyQueueConnectionFactory.Builder builder, String type, String content) {
        switch (type) {
            case "url" -> builder.url(content);
            case "named" -> builder.named(content);
            default -> builder.option(type, content);
        }
    }

    private static @Nullable Kind kind(Reference reference) throws NamingException {
        String className = reference.getClassName();
        if (className.equals("jakarta.jms.Queue")) {
            return Kind.QUEUE;
        }
        if (className.equals("jakarta.jms.Topic")) {
            return Kind.TOPIC;
        }
        String kind = content(reference, "kind");
        if (kind == null || !className.startsWith(OURS)) {
            return null;
        }
        try {
            return Kind.valueOf(kind);
        } catch (IllegalArgumentException e) {
            throw Failures.badConfiguration(
                    "Reference to a destination: kind is \"" + kind + "\", expected QUEUE, TOPIC, TEMPORARY_QUEUE or"
                            + " TEMPORARY_TOPIC",
                    e);
        }
    }

    private static Destination destination(Reference reference, Kind kind) throws NamingException {
        String physical = content(reference, "physicalName");
        String name = physical == null ? content(reference, "name") : physical;
        if (name == null || name.isEmpty()) {
            throw Failures.badConfiguration(
                    "Reference to a " + (kind.isQueue() ? "queue" : "topic")
                            + " names none; expected an address \"name\" or \"physicalName\" with its name at the broker",
                    null);
        }
        return Destinations.of(new Address(kind, name));
    }

    private static @Nullable String content(Reference reference, String type) {
        RefAddr address = reference.get(type);
        return address != null && address.getContent() instanceof String content ? content : null;
    }
}
