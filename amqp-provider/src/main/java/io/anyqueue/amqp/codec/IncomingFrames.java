package io.anyqueue.amqp.codec;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeEOFException;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes from the socket into whole frames, and walks the performative of each before the engine decodes it, for anybody
 * may answer on a port, and few bytes can claim more than any memory holds. What is no frame is left to the engine, which says so.
 *
 * <p>The engine gets arrays on the heap, each with one or more frames from their beginning to their end: it leaves it to the
 * garbage collector to release what it keeps, and a payload in one piece need not be joined. Each byte is copied once. Belongs to
 * the event loop.
 */
public final class IncomingFrames {
    /** A protocol header begins with this where a frame has its size: the letters AMQP. */
    private static final int PROTOCOL = 0x414d5150;

    private static final byte FIRST_LETTER = 'A';
    /** Of a frame, and all of a protocol header. */
    private static final int HEADER = 8;
    /** What is set aside for a frame of which no more than the header has come. */
    private static final int FIRST_ROOM = 1 << 20;

    private static final byte[] NONE = {};

    /** Beyond those of one byte, which are all that AMQP defines. */
    private static final int MOST_DESCRIPTORS = 100;

    /** What the first byte says of the peer. Nothing that a foreign one sends is a frame. */
    private enum Speech {
        NOT_HEARD,
        AMQP,
        FOREIGN
    }

    private final Consumer<ProtonBuffer> engine;
    private final EncodingGuard values = new EncodingGuard(MOST_DESCRIPTORS);
    private Speech speech = Speech.NOT_HEARD;

    private byte[] begun = NONE;
    /** How much of it has come. */
    private int come;
    /** How much has to come before it can be looked at. */
    private int expected;

    public IncomingFrames(Consumer<ProtonBuffer> engine) {
        this.engine = engine;
    }

    /**
     * Reads what the socket gave.
     *
     * @param largest the size of frame beyond which the engine refuses it
     * @throws DecodeException where a performative is malformed, or would cost out of proportion to its bytes
     */
    public void read(ProtonBuffer incoming, long largest) {
        if (speech == Speech.NOT_HEARD && incoming.isReadable()) {
            // Whoever answers with something else may say no more than that.
            speech = incoming.getByte(incoming.getReadOffset()) == FIRST_LETTER ? Speech.AMQP : Speech.FOREIGN;
        }
        while (incoming.isReadable()) {
            if (speech == Speech.FOREIGN) {
                pass(incoming, incoming.getReadableBytes());
            } else if (expected == 0) {
                passWhole(incoming, largest);
            } else {
                goOn(incoming, largest);
            }
        }
    }

    /** Passes the frames that are whole, and begins to gather what follows them. */
    private void passWhole(ProtonBuffer incoming, long largest) {
        int end = incoming.getWriteOffset();
        int at = incoming.getReadOffset();
        int size = size(incoming, at, end, largest);
        DecodeException malformed = null;
        while (size > 0 && size <= end - at && malformed == null) {
            malformed = fault(incoming, at, size);
            if (malformed == null) {
                at += size;
                size = size(incoming, at, end, largest);
            }
        }
        if (at > incoming.getReadOffset()) {
            pass(incoming, at - incoming.getReadOffset());
        }
        if (malformed != null) {
            throw malformed;
        }
        if (at < end) {
            expected = Math.max(size, HEADER);
            begun = new byte[Math.min(expected, FIRST_ROOM)];
        }
    }

    private void goOn(ProtonBuffer incoming, long largest) {
        int taken = Math.min(expected - come, incoming.getReadableBytes());
        if (taken > begun.length - come) {
            int room = Math.max(come + taken, 2 * begun.length);
            begun = Arrays.copyOf(begun, Math.min(expected, room < 0 ? expected : room));
        }
        incoming.readBytes(begun, come, taken);
        come += taken;
        if (come < expected) {
            return;
        }
        ProtonBuffer frame = ProtonByteArrayBufferAllocator.wrapped(begun, 0, come);
        int size = size(frame, 0, come, largest);
        if (size > come) {
            expected = size;
            return;
        }
        DecodeException malformed = fault(frame, 0, size);
        if (malformed != null) {
            throw malformed;
        }
        begun = NONE;
        come = 0;
        expected = 0;
        engine.accept(frame.convertToReadOnly());
    }

    private void pass(ProtonBuffer incoming, int length) {
        byte[] frames = new byte[length];
        incoming.readBytes(frames, 0, length);
        engine.accept(ProtonByteArrayBufferAllocator.wrapped(frames, 0, length).convertToReadOnly());
    }

    /** The size of the frame or protocol header at an offset; 0 where too little of it has come, and all there is where it is none. */
    private static int size(ProtonBuffer bytes, int at, int end, long largest) {
        if (end - at < HEADER) {
            return 0;
        }
        int size = bytes.getInt(at);
        if (size == PROTOCOL) {
            return HEADER;
        }
        return size < headerOf(bytes, at) || size > largest ? end - at : size;
    }

    private static int headerOf(ProtonBuffer bytes, int at) {
        return Math.max(HEADER, Integer.BYTES * Byte.toUnsignedInt(bytes.getByte(at + Integer.BYTES)));
    }

    /** What is wrong with a frame's performative; null where nothing is, or where it is no frame. */
    private @Nullable DecodeException fault(ProtonBuffer bytes, int at, int size) {
        int performative = headerOf(bytes, at);
        if (bytes.getInt(at) != size || performative >= size) {
            return null;
        }
        values.begin();
        try {
            values.check(bytes, at + performative, at + size);
            return null;
        } catch (DecodeException e) {
            return e;
        } catch (DecodeEOFException e) {
            return new DecodeException("The performative of a frame is malformed: " + e.getMessage(), e);
        }
    }
}
