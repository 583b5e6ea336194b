package io.anyqueue.inmemory.store;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a {@link Lane}: up to {@value #CAPACITY} entries without gaps between {@code start} and {@code end}, in
 * ascending sequence. Guarded by the queue's lock.
 */
final class Chunk {
    static final int CAPACITY = 128;

    final @Nullable Entry[] slots = new Entry[CAPACITY];
    int start;
    int end;

    @Nullable
    Chunk previous;

    @Nullable
    Chunk next;

    /** False once its lane has dropped it, so that a {@link Cursor} does not go on from here. */
    boolean linked = true;

    /** An empty chunk whose first entry will be put at {@code origin}. */
    Chunk(int origin) {
        start = origin;
        end = origin;
    }

    boolean isEmpty() {
        return start == end;
    }

    boolean isFull() {
        return end - start == CAPACITY;
    }

    @SuppressWarnings("NullAway") // there are no gaps between start and end
    Entry at(int index) {
        return slots[index];
    }

    long firstSequence() {
        return at(start).sequence();
    }

    long lastSequence() {
        return at(end - 1).sequence();
    }

    /** The index of the first entry whose sequence is above the one given, or {@code end}. */
    int firstAbove(long sequence) {
        int low = start;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).sequence() <= sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Inserts before the entry at {@code index}, moving whichever side is shorter and has room. Must not be full. */
    void insert(int index, Entry entry) {
        boolean shiftLeft = end == CAPACITY || (start > 0 && index - start < end - index);
        if (shiftLeft) {
            System.arraycopy(slots, start, slots, start - 1, index - start);
            start--;
            slots[index - 1] = entry;
        } else {
            System.arraycopy(slots, index, slots, index + 1, end - index);
            end++;
            slots[index] = entry;
        }
        entry.chunk = this;
    }

    /** Removes and returns the entry at {@code index}, closing the gap from the shorter side. */
    Entry remove(int index) {
        Entry removed = at(index);
        removed.chunk = null;
        if (index - start < end - index - 1) {
            System.arraycopy(slots, start, slots, start + 1, index - start);
            slots[start++] = null;
        } else {
            System.arraycopy(slots, index + 1, slots, index, end - index - 1);
            slots[--end] = null;
        }
        return removed;
    }

    /** Moves the upper half to a new chunk, which the caller links behind this one. */
    Chunk split() {
        Chunk upper = new Chunk(0);
        int middle = (start + end) >>> 1;
        for (int i = middle; i < end; i++) {
            Entry moved = at(i);
            upper.slots[upper.end++] = moved;
            moved.chunk = upper;
            slots[i] = null;
        }
        end = middle;
        return upper;
    }
}
