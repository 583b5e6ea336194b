package io.anyqueue.amqp.codec;

import io.anyqueue.spi.MessageData;
import java.nio.charset.StandardCharsets;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.codec.EncodingCodes;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Writes one properties section, field by field in the order of the specification, without an object that holds them. Fields
 * that are not there are written when a later one is, so that none trail. Used by one thread.
 */
final class PropertiesEncoder {
    private static final byte DESCRIPTOR = 0x73;

    private final Encoder encoder;
    private final EncoderState state;
    private @Nullable String lastPrefix;
    private byte[] lastPrefixBytes = {};
    private int sizeOffset;
    private int fields;
    private int absent;

    PropertiesEncoder(Encoder encoder, EncoderState state) {
        this.encoder = encoder;
        this.state = state;
    }

    void begin(ProtonBuffer buffer) {
        buffer.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
        buffer.writeByte(EncodingCodes.SMALLULONG);
        buffer.writeByte(DESCRIPTOR);
        buffer.writeByte(EncodingCodes.LIST32);
        sizeOffset = buffer.getWriteOffset();
        buffer.writeInt(0);
        buffer.writeInt(0);
        fields = 0;
        absent = 0;
    }

    void end(ProtonBuffer buffer) {
        buffer.setInt(sizeOffset, buffer.getWriteOffset() - sizeOffset - Integer.BYTES);
        buffer.setInt(sizeOffset + Integer.BYTES, fields);
    }

    private void next(ProtonBuffer buffer) {
        for (; absent > 0; absent--) {
            buffer.writeByte(EncodingCodes.NULL);
            fields++;
        }
        fields++;
    }

    void skip() {
        absent++;
    }

    void string(ProtonBuffer buffer, @Nullable String value) {
        if (value == null) {
            skip();
        } else {
            next(buffer);
            encoder.writeString(buffer, state, value);
        }
    }

    void symbol(ProtonBuffer buffer, @Nullable String value) {
        if (value == null) {
            skip();
        } else {
            next(buffer);
            encoder.writeSymbol(buffer, state, Symbol.valueOf(value));
        }
    }

    void binary(ProtonBuffer buffer, byte @Nullable [] value) {
        if (value == null) {
            skip();
        } else {
            next(buffer);
            encoder.writeBinary(buffer, state, value);
        }
    }

    /** The message id: a number behind a prefix that is encoded once, without a text of both, or an id that came from elsewhere. */
    void messageId(ProtonBuffer buffer, MessageData message) {
        String prefix = message.messageIdPrefix();
        long sequence = message.messageIdSequence();
        if (prefix == null || sequence < 0 || MessageIds.isTyped(prefix)) {
            String id = message.messageId();
            id(buffer, id == null ? null : MessageIds.toWire(id));
            return;
        }
        if (!prefix.equals(lastPrefix)) {
            lastPrefix = prefix;
            lastPrefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
        }
        next(buffer);
        int digits = digits(sequence);
        int length = lastPrefixBytes.length + digits;
        if (length < 256) {
            buffer.writeByte(EncodingCodes.STR8);
            buffer.writeByte((byte) length);
        } else {
            buffer.writeByte(EncodingCodes.STR32);
            buffer.writeInt(length);
        }
        buffer.writeBytes(lastPrefixBytes);
        writeDigits(buffer, sequence, digits);
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static void writeDigits(ProtonBuffer buffer, long number, int digits) {
        buffer.ensureWritable(digits);
        int begin = buffer.getWriteOffset();
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            buffer.setByte(begin + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        buffer.advanceWriteOffset(digits);
    }

    /** A message or correlation id of one of the four types that these may have. */
    void id(ProtonBuffer buffer, @Nullable Object value) {
        if (value == null) {
            skip();
        } else {
            next(buffer);
            encoder.writeObject(buffer, state, value);
        }
    }

    /** Milliseconds since the epoch; 0 for none. */
    void timestamp(ProtonBuffer buffer, long value) {
        if (value == 0) {
            skip();
        } else {
            next(buffer);
            encoder.writeTimestamp(buffer, state, value);
        }
    }

    /** A value that has been encoded before. */
    void encoded(ProtonBuffer buffer, byte[] value) {
        next(buffer);
        buffer.writeBytes(value);
    }

    /** A sequence number, an unsigned integer. */
    void sequence(ProtonBuffer buffer, @Nullable Number value) {
        if (value == null) {
            skip();
        } else {
            next(buffer);
            encoder.writeUnsignedInteger(buffer, state, value.intValue() & 0xFFFFFFFFL);
        }
    }
}
