package io.anyqueue.amqp.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBuffer;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.decoders.UTF8Decoder;

/**
 * Reads strings with one copy into the string, and for short ones one out of the buffer before, where the library's decoder goes
 * through an array of characters. Belongs to one decoder, so to one event loop.
 */
final class Utf8Strings implements UTF8Decoder {
    private static final int SCRATCH = 4096;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] scratch = new byte[SCRATCH];

    @Override
    public String decodeUTF8(ProtonBuffer buffer, int length) {
        if (length > buffer.getReadableBytes()) {
            throw new DecodeException("A string of " + length + " bytes does not fit the " + buffer.getReadableBytes()
                    + " that are left");
        }
        return length > SCRATCH && buffer instanceof ProtonByteArrayBuffer array
                ? inPlace(array, length)
                : copied(buffer, length);
    }

    private String copied(ProtonBuffer buffer, int length) {
        byte[] bytes = length <= SCRATCH ? scratch : new byte[length];
        buffer.readBytes(bytes, 0, length);
        return text(bytes, 0, length);
    }

    /** A long string, out of the buffer's own array. */
    private String inPlace(ProtonByteArrayBuffer buffer, int length) {
        // protonj2 1.1.0 tells where the buffer begins in its array, and not where it is read, as the name says.
        int from = buffer.getReadableArrayOffset() + buffer.getReadOffset();
        String text = text(buffer.getReadableArray(), from, length);
        buffer.advanceReadOffset(length);
        return text;
    }

    private static String text(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // A replacement character was in the bytes, or stands for bytes that are not UTF-8.
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(bytes, from, length);
    }

    private static String strictly(byte[] bytes, int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DecodeException("A string is not UTF-8", e);
        }
    }
}
