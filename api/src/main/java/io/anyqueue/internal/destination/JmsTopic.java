package io.anyqueue.internal.destination;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Topic;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A topic. Immutable. */
public final class JmsTopic extends JmsDestination implements Topic {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names a topic, whether or not the broker has it.
     *
     * @throws InvalidDestinationException where the name is null or empty
     */
    public JmsTopic(@Nullable String name) throws InvalidDestinationException {
        this(named(Kind.TOPIC, name));
    }

    JmsTopic(Address address) {
        super(address);
    }

    @Override
    public String getTopicName() {
        return address().name();
    }
}
