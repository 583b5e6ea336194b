package io.anyqueue.amqp.codec;

import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;

/**
 * Reads annotation sections. Most messages of a receiver have the same ones, so the last section is remembered with its bytes
 * and not decoded again. Belongs to one decoder, so to one event loop.
 */
final class AnnotationsReader {
    private static final int LONGEST_REMEMBERED = 512;

    private final Decoder decoder;
    private final DecoderState state;
    private final EncodingGuard guard;
    private final MessageMapping addresses;
    private final byte[] lastBytes = new byte[LONGEST_REMEMBERED];
    private int lastLength;
    private ReadAnnotations last = ReadAnnotations.NONE;

    AnnotationsReader(Decoder decoder, DecoderState state, EncodingGuard guard, MessageMapping addresses) {
        this.decoder = decoder;
        this.state = state;
        this.guard = guard;
        this.addresses = addresses;
    }

    /** Reads the section that begins at the buffer's read offset. */
    ReadAnnotations read(ProtonBuffer buffer) {
        if (isLast(buffer)) {
            buffer.advanceReadOffset(lastLength);
            return last;
        }
        lastLength = 0;
        int begin = buffer.getReadOffset();
        guard.check(buffer);
        buffer.advanceReadOffset(MapSection.DESCRIPTOR_BYTES);
        Map<?, ?> values = decoder.readMap(buffer, state);
        last = values == null ? ReadAnnotations.NONE : ReadAnnotations.of(Annotations.named(values), addresses);
        remember(buffer, begin);
        return last;
    }

    /** The bytes of the last section cannot be the beginning of a longer one: its own length is among the first. */
    private boolean isLast(ProtonBuffer buffer) {
        if (lastLength == 0 || buffer.getReadableBytes() < lastLength) {
            return false;
        }
        int begin = buffer.getReadOffset();
        for (int i = 0; i < lastLength; i++) {
            if (buffer.getByte(begin + i) != lastBytes[i]) {
                return false;
            }
        }
        return true;
    }

    private void remember(ProtonBuffer buffer, int begin) {
        int length = buffer.getReadOffset() - begin;
        if (length <= LONGEST_REMEMBERED) {
            buffer.copyInto(begin, lastBytes, 0, length);
            lastLength = length;
        }
    }
}
