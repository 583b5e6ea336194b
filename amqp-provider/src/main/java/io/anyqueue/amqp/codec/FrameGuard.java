package io.anyqueue.amqp.codec;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeEOFException;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the performative of each frame before the engine decodes it, for anybody may answer on a port, and few bytes can claim
 * more than any memory holds. Bytes come in pieces of any size; a performative is held back until it has come whole. What is no
 * frame is left to the engine, which says so. Belongs to the event loop.
 */
public final class FrameGuard {
    /** A protocol header begins with this where a frame has its size: the letters AMQP. */
    private static final int PROTOCOL = 0x414d5150;

    private static final int PROTOCOL_HEADER = 8;
    private static final int FRAME_HEADER = 8;
    private static final int LARGEST_PERFORMATIVE = 1 << 20;

    private final EncodingGuard values = new EncodingGuard();
    private @Nullable ProtonBuffer held;
    /** How many bytes are still to come that need no look. */
    private int passing;
    /** The size of what follows them, where that is a performative with its payload; 0 where it is a frame or header. */
    private int unchecked;

    /**
     * Takes what the socket gave, and returns what the engine may have of this and of what was held back before: maybe
     * nothing. On the heap, because the engine leaves it to the garbage collector to release what it keeps.
     *
     * @throws DecodeException where a performative is malformed, or would cost out of proportion to its bytes
     */
    public ProtonBuffer admit(ProtonBuffer incoming) {
        ProtonBuffer bytes = joined(incoming);
        int end = bytes.getWriteOffset();
        int at = pass(bytes.getReadOffset(), end);
        while (at < end) {
            if (unchecked == 0 ? !readHeader(bytes, at, end) : !isChecked(bytes, at, end)) {
                hold(bytes, at, end);
                return bytes;
            }
            at = pass(at, end);
        }
        return bytes;
    }

    private ProtonBuffer joined(ProtonBuffer incoming) {
        ProtonBuffer before = held;
        held = null;
        int size = incoming.getReadableBytes() + (before == null ? 0 : before.getReadableBytes());
        ProtonBuffer bytes = ProtonBufferAllocator.defaultAllocator().allocateHeapBuffer(size);
        if (before != null) {
            bytes.writeBytes(before);
        }
        return bytes.writeBytes(incoming);
    }

    private int pass(int at, int end) {
        int passed = Math.min(passing, end - at);
        passing -= passed;
        return at + passed;
    }

    private void hold(ProtonBuffer bytes, int at, int end) {
        if (end - at > LARGEST_PERFORMATIVE) {
            throw new DecodeException("The performative of a frame is larger than " + LARGEST_PERFORMATIVE + " bytes");
        }
        held = bytes.copy(at, end - at);
        bytes.setWriteOffset(at);
    }

    /** Lets the header of a frame pass, and of what is none everything. False where the header is not complete. */
    private boolean readHeader(ProtonBuffer bytes, int at, int end) {
        if (end - at < FRAME_HEADER) {
            return false;
        }
        int size = bytes.getInt(at);
        int header = Integer.BYTES * Byte.toUnsignedInt(bytes.getByte(at + Integer.BYTES));
        if (size == PROTOCOL) {
            passing = PROTOCOL_HEADER;
        } else if (header < FRAME_HEADER || header > size) {
            passing = Integer.MAX_VALUE;
        } else {
            passing = header;
            unchecked = size - header;
        }
        return true;
    }

    /** Checks the performative and lets it pass with its payload. False where it is not complete. */
    private boolean isChecked(ProtonBuffer bytes, int at, int end) {
        int available = Math.min(unchecked, end - at);
        values.begin();
        try {
            values.check(bytes, at, at + available);
        } catch (DecodeEOFException e) {
            if (available == unchecked) {
                throw new DecodeException("The performative of a frame is malformed: " + e.getMessage(), e);
            }
            return false;
        }
        passing = unchecked;
        unchecked = 0;
        return true;
    }
}
