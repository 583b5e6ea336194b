package io.anyqueue.amqp.codec;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.EncodingCodes;

/**
 * Map sections as nearly everybody writes them, with a small descriptor, which are read and written without a map between. Any other
 * form is left to the library.
 */
final class MapSection {
    static final byte MESSAGE_ANNOTATIONS = 0x72;
    static final byte APPLICATION_PROPERTIES = 0x74;

    /** Before the map itself. */
    static final int DESCRIPTOR_BYTES = 3;

    private static final int SMALL_HEAD = DESCRIPTOR_BYTES + 3;
    private static final int LARGE_HEAD = DESCRIPTOR_BYTES + 1 + 2 * Integer.BYTES;

    private MapSection() {}

    /** True where a section of that descriptor begins at the read offset. */
    static boolean isAt(ProtonBuffer buffer, byte descriptor) {
        int at = buffer.getReadOffset();
        if (buffer.getReadableBytes() < SMALL_HEAD
                || buffer.getByte(at) != EncodingCodes.DESCRIBED_TYPE_INDICATOR
                || buffer.getByte(at + 1) != EncodingCodes.SMALLULONG
                || buffer.getByte(at + 2) != descriptor) {
            return false;
        }
        byte form = buffer.getByte(at + DESCRIPTOR_BYTES);
        return form == EncodingCodes.MAP8 || (form == EncodingCodes.MAP32 && buffer.getReadableBytes() >= LARGE_HEAD);
    }

    /** Skips the head of a section that {@link #isAt} has found; how many keys and values follow. */
    static int begin(ProtonBuffer buffer) {
        int at = buffer.getReadOffset() + DESCRIPTOR_BYTES;
        boolean small = buffer.getByte(at) == EncodingCodes.MAP8;
        int count = small ? buffer.getUnsignedByte(at + 2) : buffer.getInt(at + 1 + Integer.BYTES);
        buffer.advanceReadOffset(small ? SMALL_HEAD : LARGE_HEAD);
        if (count < 0 || count % 2 != 0 || count > buffer.getReadableBytes()) {
            throw new DecodeException(
                    "A map of " + count + " keys and values in " + buffer.getReadableBytes() + " bytes");
        }
        return count;
    }

    /** Begins to write a section; what it returns is what {@link #end} needs. */
    static int begin(ProtonBuffer buffer, byte descriptor) {
        int begin = buffer.getWriteOffset();
        buffer.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
        buffer.writeByte(EncodingCodes.SMALLULONG);
        buffer.writeByte(descriptor);
        buffer.writeByte(EncodingCodes.MAP32);
        buffer.writeInt(0);
        buffer.writeInt(0);
        return begin;
    }

    /** Ends a section with that many entries; one without any is taken back. */
    static void end(ProtonBuffer buffer, int begin, int entries) {
        if (entries == 0) {
            buffer.setWriteOffset(begin);
            return;
        }
        int size = begin + DESCRIPTOR_BYTES + 1;
        buffer.setInt(size, buffer.getWriteOffset() - size - Integer.BYTES);
        buffer.setInt(size + Integer.BYTES, entries * 2);
    }
}
