package io.anyqueue.internal.destination;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A temporary topic: with its owner where this connection created it, without where its name came in a message. Immutable. */
final class JmsTemporaryTopic extends JmsDestination implements TemporaryTopic {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TemporaryOwner owner;

    /**
     * Names somebody's temporary topic, as for a reply.
     *
     * @throws InvalidDestinationException where the name is null or empty
     */
    public JmsTemporaryTopic(@Nullable String name) throws InvalidDestinationException {
        this(named(Kind.TEMPORARY_TOPIC, name), null);
    }

    JmsTemporaryTopic(Address address, @Nullable TemporaryOwner owner) {
        super(address);
        this.owner = owner;
    }

    @Override
    public String getTopicName() {
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
