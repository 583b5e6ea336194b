package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ProviderConnection;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The temporary destinations of a connection. The application knows each by the name it had first; recovery makes it anew at
 * the provider, under a name that may differ, and sends and receivers are given that one.
 */
public final class Temporaries {
    private final ClientConnection connection;
    /** From the application's address to the provider's present one. */
    private final Map<Address, Address> current = new ConcurrentHashMap<>();
    /** From the provider's present address to the application's, where they differ. */
    private final Map<Address, Address> renamed = new ConcurrentHashMap<>();

    Temporaries(ClientConnection connection) {
        this.connection = connection;
    }

    /** Makes one; blocks. */
    public Address create(Address.Kind kind) throws JMSException {
        Address created = connection.request("create a temporary destination", generation -> {
            requireSupport(kind, generation.capabilities(), generation.peer());
            return createOn(generation, (provider, answer) -> provider.createTemporary(kind, answer));
        });
        current.put(created, created);
        return created;
    }

    /** The provider's present address; any address that is not one of ours is returned as it is. */
    Address current(Address address) {
        return address.kind().isTemporary() ? current.getOrDefault(address, address) : address;
    }

    /** A received message with the application's names for destinations that recovery has renamed. */
    MessageData asApplicationKnows(MessageData message) {
        if (renamed.isEmpty()) {
            return message;
        }
        Address destination = original(message.destination());
        Address replyTo = original(message.replyTo());
        return Objects.equals(destination, message.destination()) && Objects.equals(replyTo, message.replyTo())
                ? message
                : message.toBuilder().destination(destination).replyTo(replyTo).build();
    }

    private @Nullable Address original(@Nullable Address address) {
        return address == null ? null : renamed.getOrDefault(address, address);
    }

    boolean owns(Address address) {
        return current.containsKey(address);
    }

    /** False once it was deleted, or the connection closed. */
    public boolean has(Address address) {
        return owns(address) && !connection.isClosed();
    }

    /** Deletes one, which must have no consumer; without effect where it is deleted already. Blocks. */
    public void delete(Address address) throws JMSException {
        connection.requireUsable("delete " + address);
        if (connection.sessions().hasConsumerOf(address)) {
            throw Failures.illegalState("delete " + address + ": it still has a consumer; close it first");
        }
        Address present = current.get(address);
        if (present == null) {
            return;
        }
        connection.<Void>request("delete " + address, generation -> {
            Answer<Void> answer = new Answer<>();
            generation.connection().deleteTemporary(current.getOrDefault(address, present), answer);
            return answer.await("delete " + address, connection.settings(), ClientOptions.REQUEST_TIMEOUT);
        });
        current.remove(address);
        renamed.values().remove(address);
    }

    /** Makes all anew on a connection that replaces a lost one. */
    void restore(Generation generation) throws JMSException {
        for (Address address : List.copyOf(current.keySet())) {
            Address former = current.getOrDefault(address, address);
            Address anew = createOn(generation, (provider, answer) -> provider.recreateTemporary(former, answer));
            renamed.values().remove(address);
            if (!anew.equals(address)) {
                renamed.put(anew, address);
            }
            if (current.replace(address, anew) == null) {
                generation.connection().deleteTemporary(anew, SessionLink.Ignored.RESULT);
            }
        }
    }

    private Address createOn(Generation generation, BiConsumer<ProviderConnection, Completion<Address>> creation)
            throws JMSException {
        Answer<Address> answer =
                new Answer<>(late -> generation.connection().deleteTemporary(late, SessionLink.Ignored.RESULT));
        creation.accept(generation.connection(), answer);
        return answer.await("create a temporary destination", connection.settings(), ClientOptions.REQUEST_TIMEOUT);
    }

    private static void requireSupport(Address.Kind kind, Capabilities capabilities, String peer) throws JMSException {
        Capability needed =
                kind == Address.Kind.TEMPORARY_QUEUE ? Capability.TEMPORARY_QUEUES : Capability.TEMPORARY_TOPICS;
        if (!capabilities.supports(needed)) {
            throw Failures.lacking(needed, "create a temporary destination", peer, "use a named one");
        }
    }
}
