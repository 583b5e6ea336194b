package io.anyqueue.internal.destination;

import io.anyqueue.spi.Address;
import jakarta.jms.JMSException;

/** The connection that created a temporary destination and is alone able to delete it. Safe for use by any thread. */
@FunctionalInterface
public interface TemporaryOwner {

    /** Deletes the destination; fails while it has consumers. Blocks until the broker has answered. */
    void delete(Address address) throws JMSException;

    /** False where the destination is known to have been deleted, or its connection closed. */
    default boolean has(Address address) {
        return true;
    }
}
