package io.anyqueue.amqp;

import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer that has opened a receiving link applies the filters that were asked for. It is asked before any credit is
 * granted, on the event loop.
 */
interface FilterCheck {

    /** For peers that leave out of their answer what they do not apply. */
    FilterCheck ECHOED = FilterCheck::unlessEchoed;

    /** For receivers whose selector the client applies, so that the peer's filters only spare it some messages. */
    FilterCheck BY_CLIENT = (spec, link, peer) -> null;

    /** Why the link must not be used; null where it may. */
    @Nullable
    JMSException refusal(ReceiverSpec spec, Receiver link, String peer);

    private static @Nullable JMSException unlessEchoed(ReceiverSpec spec, Receiver link, String peer) {
        Source answer = link.getRemoteSource();
        String missing = Filters.missing(spec.selector(), spec.noLocal(), answer == null ? new Source() : answer);
        return missing == null ? null : ReceiverRefusal.filterIgnored(spec, missing, peer);
    }
}
