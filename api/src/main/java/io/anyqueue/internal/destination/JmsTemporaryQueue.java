package io.anyqueue.internal.destination;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A temporary queue: with its owner where this connection created it, without where its name came in a message. Immutable. */
final class JmsTemporaryQueue extends JmsDestination implements TemporaryQueue {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TemporaryOwner owner;

    /**
     * Names somebody's temporary queue, as for a reply.
     *
     * @throws InvalidDestinationException where the name is null or empty
     */
    public JmsTemporaryQueue(@Nullable String name) throws InvalidDestinationException {
        this(named(Kind.TEMPORARY_QUEUE, name), null);
    }

    JmsTemporaryQueue(Address address, @Nullable TemporaryOwner owner) {
        super(address);
        this.owner = owner;
    }

    @Override
    public String getQueueName() {
        return address().name();
    }

    @Override
    public boolean mayExist() {
        return owner == null || owner.has(address());
    }

    @Override
    public void delete() throws JMSException {
        delete(owner);
    }
}
