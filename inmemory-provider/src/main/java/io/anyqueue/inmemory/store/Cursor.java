package io.anyqueue.inmemory.store;

import org.jspecify.annotations.Nullable;

/**
 * How far a receiver with a selector has looked at a {@link Backlog}: for each priority, everything up to a sequence has
 * been looked at and is not wanted. Owned by one receiver, guarded by the queue's lock.
 */
public final class Cursor {

    /** The position in one lane. */
    static final class Mark {
        long sequence = -1;

        /** The chunk of that sequence, as a hint that saves the walk to it. */
        @Nullable
        Chunk chunk;

        void moveTo(@Nullable Chunk newChunk, long newSequence) {
            chunk = newChunk;
            sequence = newSequence;
        }
    }

    private final Mark[] marks = new Mark[Backlog.PRIORITIES];

    public Cursor() {
        for (int i = 0; i < marks.length; i++) {
            marks[i] = new Mark();
        }
    }

    Mark mark(int priority) {
        return marks[priority];
    }

    /** Notes that nothing up to {@code sequence} is wanted, in any lane. */
    public void skipTo(long sequence) {
        for (Mark mark : marks) {
            mark.moveTo(null, sequence);
        }
    }

    /** Makes sure that an entry which came back is looked at again. */
    public void rewindBefore(int lane, Entry entry) {
        Mark mark = marks[lane];
        if (mark.sequence >= entry.sequence()) {
            mark.moveTo(null, entry.sequence() - 1);
        }
    }

    /** Starts anew. */
    public void rewind() {
        skipTo(-1);
    }
}
