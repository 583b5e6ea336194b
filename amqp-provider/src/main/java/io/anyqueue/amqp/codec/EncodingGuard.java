package io.anyqueue.amqp.codec;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.DecodeEOFException;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * Walks an encoded value before it is decoded, because a few bytes can claim what no memory holds: an array of two thousand
 * million elements without bytes, or a map whose keys all have one hash. What it refuses is malformed, or as bad as that.
 *
 * <p>Belongs to one decoder, and counts for one message or frame at a time, but for described values, of which decoders
 * remember each descriptor that they do not know.
 */
final class EncodingGuard {
    /** Elements of arrays without bytes of their own, as {@code true} or an empty list. */
    private static final int MOST_EMPTY_ELEMENTS = 4096;
    /** Map keys that have no order with the others, so that those of one hash are compared each with each. */
    private static final int MOST_UNORDERED_KEYS = 1000;

    private static final int DEEPEST = 100;

    private static final byte HEADER = 0x70;
    private static final byte DATA = 0x75;
    private static final byte VALUE = 0x77;

    private static final int LONGEST_DESCRIPTOR = 256;

    private static final int DESCRIBED = 0x00;
    private static final int SMALL_ULONG = 0x53;
    private static final int MAP = 0x01;
    private static final int WIDTH = 0xf0;

    /** How many descriptors may differ from each other; of those of one byte, which are few, any number. */
    private final int mostDescriptors;

    private final Set<ByteBuffer> descriptors = new HashSet<>();
    private int emptyElements;
    private int unorderedKeys;
    private int described;
    private int end;

    /** For a decoder that is given up before it remembers too much, as {@link #described} tells. */
    EncodingGuard() {
        this(Integer.MAX_VALUE);
    }

    /** For a decoder that outlives what it decodes. */
    EncodingGuard(int mostDescriptors) {
        this.mostDescriptors = mostDescriptors;
    }

    /** Begins another message or frame. */
    void begin() {
        emptyElements = 0;
        unorderedKeys = 0;
    }

    /** How many described values were seen since this was made. */
    int described() {
        return described;
    }

    /** True where a value that begins with this byte may hold others, so that it is to be checked. */
    static boolean isCompound(byte code) {
        return code == DESCRIBED || Byte.toUnsignedInt(code) >= 0xc0;
    }

    /** True for a section that holds nothing worth a check: a header, or one text or binary for a body. */
    static boolean isPlain(ProtonBuffer buffer) {
        int at = buffer.getReadOffset();
        if (buffer.getReadableBytes() < 4 || buffer.getByte(at) != DESCRIBED || buffer.getByte(at + 1) != 0x53) {
            return false;
        }
        return switch (buffer.getByte(at + 2)) {
            case HEADER -> true;
            case DATA, VALUE -> {
                int width = buffer.getByte(at + 3) & WIDTH;
                yield width == 0xa0 || width == 0xb0;
            }
            default -> false;
        };
    }

    /**
     * Checks the value that begins at the read offset, which stays where it is.
     *
     * @throws DecodeException where decoding it would fail, or cost out of proportion to its bytes
     */
    void check(ProtonBuffer buffer) {
        check(buffer, buffer.getReadOffset(), buffer.getWriteOffset());
    }

    /**
     * Checks the value that begins at an offset.
     *
     * @param limit where the bytes end that it may have
     * @throws DecodeEOFException where it does not end before the limit
     * @throws DecodeException where decoding it would fail for another reason, or cost out of proportion to its bytes
     */
    void check(ProtonBuffer buffer, int offset, int limit) {
        end = limit;
        value(buffer, offset, 0);
    }

    /** Returns the offset behind the value. */
    private int value(ProtonBuffer buffer, int offset, int depth) {
        int code = unsignedByte(buffer, offset);
        if (code != DESCRIBED) {
            return data(buffer, offset + 1, code, depth);
        }
        requireDepth(depth);
        return value(buffer, descriptor(buffer, offset + 1, depth + 1), depth + 1);
    }

    private int descriptor(ProtonBuffer buffer, int offset, int depth) {
        described++;
        int next = value(buffer, offset, depth);
        if (mostDescriptors < Integer.MAX_VALUE && unsignedByte(buffer, offset) != SMALL_ULONG) {
            remember(buffer, offset, next);
        }
        return next;
    }

    private void remember(ProtonBuffer buffer, int from, int to) {
        byte[] descriptor = new byte[to - from];
        if (descriptor.length <= LONGEST_DESCRIPTOR) {
            buffer.copyInto(from, descriptor, 0, descriptor.length);
            descriptors.add(ByteBuffer.wrap(descriptor));
        }
        if (descriptor.length > LONGEST_DESCRIPTOR || descriptors.size() > mostDescriptors) {
            throw new DecodeException("It has values of more than " + mostDescriptors
                    + " unknown kinds, or of kinds with names longer than " + LONGEST_DESCRIPTOR + " bytes");
        }
    }

