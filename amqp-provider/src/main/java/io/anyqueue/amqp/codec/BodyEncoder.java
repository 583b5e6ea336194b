package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Body;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.codec.EncodingCodes;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.jspecify.annotations.Nullable;

/** Bodies as body sections: the form that the AMQP JMS mapping prescribes for each message type. */
final class BodyEncoder {
    /** The Java serialization of null, which is how a null object travels. */
    private static final byte[] SERIALIZED_NULL = {(byte) 0xAC, (byte) 0xED, 0, 5, 0x70};

    private static final byte AMQP_VALUE = 0x77;

    private BodyEncoder() {}

    static void write(ProtonBuffer buffer, Encoder encoder, EncoderState state, Body body) {
        if (body instanceof Body.Text text && text.text() != null) {
            buffer.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
            buffer.writeByte(EncodingCodes.SMALLULONG);
            buffer.writeByte(AMQP_VALUE);
            encoder.writeString(buffer, state, text.text());
        } else if (body instanceof Body.Items stream) {
            writeSequence(buffer, encoder, state, stream.items());
        } else {
            encoder.writeObject(buffer, state, section(body));
        }
    }

    private static Section<?> section(Body body) {
        if (body instanceof Body.Text text) {
            return new AmqpValue<>(text.text());
        }
        if (body instanceof Body.Bytes bytes) {
            return new Data(bytes.content());
        }
        if (body instanceof Body.Entries map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            map.entries().forEach((name, value) -> entries.put(name, AmqpValues.toWire(value)));
            return new AmqpValue<>(entries);
        }
        if (body instanceof Body.Serialized object) {
            byte[] serialized = object.serialized();
            return new Data(serialized == null ? SERIALIZED_NULL : serialized);
        }
        return new AmqpValue<>(null);
    }

    /** By hand, because the library's list encoder takes no null items. */
    private static void writeSequence(
            ProtonBuffer buffer, Encoder encoder, EncoderState state, List<@Nullable Object> items) {
        buffer.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
        encoder.writeUnsignedLong(buffer, state, AmqpSequence.DESCRIPTOR_CODE);
        buffer.writeByte(EncodingCodes.LIST32);
        int sizeOffset = buffer.getWriteOffset();
        buffer.writeInt(0);
        buffer.writeInt(items.size());
        for (Object each : items) {
            encoder.writeObject(buffer, state, AmqpValues.toWire(each));
        }
        buffer.setInt(sizeOffset, buffer.getWriteOffset() - sizeOffset - Integer.BYTES);
    }

    static boolean isSerializedNull(byte[] content) {
        return content.length == 0 || Arrays.equals(content, SERIALIZED_NULL);
    }
}
