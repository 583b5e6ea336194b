package io.anyqueue.jndi;

import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.spi.Address;
import jakarta.jms.Destination;

/** Makes the destinations that naming gives out. Stateless. */
final class Destinations {

    private Destinations() {}

    static Destination of(Address address) {
        return JmsDestination.of(address);
    }
}
