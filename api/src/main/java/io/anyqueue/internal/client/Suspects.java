package io.anyqueue.internal.client;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids of messages that the application held when a consumer's link was lost. When such a message comes again it is marked
 * redelivered, whatever the broker remembers. Written by recovery and by the provider's thread, one after the other.
 */
final class Suspects {
    private volatile Set<String> ids = Set.of();

    /** Adds those of the held deliveries that came from a consumer. */
    void add(List<Received> held, ReceiverLink.Owner consumer) {
        Set<String> more = new HashSet<>(ids);
        for (Received each : held) {
            String id = each.delivery().message().messageId();
            if (each.link().owner() == consumer && id != null) {
                more.add(id);
            }
        }
        ids = more;
    }

    /** Marks a delivery that is among them. */
    void recognise(Received received) {
        if (ids.isEmpty()) {
            return;
        }
        String id = received.delivery().message().messageId();
        if (id != null && ids.contains(id)) {
            received.markRedelivered();
            Set<String> rest = new HashSet<>(ids);
            rest.remove(id);
            ids = rest;
        }
    }
}
