package io.anyqueue.inmemory.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that a receiver holds: a ring indexed by delivery number, which settles without a lock.
 *
 * <p>Why this is safe: only {@link #add} puts something into an empty slot, and it runs under the queue's lock. Everything
 * else takes what it has read out of its slot by compare-and-set, so of several settlements of one delivery exactly one
 * wins. An {@link Entry} serves one delivery only, so finding the same reference again means finding the same delivery.
 * When the ring grows, each slot of the old one is exchanged for {@link #MOVED}; whoever meets that looks again in
 * the new one, which is published at once.
 */
public final class Unsettled {
    private static final Object MOVED = new Object();
    private static final int INITIAL_CAPACITY = 32;

    private final AtomicLong next = new AtomicLong();
    private volatile AtomicReferenceArray<@Nullable Object> slots = new AtomicReferenceArray<>(INITIAL_CAPACITY);

    /** A delivery that a transaction has settled, to be released or restored when the transaction ends. */
    public static final class Hold {
        private final Entry entry;

        private Hold(Entry entry) {
            this.entry = entry;
        }

        public Entry entry() {
            return entry;
        }
    }

    /** Takes in an entry as the next delivery. Called under the queue's lock only. */
    public void add(Entry entry) {
        long number = next.getPlain();
        AtomicReferenceArray<@Nullable Object> ring = slots;
        while (ring.get(index(ring, number)) != null) {
            ring = grow(ring, number);
        }
        entry.deliverAs(number);
        ring.setRelease(index(ring, number), entry);
        next.setRelease(number + 1);
    }

    /** Takes out a delivery; null where it is settled, or held by a transaction. */
    public @Nullable Entry claim(long number) {
        while (true) {
            AtomicReferenceArray<@Nullable Object> ring = slots;
            Object found = ring.get(index(ring, number));
            if (found == MOVED) {
                Thread.onSpinWait();
            } else if (!(found instanceof Entry entry) || entry.number() != number) {
                return null;
            } else if (ring.compareAndSet(index(ring, number), entry, null)) {
                return entry;
            }
        }
    }

    /** Lets a transaction hold a delivery; null where it is settled or held already. */
    public @Nullable Hold hold(long number) {
        while (true) {
            AtomicReferenceArray<@Nullable Object> ring = slots;
            Object found = ring.get(index(ring, number));
            if (found == MOVED) {
                Thread.onSpinWait();
            } else if (!(found instanceof Entry entry) || entry.number() != number) {
                return null;
            } else {
                Hold hold = new Hold(entry);
                if (ring.compareAndSet(index(ring, number), entry, hold)) {
                    return hold;
                }
            }
        }
    }

    /** Ends a hold: the delivery is settled. */
    public void release(Hold hold) {
        replace(hold, null);
    }

    /** Ends a hold: the delivery is unsettled again. */
    public void restore(Hold hold) {
        replace(hold, hold.entry);
    }

    /** The lowest number from {@code first} on that may be unsettled. */
    public long lowest(long first) {
        // In this order: a slot is reused only when it is empty, so the ring read last covers all that next promises.
        long end = next.getAcquire();
        return Math.max(Math.max(first, 0), end - slots.length());
    }

    /** The highest number up to {@code last} that has been given. */
    public long highest(long last) {
        return Math.min(last, next.getAcquire() - 1);
    }

    /** Takes out all deliveries of a range, in ascending order, passing over those settled or held. */
    public List<Entry> claimAll(long first, long last) {
        List<Entry> claimed = new ArrayList<>();
        long end = highest(last);
        for (long number = lowest(first); number <= end; number++) {
            Entry entry = claim(number);
            if (entry != null) {
                claimed.add(entry);
            }
        }
        return claimed;
    }

    /** How many deliveries are unsettled or held; exact only while nobody settles. */
    public int count() {
        AtomicReferenceArray<@Nullable Object> ring = slots;
        int count = 0;
        for (int i = 0; i < ring.length(); i++) {
            count += ring.get(i) == null ? 0 : 1;
        }
        return count;
    }

    private void replace(Hold hold, @Nullable Object replacement) {
        while (true) {
            AtomicReferenceArray<@Nullable Object> ring = slots;
            if (ring.compareAndSet(index(ring, hold.entry.number()), hold, replacement)) {
                return;
            }
            Thread.onSpinWait(); // only growth changes the slot of a hold that has not ended
        }
    }

    private AtomicReferenceArray<@Nullable Object> grow(AtomicReferenceArray<@Nullable Object> old, long end) {
        AtomicReferenceArray<@Nullable Object> larger = new AtomicReferenceArray<>(old.length() * 2);
        for (long number = Math.max(0, end - old.length()); number < end; number++) {
            Object moved = old.getAndSet(index(old, number), MOVED);
            larger.setPlain(index(larger, number), moved);
        }
        slots = larger;
        return larger;
    }

    private static int index(AtomicReferenceArray<?> ring, long number) {
        return (int) number & (ring.length() - 1);
    }
}
