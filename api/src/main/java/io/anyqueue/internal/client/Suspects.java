package io.anyqueue.internal.client;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ids of messages that the application held when a consumer's link was lost. When such a message comes again it is marked
 * redelivered, whatever the broker remembers. Written under its lock, by recovery and by the provider's threads.
 */
final class Suspects {
    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced as a whole under lock. */
    private volatile Set<String> ids = Set.of();

    /** Adds those of the held deliveries that came from a consumer. */
    void add(List<Received> held, ReceiverLink.Owner consumer) {
        Set<String> more = new HashSet<>();
        for (Received each : held) {
            String id = each.delivery().message().messageId();
            if (each.link().owner() == consumer && id != null) {
                more.add(id);
            }
        }
        if (!more.isEmpty()) {
            lock.lock();
            try {
                more.addAll(ids);
                ids = more;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Marks a delivery that is among them. */
    void recognise(Received received) {
        if (ids.isEmpty()) {
            return;
        }
        String id = received.delivery().message().messageId();
        if (id != null && remove(id)) {
            received.markRedelivered();
        }
    }

    private boolean remove(String id) {
        lock.lock();
        try {
            Set<String> rest = new HashSet<>(ids);
            boolean removed = rest.remove(id);
            if (removed) {
                ids = rest;
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }
}
