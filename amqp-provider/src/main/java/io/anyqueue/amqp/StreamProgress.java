package io.anyqueue.amqp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ReceiverSpec;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far one receiver has come in a stream, which keeps no place for its readers. Belongs to a receiver and outlives its link.
 * Safe for use by any thread: a settlement counts from the moment at which it is asked for, even where the loss of the
 * connection overtakes it on its way to the event loop. Messages without an offset, as of other queues, are passed over.
 *
 * <p>Invariant: each offset below {@code next} is settled, unless it is among the delivered or the open ones.
 */
final class StreamProgress {
    private final ReentrantLock lock = new ReentrantLock();

    /** Offsets by the numbers of the deliveries that are with the owner. */
    @GuardedBy("lock")
    private final NavigableMap<Long, Long> delivered = new TreeMap<>();
    /** Offsets below next that are to come, again or from a predecessor's position. */
    @GuardedBy("lock")
    private final TreeSet<Long> open = new TreeSet<>();

    @GuardedBy("lock")
    private boolean known;

    @GuardedBy("lock")
    private long next;

    /** Goes on where a predecessor was, if there was one. */
    StreamProgress(ReceiverSpec spec) {
        if (spec.resume() instanceof StreamPosition position) {
            known = true;
            next = position.next();
            open.addAll(position.unsettled());
        }
    }

    /** False for a message that was settled before the predecessor was lost. */
    boolean wants(MessageData message) {
        Long offset = offset(message);
        lock.lock();
        try {
            return offset == null || offset >= next || open.contains(offset);
        } finally {
            lock.unlock();
        }
    }

    /** Before the owner sees it. */
    void delivered(Delivery delivery) {
        Long offset = offset(delivery.message());
        if (offset == null) {
            return;
        }
        lock.lock();
        try {
            known = true;
            next = Math.max(next, offset + 1);
            open.remove(offset);
            delivered.put(delivery.number(), offset);
        } finally {
            lock.unlock();
        }
    }

    /** What is given back stays open, until it comes again as a delivery of another number. */
    void settled(long first, long last, Outcome outcome) {
        boolean again = outcome == Outcome.RELEASED || outcome == Outcome.FAILED;
        lock.lock();
        try {
            Map<Long, Long> settled = delivered.subMap(first, true, last, true);
            if (again) {
                open.addAll(settled.values());
            }
            settled.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The stream is gone: a new one of its name is read from its beginning, since all in it is new. */
    void streamDeleted() {
        lock.lock();
        try {
            delivered.clear();
            open.clear();
            known = true;
            next = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Null where nothing was delivered yet, here or to a predecessor, so that the stated start still holds. */
    @Nullable
    StreamPosition position() {
        lock.lock();
        try {
            if (!known) {
                return null;
            }
            TreeSet<Long> unsettled = new TreeSet<>(open);
            unsettled.addAll(delivered.values());
            return new StreamPosition(next, unsettled);
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Long offset(MessageData message) {
        return message.property(MessageMapping.STREAM_OFFSET) instanceof Long offset ? offset : null;
    }
}