    /** What follows the code of a type. */
    private int data(ProtonBuffer buffer, int offset, int code, int depth) {
        return switch (code & WIDTH) {
            case 0x40 -> offset;
            case 0x50 -> skip(offset, 1);
            case 0x60 -> skip(offset, 2);
            case 0x70 -> skip(offset, 4);
            case 0x80 -> skip(offset, 8);
            case 0x90 -> skip(offset, 16);
            case 0xa0 -> skip(offset + 1, unsignedByte(buffer, offset));
            case 0xb0 -> skip(offset + 4, length(buffer, offset));
            case 0xc0 -> elements(buffer, offset + 2, unsignedByte(buffer, offset + 1), code, depth + 1);
            case 0xd0 -> elements(buffer, offset + 8, length(buffer, offset + 4), code, depth + 1);
            case 0xe0 -> array(buffer, offset + 2, unsignedByte(buffer, offset + 1), depth + 1);
            case 0xf0 -> array(buffer, offset + 8, length(buffer, offset + 4), depth + 1);
            default -> throw new DecodeException("There is no type with code 0x" + Integer.toHexString(code));
        };
    }

    private int elements(ProtonBuffer buffer, int offset, int count, int code, int depth) {
        requireDepth(depth);
        boolean map = (code & ~WIDTH) == MAP;
        @Nullable KeyType type = null;
        int next = offset;
        for (int i = 0; i < count; i++) {
            if (map && i % 2 == 0) {
                KeyType key = KeyType.of(unsignedByte(buffer, next));
                type = type == null ? key : type;
                countKey(key != KeyType.UNORDERED && key == type);
            }
            next = value(buffer, next, depth);
        }
        return next;
    }

    private void countKey(boolean ordered) {
        if (!ordered && ++unorderedKeys > MOST_UNORDERED_KEYS) {
            throw new DecodeException("Its maps have more than " + MOST_UNORDERED_KEYS
                    + " keys that are binary, compound, described or of another type than the first");
        }
    }

    /** Keys of one of these types are in a tree where they share a hash; of two types, or unordered, in a list. */
    private enum KeyType {
        STRING,
        SYMBOL,
        ULONG,
        LONG,
        UINT,
        INT,
        SMALL,
        UUID,
        UNORDERED;

        static KeyType of(int code) {
            return switch (code) {
                case 0xa1, 0xb1 -> STRING;
                case 0xa3, 0xb3 -> SYMBOL;
                case 0x80, 0x53, 0x44 -> ULONG;
                case 0x81, 0x55 -> LONG;
                case 0x70, 0x52, 0x43 -> UINT;
                case 0x71, 0x54 -> INT;
                // No more of them than two bytes tell apart, and null.
                case 0x40, 0x41, 0x42, 0x50, 0x51, 0x56, 0x60, 0x61 -> SMALL;
                case 0x98 -> UUID;
                default -> UNORDERED;
            };
        }
    }

    private int array(ProtonBuffer buffer, int offset, int count, int depth) {
        requireDepth(depth);
        int next = offset;
        int code = unsignedByte(buffer, next++);
        for (int nested = depth; code == DESCRIBED; nested++) {
            requireDepth(nested);
            next = descriptor(buffer, next, nested);
            code = unsignedByte(buffer, next++);
        }
        if ((code & WIDTH) == 0x40) {
            if (count > MOST_EMPTY_ELEMENTS - emptyElements) {
                throw new DecodeException(
                        "Its arrays have more than " + MOST_EMPTY_ELEMENTS + " elements without bytes");
            }
            emptyElements += count;
            return next;
        }
        if (count > end - next) {
            throw new DecodeEOFException("An array has " + count + " elements, but not as many bytes follow");
        }
        for (int i = 0; i < count; i++) {
            next = data(buffer, next, code, depth);
        }
        return next;
    }

    private static void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw new DecodeException("Its values are nested deeper than " + DEEPEST);
        }
    }

    private int skip(int offset, int bytes) {
        if (bytes > end - offset) {
            throw new DecodeEOFException("A value of " + bytes + " bytes ends behind what holds it");
        }
        return offset + bytes;
    }

    private int unsignedByte(ProtonBuffer buffer, int offset) {
        skip(offset, 1);
        return Byte.toUnsignedInt(buffer.getByte(offset));
    }

    private int length(ProtonBuffer buffer, int offset) {
        skip(offset, 4);
        int length = buffer.getInt(offset);
        if (length < 0) {
            throw new DecodeException("A value is larger than any message or frame");
        }
        return length;
    }
}
