package io.anyqueue.inmemory.store;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a queue that something happens to at a certain time, earliest first. Only messages that expire or are
 * delayed get here. Entries that leave the queue early stay until they reach the top or outnumber the others, which
 * keeps removal cheap. Owned by a queue and guarded by its lock.
 */
public final class DueIndex {

    /** The answer of {@link #earliest} where nothing is due. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int TOLERATED_GARBAGE = 256;

    private final ToLongFunction<Entry> due;
    private final PriorityQueue<Entry> heap;
    private int gone;

    public DueIndex(ToLongFunction<Entry> due) {
        this.due = due;
        this.heap = new PriorityQueue<>(Comparator.comparingLong(due).thenComparingLong(Entry::sequence));
    }

    public void add(Entry entry) {
        heap.add(entry);
    }

    /** The earliest time at which {@link #pollDue} may have something; may be that of an entry that has left. */
    public long earliest() {
        Entry first = heap.peek();
        return first == null ? NEVER : due.applyAsLong(first);
    }

    /** Takes the first entry that is due, be it still in the queue or not; null where there is none. */
    public @Nullable Entry pollDue(long now) {
        return earliest() <= now ? heap.poll() : null;
    }

    /** Notes that an entry of this index has left the queue by another way. */
    public void left() {
        if (++gone > TOLERATED_GARBAGE && gone > heap.size() / 2) {
            heap.removeIf(entry -> !entry.isQueued());
            gone = 0;
        }
    }

    public int size() {
        return heap.size();
    }

    public void clear() {
        heap.clear();
        gone = 0;
    }
}
