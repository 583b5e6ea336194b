package io.anyqueue.amqp.codec;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.DecodeException;

/**
 * Walks an encoded value before it is decoded, because a few bytes can claim what no memory holds: an array of two thousand
 * million elements without bytes, or a map whose keys all have one hash. What it refuses is malformed, or as bad as that.
 *
 * <p>Belongs to one decoder, and counts for one message at a time.
 */
final class EncodingGuard {
    /** Elements without bytes of their own, as {@code true} or an empty list, in one array. */
    private static final int MOST_EMPTY_ELEMENTS = 4096;
    /** Map keys of types that have no order, so that keys of one hash are compared with each other. */
    private static final int MOST_UNORDERED_KEYS = 1000;

    private static final int DEEPEST = 100;

    private static final byte HEADER = 0x70;
    private static final byte DATA = 0x75;
    private static final byte VALUE = 0x77;

    private static final int DESCRIBED = 0x00;
    private static final int MAP = 0x01;
    private static final int WIDTH = 0xf0;

    private int unorderedKeys;

    /** Begins another message. */
    void begin() {
        unorderedKeys = 0;
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
        value(buffer, buffer.getReadOffset(), 0);
    }

    /** Returns the offset behind the value. */
    private int value(ProtonBuffer buffer, int offset, int depth) {
        int code = unsignedByte(buffer, offset);
        if (code != DESCRIBED) {
            return data(buffer, offset + 1, code, depth);
        }
        requireDepth(depth);
        return value(buffer, value(buffer, offset + 1, depth + 1), depth + 1);
    }

    /** What follows the code of a type. */
    private int data(ProtonBuffer buffer, int offset, int code, int depth) {
        return switch (code & WIDTH) {
            case 0x40 -> offset;
            case 0x50 -> skip(buffer, offset, 1);
            case 0x60 -> skip(buffer, offset, 2);
            case 0x70 -> skip(buffer, offset, 4);
            case 0x80 -> skip(buffer, offset, 8);
            case 0x90 -> skip(buffer, offset, 16);
            case 0xa0 -> skip(buffer, offset + 1, unsignedByte(buffer, offset));
            case 0xb0 -> skip(buffer, offset + 4, length(buffer, offset));
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
        int next = offset;
        for (int i = 0; i < count; i++) {
            if (map && i % 2 == 0) {
                countKey(unsignedByte(buffer, next));
            }
            next = value(buffer, next, depth);
        }
        return next;
    }

    private void countKey(int code) {
        boolean ordered = switch (code & WIDTH) {
            // All of one byte's width, and numbers but decimals, characters included.
            case 0x40, 0x50, 0x60, 0x70, 0x80 -> code != 0x74 && code != 0x84;
            case 0x90 -> code != 0x94;
            // Strings and symbols, but not binaries.
            case 0xa0, 0xb0 -> (code & ~WIDTH) != 0;
            default -> false;
        };
        if (!ordered && ++unorderedKeys > MOST_UNORDERED_KEYS) {
            throw new DecodeException(
                    "Its maps have more than " + MOST_UNORDERED_KEYS + " keys that are binary, compound or described");
        }
    }

    private int array(ProtonBuffer buffer, int offset, int count, int depth) {
        requireDepth(depth);
        int next = offset;
        int code = unsignedByte(buffer, next++);
        while (code == DESCRIBED) {
            next = value(buffer, next, depth);
            code = unsignedByte(buffer, next++);
        }
        if ((code & WIDTH) == 0x40) {
            if (count > MOST_EMPTY_ELEMENTS) {
                throw new DecodeException("An array has " + count + " elements without bytes; at most "
                        + MOST_EMPTY_ELEMENTS + " are taken");
            }
            return next;
        }
        if (count > buffer.getWriteOffset() - next) {
            throw new DecodeException("An array has " + count + " elements, but not as many bytes follow");
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

    private static int skip(ProtonBuffer buffer, int offset, int bytes) {
        if (bytes > buffer.getWriteOffset() - offset) {
            throw new DecodeException("A value of " + bytes + " bytes ends behind its message");
        }
        return offset + bytes;
    }

    private static int unsignedByte(ProtonBuffer buffer, int offset) {
        skip(buffer, offset, 1);
        return Byte.toUnsignedInt(buffer.getByte(offset));
    }

    private static int length(ProtonBuffer buffer, int offset) {
        skip(buffer, offset, 4);
        int length = buffer.getInt(offset);
        if (length < 0) {
            throw new DecodeException("A value is larger than any message");
        }
        return length;
    }
}
