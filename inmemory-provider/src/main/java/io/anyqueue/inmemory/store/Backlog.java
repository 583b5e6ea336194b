package io.anyqueue.inmemory.store;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait in a queue: highest priority first, by sequence within a priority. Lanes other than the default
 * one are made when they are first needed. Owned by a queue and guarded by its lock.
 */
public final class Backlog {
    static final int PRIORITIES = 10;
    private static final int DEFAULT_PRIORITY = 4;

    private final boolean byPriority;
    private final @Nullable Lane[] lanes = new Lane[PRIORITIES];

    /** One bit for each lane that is not empty. */
    private int occupied;

    private int size;

    /** With {@code byPriority} false, all messages share one lane. */
    public Backlog(boolean byPriority) {
        this.byPriority = byPriority;
    }

    public int size() {
        return size;
    }

    /** The lane that an entry belongs to; what {@link Cursor#rewindBefore} wants to know. */
    public int laneOf(Entry entry) {
        return byPriority ? entry.message().priority() : DEFAULT_PRIORITY;
    }

    /** Adds a new entry behind all others of its priority. */
    public void append(Entry entry) {
        int lane = laneOf(entry);
        lane(lane).append(entry);
        added(lane);
    }

    /** Puts an entry to its place by sequence. */
    public void insert(Entry entry) {
        int lane = laneOf(entry);
        lane(lane).insert(entry);
        added(lane);
    }

    /** Takes the next entry; null where there is none. */
    public @Nullable Entry poll() {
        if (occupied == 0) {
            return null;
        }
        int lane = highest(occupied);
        Entry entry = lane(lane).pollFirst();
        removed(lane);
        return entry;
    }

    /** Takes the next wanted entry that the cursor has not passed yet, and moves the cursor. */
    public @Nullable Entry poll(Cursor cursor, Predicate<Entry> wanted) {
        for (int rest = occupied; rest != 0; rest &= ~(1 << highest(rest))) {
            int lane = highest(rest);
            Entry entry = lane(lane).take(cursor.mark(lane), wanted);
            if (entry != null) {
                removed(lane);
                return entry;
            }
        }
        return null;
    }

    /** Takes the entry that came first, whatever its priority; null where there is none. */
    public @Nullable Entry pollOldest() {
        Entry oldest = null;
        for (int rest = occupied; rest != 0; rest &= ~(1 << highest(rest))) {
            Entry candidate = lane(highest(rest)).first();
            if (oldest == null || candidate.sequence() < oldest.sequence()) {
                oldest = candidate;
            }
        }
        if (oldest != null) {
            remove(oldest);
        }
        return oldest;
    }

    /** Takes out an entry that {@linkplain Entry#isQueued is here}. */
    public void remove(Entry entry) {
        int lane = laneOf(entry);
        lane(lane).remove(entry);
        removed(lane);
    }

    public void clear() {
        Arrays.fill(lanes, null);
        occupied = 0;
        size = 0;
    }

    /** Visits all entries in the order of delivery. */
    public void forEach(Consumer<Entry> action) {
        for (int rest = occupied; rest != 0; rest &= ~(1 << highest(rest))) {
            lane(highest(rest)).forEach(action);
        }
    }

    private Lane lane(int index) {
        Lane lane = lanes[index];
        if (lane == null) {
            lane = new Lane();
            lanes[index] = lane;
        }
        return lane;
    }

    private void added(int lane) {
        occupied |= 1 << lane;
        size++;
    }

    private void removed(int lane) {
        size--;
        if (lane(lane).isEmpty()) {
            occupied &= ~(1 << lane);
        }
    }

    private static int highest(int bits) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(bits);
    }
}
