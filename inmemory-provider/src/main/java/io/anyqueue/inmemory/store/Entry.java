package io.anyqueue.inmemory.store;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/**
 * One message in one queue. A queue of a million messages holds a million of these, so it is small: message, place in the
 * order, and history packed into one int.
 *
 * <p>It serves one stay in the queue and at most one delivery: a message that is given back gets a new entry with the
 * same sequence. So an entry found in a slot of {@link Unsettled} is always the delivery that was put there, and
 * comparing references is enough to settle it once.
 *
 * <p>Threads: {@code chunk} is guarded by the queue's lock; {@code number} is written once, before the entry is published
 * in {@link Unsettled}.
 */
public final class Entry {
    private static final long UNDELIVERED = -1;

    private final MessageData message;
    private final long sequence;
    private final int history;
    private long number = UNDELIVERED;

    /** Where it is stored; null while it is not in a backlog. */
    @Nullable
    Chunk chunk;

    public Entry(MessageData message, long sequence) {
        this(message, sequence, 0, false);
    }

    private Entry(MessageData message, long sequence, int failures, boolean redelivered) {
        this.message = message;
        this.sequence = sequence;
        this.history = failures << 1 | (redelivered ? 1 : 0);
    }

    public MessageData message() {
        return message;
    }

    /** Its place among the messages of the same priority. */
    public long sequence() {
        return sequence;
    }

    /** How many deliveries of it have failed. */
    public int failures() {
        return history >>> 1;
    }

    public boolean redelivered() {
        return (history & 1) != 0;
    }

    /** The number of the delivery that it serves. */
    public long number() {
        return number;
    }

    /** True while it waits in a backlog. */
    public boolean isQueued() {
        return chunk != null;
    }

    /** The entry for the next stay, after a delivery that the application did not see. */
    public Entry released() {
        return new Entry(message, sequence, failures(), redelivered());
    }

    /** The entry for the next stay, after a delivery that failed. */
    public Entry failed() {
        return failed(1);
    }

    /** The entry for the next stay, after that many deliveries that failed. */
    public Entry failed(int times) {
        return new Entry(message, sequence, failures() + times, true);
    }

    /** The entry for a second copy of the same delivery. */
    public Entry duplicate() {
        return new Entry(message, sequence, failures(), true);
    }

    void deliverAs(long deliveryNumber) {
        number = deliveryNumber;
    }
}
