package io.anyqueue.inmemory.store;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one priority, in ascending sequence: a doubly linked list of {@link Chunk}s, none of them empty but the
 * only one. Guarded by the queue's lock.
 */
final class Lane {
    private Chunk first = new Chunk(0);
    private Chunk last = first;

    boolean isEmpty() {
        return first.isEmpty();
    }

    Entry first() {
        return first.at(first.start);
    }

    Entry pollFirst() {
        return removeAt(first, first.start);
    }

    /** Adds an entry whose sequence is above all others. */
    void append(Entry entry) {
        if (last.end == Chunk.CAPACITY) {
            linkAfter(last, new Chunk(0));
        }
        last.insert(last.end, entry);
    }

    /** Adds an entry at its place, which is usually near the head. */
    void insert(Entry entry) {
        long sequence = entry.sequence();
        if (isEmpty() || last.lastSequence() <= sequence) {
            append(entry);
            return;
        }
        Chunk chunk = first;
        while (chunk.lastSequence() <= sequence) {
            chunk = following(chunk);
        }
        int index = chunk.firstAbove(sequence);
        if (index == chunk.start && chunk.previous != null && !chunk.previous.isFull()) {
            Chunk previous = chunk.previous;
            previous.insert(previous.end, entry);
        } else if (!chunk.isFull()) {
            chunk.insert(index, entry);
        } else if (index == chunk.start) {
            // Filled from its end, because what is given back usually comes in descending order.
            linkBefore(chunk, new Chunk(Chunk.CAPACITY)).insert(Chunk.CAPACITY, entry);
        } else {
            linkAfter(chunk, chunk.split());
            insert(entry);
        }
    }

    void remove(Entry entry) {
        Chunk chunk = entry.chunk;
        if (chunk == null) {
            throw new IllegalStateException("Entry " + entry.sequence() + " is not in its lane");
        }
        int index = chunk.firstAbove(entry.sequence() - 1);
        while (chunk.at(index) != entry) { // a duplicated delivery has the same sequence
            index++;
        }
        removeAt(chunk, index);
    }

    /** Removes and returns the first wanted entry beyond the mark, which moves to it, or to the end if there is none. */
    @Nullable
    Entry take(Cursor.Mark mark, Predicate<Entry> wanted) {
        Chunk chunk = chunkAfter(mark);
        int index = chunk == null ? 0 : chunk.firstAbove(mark.sequence);
        while (chunk != null) {
            for (; index < chunk.end; index++) {
                Entry entry = chunk.at(index);
                mark.moveTo(chunk, entry.sequence());
                if (wanted.test(entry)) {
                    return removeAt(chunk, index);
                }
            }
            chunk = chunk.next;
            index = chunk == null ? 0 : chunk.start;
        }
        return null;
    }

    void forEach(Consumer<Entry> action) {
        for (Chunk chunk = first; chunk != null; chunk = chunk.next) {
            for (int i = chunk.start; i < chunk.end; i++) {
                action.accept(chunk.at(i));
            }
        }
    }

    /** The chunk that holds the first entry beyond the mark; null where there is none. */
    private @Nullable Chunk chunkAfter(Cursor.Mark mark) {
        long sequence = mark.sequence;
        if (isEmpty() || last.lastSequence() <= sequence) {
            return null;
        }
        if (first.firstSequence() > sequence) {
            return first;
        }
        Chunk chunk = mark.chunk;
        if (chunk != null && chunk.linked && chunk.firstSequence() <= sequence) {
            while (chunk.lastSequence() <= sequence) {
                chunk = following(chunk);
            }
            return chunk;
        }
        chunk = last;
        while (chunk.previous != null && chunk.previous.lastSequence() > sequence) {
            chunk = chunk.previous;
        }
        return chunk;
    }

    private Entry removeAt(Chunk chunk, int index) {
        Entry removed = chunk.remove(index);
        if (chunk.isEmpty()) {
            dropEmpty(chunk);
        }
        return removed;
    }

    private void dropEmpty(Chunk chunk) {
        Chunk previous = chunk.previous;
        Chunk next = chunk.next;
        if (previous == null && next == null) {
            chunk.start = 0;
            chunk.end = 0;
            return;
        }
        if (previous == null) {
            first = following(chunk);
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous == null ? last : previous;
        } else {
            next.previous = previous;
        }
        chunk.linked = false;
        chunk.previous = null;
        chunk.next = null;
    }

    private void linkAfter(Chunk place, Chunk added) {
        Chunk next = place.next;
        added.previous = place;
        added.next = next;
        place.next = added;
        if (next == null) {
            last = added;
        } else {
            next.previous = added;
        }
    }

    private Chunk linkBefore(Chunk place, Chunk added) {
        Chunk previous = place.previous;
        added.next = place;
        added.previous = previous;
        place.previous = added;
        if (previous == null) {
            first = added;
        } else {
            previous.next = added;
        }
        return added;
    }

    @SuppressWarnings("NullAway") // callers know from the last sequence that there is one
    private static Chunk following(Chunk chunk) {
        return chunk.next;
    }
}
