package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capability;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The queues and topics of a broker. Those with a name of the application's come into being when first used and stay;
 * temporary ones belong to a connection. Safe for use by any thread.
 */
final class Destinations {

    /** A temporary destination and the connection that made it. */
    private record Temporary(SendTarget target, MemoryConnection owner) {}

    private final Broker broker;
    private final Map<String, MessageQueue> queues = new ConcurrentHashMap<>();
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Map<Address, Temporary> temporaries = new ConcurrentHashMap<>();

    Destinations(Broker broker) {
        this.broker = broker;
    }

    MessageQueue queue(String name) {
        return queues.computeIfAbsent(
                name,
                any -> new MessageQueue(
                        broker, Address.queue(name), null, broker.rules().boundOf(name)));
    }

    /** The queue of that name, or null; for inspection, which makes none. */
    @Nullable
    MessageQueue findQueue(String name) {
        return queues.get(name);
    }

    Set<String> queueNames() {
        return new TreeSet<>(queues.keySet());
    }

    Set<String> topicNames() {
        return new TreeSet<>(topics.keySet());
    }

    /** Finds or makes what {@code user} wants to use, if that is permitted. */
    SendTarget resolve(Address address, Permission.Action action, Accounts.User user) throws JMSException {
        if (address.kind().isTopic()) {
            broker.require(Capability.TOPICS);
        }
        boolean queue = address.kind().isQueue();
        Temporary named = named(address);
        if (named != null) {
            return named.target;
        }
        user.require(action, address);
        if (!(queue ? queues : topics).containsKey(address.name())) {
            user.require(Permission.Action.CREATE, address);
        }
        return queue ? queue(address.name()) : topics.computeIfAbsent(address.name(), any -> new Topic(address));
    }

    /**
     * The temporary destination that an address means: by its kind, or by its name alone, which is what programs pass on as text.
     * Null where it means none.
     */
    private @Nullable Temporary named(Address address) throws JMSException {
        return switch (address.kind()) {
            case QUEUE -> temporaries.get(new Address(Address.Kind.TEMPORARY_QUEUE, address.name()));
            case TOPIC -> temporaries.get(new Address(Address.Kind.TEMPORARY_TOPIC, address.name()));
            case TEMPORARY_QUEUE, TEMPORARY_TOPIC -> temporary(address);
        };
    }

    /** Consuming from a temporary destination is for its own connection (section 6.2.2). */
    void requireOwner(Address address, MemoryConnection connection) throws JMSException {
        Temporary named = named(address);
        if (named != null && named.owner != connection) {
            throw Refusals.foreignTemporary(address);
        }
    }

    Address createTemporary(Address.Kind kind, MemoryConnection owner) throws JMSException {
        boolean queue = kind.isQueue();
        String name = (queue ? "temporary-queue-" : "temporary-topic-") + broker.incarnation() + '-' + broker.nextId();
        Address.Kind temporaryKind = queue ? Address.Kind.TEMPORARY_QUEUE : Address.Kind.TEMPORARY_TOPIC;
        return recreateTemporary(new Address(temporaryKind, name), owner);
    }

    /** Makes one under a given address, or under a new one while the given one is still there. */
    Address recreateTemporary(Address address, MemoryConnection owner) throws JMSException {
        boolean queue = address.kind().isQueue();
        broker.require(queue ? Capability.TEMPORARY_QUEUES : Capability.TEMPORARY_TOPICS);
        SendTarget target = queue ? new MessageQueue(broker, address, null, QueueBound.NONE) : new Topic(address);
        return temporaries.putIfAbsent(address, new Temporary(target, owner)) == null
                ? address
                : createTemporary(address.kind(), owner);
    }

    void deleteTemporary(Address address, MemoryConnection connection) throws JMSException {
        Temporary temporary = temporary(address);
        if (temporary.owner != connection) {
            throw Refusals.foreignTemporary(address);
        }
        if (!delete(temporary)) {
            throw Refusals.hasReceivers(address);
        }
        temporaries.remove(address);
    }

    /** Deletes the temporary destinations of a connection whose receivers have ended. */
    void deleteTemporariesOf(MemoryConnection connection) {
        temporaries.values().removeIf(each -> each.owner == connection && delete(each));
    }

    int temporaryCount() {
        return temporaries.size();
    }

    private Temporary temporary(Address address) throws JMSException {
        Temporary temporary = temporaries.get(address);
        if (temporary == null) {
            throw Refusals.deleted(address);
        }
        return temporary;
    }

    private static boolean delete(Temporary temporary) {
        SendTarget target = temporary.target;
        return target instanceof MessageQueue queue ? queue.deleteIfUnused() : ((Topic) target).deleteIfUnused();
    }
}
