package io.anyqueue.internal.destination;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Queue;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A queue. Immutable. */
public final class JmsQueue extends JmsDestination implements Queue {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names a queue, whether or not the broker has it.
     *
     * @throws InvalidDestinationException where the name is null or empty
     */
    public JmsQueue(@Nullable String name) throws InvalidDestinationException {
        this(named(Kind.QUEUE, name));
    }

    JmsQueue(Address address) {
        super(address);
    }

    @Override
    public String getQueueName() {
        return address().name();
    }
}
