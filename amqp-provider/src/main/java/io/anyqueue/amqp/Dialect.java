package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.AddressMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.ReceiverSpec;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;

/** How one family of brokers wants Jakarta Messaging expressed in AMQP. Immutable. */
interface Dialect extends AddressMapping {

    /** What the peer can do. */
    Capabilities capabilities();

    /**
     * Whether the peer holds delayed messages back wherever they are sent to; where not, it must offer that on the link. Without
     * effect on peers that lack delivery delay.
     */
    default boolean delaysEverywhere() {
        return true;
    }

    /** Where a sender sends to. */
    Target target(Address address);

    /** Where a receiver receives from, with its filters. */
    Source source(ReceiverSpec spec, boolean hasClientId);

    /** A target that makes the peer create a temporary node, which lives as long as the link. */
    Target temporaryTarget(Address.Kind kind);
}
