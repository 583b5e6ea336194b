package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.DueIndex;
import io.anyqueue.inmemory.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a queue has to do at certain times: messages that expire and messages that are not to be delivered yet. Owned by a
 * queue and guarded by its lock; empty until the first such message.
 */
final class Agenda {
    private @Nullable DueIndex expiring;
    private @Nullable DueIndex delayed;

    /** The earliest time that the broker's alarm has been asked for. */
    private long requested = DueIndex.NEVER;

    /** Notes a message in the backlog, if it expires. */
    void watch(Entry entry) {
        if (entry.message().expiration() != 0) {
            if (expiring == null) {
                expiring = new DueIndex(each -> each.message().expiration());
            }
            expiring.add(entry);
        }
    }

    /** Notes that a message has left the backlog. */
    void unwatch(Entry entry) {
        if (expiring != null && entry.message().expiration() != 0) {
            expiring.left();
        }
    }

    /** Keeps a message until its delivery time, or until it expires. */
    void delay(Entry entry) {
        if (delayed == null) {
            delayed = new DueIndex(Agenda::endOfDelay);
        }
        delayed.add(entry);
    }

    int delayedCount() {
        return delayed == null ? 0 : delayed.size();
    }

    /** The messages whose delay has ended, in the order of its end. */
    List<Entry> pollDelayed(long now) {
        List<Entry> due = new ArrayList<>();
        pollAll(delayed, now, due::add);
        return due;
    }

    /** The messages that have expired in the backlog. */
    List<Entry> pollExpired(long now) {
        List<Entry> due = new ArrayList<>();
        pollAll(expiring, now, entry -> {
            if (entry.isQueued()) {
                due.add(entry);
            }
        });
        return due;
    }

    /** The time to ask the alarm for, or {@link DueIndex#NEVER} where what was asked for is early enough. */
    long nextRequest() {
        if (expiring == null && delayed == null) {
            return DueIndex.NEVER;
        }
        long earliest = Math.min(earliest(expiring), earliest(delayed));
        if (earliest >= requested) {
            return DueIndex.NEVER;
        }
        requested = earliest;
        return earliest;
    }

    /** The alarm has rung. */
    void rung() {
        requested = DueIndex.NEVER;
    }

    void clear() {
        expiring = null;
        delayed = null;
    }

    private static long endOfDelay(Entry entry) {
        long expiration = entry.message().expiration();
        long deliveryTime = entry.message().deliveryTime();
        return expiration == 0 ? deliveryTime : Math.min(expiration, deliveryTime);
    }

    private static long earliest(@Nullable DueIndex index) {
        return index == null ? DueIndex.NEVER : index.earliest();
    }

    private static void pollAll(@Nullable DueIndex index, long now, Consumer<Entry> action) {
        if (index != null) {
            for (Entry entry = index.pollDue(now); entry != null; entry = index.pollDue(now)) {
                action.accept(entry);
            }
        }
    }
}
