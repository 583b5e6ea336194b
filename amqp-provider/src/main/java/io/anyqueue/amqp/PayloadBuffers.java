package io.anyqueue.amqp;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;

/**
 * Buffers on the heap that messages of one sender are encoded into, used again once the engine has copied what they hold.
 *
 * <p>A ring that one thread at a time takes from (whoever calls send) and the event loop gives back to, so an occupied slot
 * belongs to the taker and an empty one to the giver. What is not given back is left to the garbage collector. After a burst a
 * sender keeps at most {@link #SLOTS} times {@link #LARGEST} bytes.
 */
final class PayloadBuffers {
    private static final int SLOTS = 256;
    private static final int SMALLEST = 512;
    private static final int LARGEST = 4096;

    private final AtomicReferenceArray<ProtonBuffer> slots = new AtomicReferenceArray<>(SLOTS);
    private int taken;
    private int given;

    /** An empty buffer, which grows where {@code size} bytes are not enough. By the caller of send. */
    ProtonBuffer take(int size) {
        int slot = taken & (SLOTS - 1);
        ProtonBuffer buffer = size > LARGEST ? null : slots.getAcquire(slot);
        if (buffer == null) {
            return ProtonBufferAllocator.defaultAllocator().allocate(Math.max(SMALLEST, size));
        }
        slots.setRelease(slot, null);
        taken++;
        return buffer;
    }

    /** Takes back a buffer whose bytes are not needed any more. On the loop. */
    void giveBack(ProtonBuffer buffer) {
        int slot = given & (SLOTS - 1);
        if (buffer.capacity() > LARGEST || slots.getAcquire(slot) != null) {
            buffer.close();
            return;
        }
        buffer.setReadOffset(0).setWriteOffset(0);
        slots.setRelease(slot, buffer);
        given++;
    }
}
