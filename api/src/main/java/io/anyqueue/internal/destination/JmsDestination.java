package io.anyqueue.internal.destination;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import org.jspecify.annotations.Nullable;

/**
 * A destination of ours: an {@link Address} as applications see it. Immutable, equal where the addresses are equal.
 *
 * <p>The serialized form is a {@link Form} of kind and name, so it does not depend on these classes' fields; a temporary
 * destination that was read back belongs to nobody here and cannot be deleted through the copy.
 */
public abstract sealed class JmsDestination implements Destination, Serializable, Referenceable
        permits JmsQueue, JmsTopic, JmsTemporaryQueue, JmsTemporaryTopic {
    @Serial
    private static final long serialVersionUID = 1L;

    static final String ERROR_CODE = "ANYQUEUE-INVALID-DESTINATION";

    private static final String OBJECT_FACTORY = "io.anyqueue.jndi.AnyQueueObjectFactory";

    private final transient Address address;

    JmsDestination(Address address) {
        this.address = address;
    }

    /** The destination at an address; a temporary one without an owner. */
    public static JmsDestination of(Address address) {
        return switch (address.kind()) {
            case QUEUE -> new JmsQueue(address);
            case TOPIC -> new JmsTopic(address);
            case TEMPORARY_QUEUE -> new JmsTemporaryQueue(address, null);
            case TEMPORARY_TOPIC -> new JmsTemporaryTopic(address, null);
        };
    }

    /** A temporary destination that its owner deletes. */
    public static JmsDestination temporary(Address address, TemporaryOwner owner) {
        return switch (address.kind()) {
            case TEMPORARY_QUEUE -> new JmsTemporaryQueue(address, owner);
            case TEMPORARY_TOPIC -> new JmsTemporaryTopic(address, owner);
            case QUEUE, TOPIC -> throw new IllegalArgumentException(address + " is not temporary");
        };
    }

    /**
     * The address of any destination: ours has it, another implementation's is taken by its kind and name.
     *
     * @throws InvalidDestinationException where it is null, has no name, or is not exactly one of queue and topic
     */
    public static Address addressOf(@Nullable Destination destination) throws JMSException {
        if (destination instanceof JmsDestination ours) {
            return ours.address;
        }
        if (destination == null) {
            throw new InvalidDestinationException("The destination is null; expected a queue or a topic", ERROR_CODE);
        }
        boolean queue = destination instanceof Queue;
        if (queue == destination instanceof Topic) {
            throw new InvalidDestinationException(
                    "A destination of " + destination.getClass()
                            + (queue ? " is both a queue and a topic" : " is neither a queue nor a topic")
                            + "; pass one made by createQueue or createTopic of this session",
                    ERROR_CODE);
        }
        return queue ? foreignQueue((Queue) destination) : foreignTopic((Topic) destination);
    }

    public final Address address() {
        return address;
    }

    /** False for a temporary destination that is known to be gone, to which some brokers would take messages all the same. */
    public boolean mayExist() {
        return true;
    }

    @Override
    public final Reference getReference() {
        Reference reference = new Reference(getClass().getName(), OBJECT_FACTORY, null);
        reference.add(new StringRefAddr("kind", address.kind().name()));
        reference.add(new StringRefAddr("name", address.name()));
        return reference;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof JmsDestination that && address.equals(that.address);
    }

    @Override
    public final int hashCode() {
        return address.hashCode();
    }

    /** The kind in words, and the quoted name: {@code queue "orders"}. */
    @Override
    public final String toString() {
        return address.toString();
    }

    static Address named(Kind kind, @Nullable String name) throws InvalidDestinationException {
        if (name == null || name.isEmpty()) {
            throw new InvalidDestinationException(
                    "A destination's name is " + (name == null ? "null" : "empty")
                            + "; expected at least one character",
                    ERROR_CODE);
        }
        return new Address(kind, name);
    }

    final void delete(@Nullable TemporaryOwner owner) throws JMSException {
        if (owner == null) {
            throw new IllegalStateException(
                    "Cannot delete " + address + " through this object: only the connection that created it can,"
                            + " through the object that its createTemporaryQueue or createTemporaryTopic returned",
                    "ANYQUEUE-NOT-OWNER");
        }
        owner.delete(address);
    }

    @Serial
    final Object writeReplace() {
        return new Form(address.kind(), address.name());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A destination is serialized as its kind and name only");
    }

    private static Address foreignQueue(Queue queue) throws JMSException {
        return named(queue instanceof TemporaryQueue ? Kind.TEMPORARY_QUEUE : Kind.QUEUE, queue.getQueueName());
    }

    private static Address foreignTopic(Topic topic) throws JMSException {
        return named(topic instanceof TemporaryTopic ? Kind.TEMPORARY_TOPIC : Kind.TOPIC, topic.getTopicName());
    }

    /** What is written in place of a destination. */
    private record Form(Kind kind, String name) implements Serializable {
        Form {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
        }

        @Serial
        private Object readResolve() {
            return of(new Address(kind, name));
        }
    }
}
