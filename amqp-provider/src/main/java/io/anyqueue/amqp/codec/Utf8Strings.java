package io.anyqueue.amqp.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.decoders.UTF8Decoder;

/**
 * Reads strings with one copy out of the buffer and one into the string, where the library's decoder goes through an array of
 * characters. Belongs to one decoder, so to one event loop.
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
        byte[] bytes = length <= SCRATCH ? scratch : new byte[length];
        buffer.readBytes(bytes, 0, length);
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        // A replacement character was in the bytes, or stands for bytes that are not UTF-8.
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(bytes, length);
    }

    private static String strictly(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DecodeException("A string is not UTF-8", e);
        }
    }
}
