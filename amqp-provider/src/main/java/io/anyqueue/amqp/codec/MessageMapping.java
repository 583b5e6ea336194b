package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;
import org.jspecify.annotations.Nullable;

/** How a broker family writes addresses. Immutable and safe for use by any thread. */
public interface AddressMapping {

    /** The address as the peer knows it. */
    String toWire(Address address);

    /**
     * The address that a message names.
     *
     * @param wire as the peer wrote it
     * @param kind what the message says it is; null where it says nothing
     * @param consumed what the message was received from, whose kind is the best guess for an unknown one
     */
    Address fromWire(String wire, Address.@Nullable Kind kind, Address consumed);
}
