package io.anyqueue.amqp.codec;

import io.anyqueue.amqp.codec.ForeignParts.BodyForm;
import io.anyqueue.spi.Body;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.jspecify.annotations.Nullable;

/** Tells the bodies that came as we would write them from those whose form has to be kept for forwarding. */
final class BodyForms {

    private BodyForms() {}

    /**
     * The form of a body, or null where writing {@code decoded} again gives the same.
     *
     * @param typeAnnotation what the message said of its type; null for nothing
     * @param buffer the whole message
     * @param from where its body sections begin
     * @param to where they end; equal to {@code from} where there are none
     */
    static @Nullable BodyForm of(
            Body decoded,
            @Nullable Object typeAnnotation,
            Properties properties,
            List<Section<?>> sections,
            ProtonBuffer buffer,
            int from,
            int to) {
        boolean same = isWrittenAlike(decoded, sections);
        String contentType = properties.getContentType();
        String encoding = properties.getContentEncoding();
        MessageType type = MessageType.of(typeAnnotation);
        boolean described =
                type == MessageType.of(decoded) && contentTypeOf(decoded).equals(orEmpty(contentType));
        if (same && described && encoding == null) {
            return null;
        }
        Binary kept = same ? null : copy(buffer, from, to);
        return new BodyForm(decoded, typeAnnotation, contentType, encoding, kept);
    }

    private static Binary copy(ProtonBuffer buffer, int from, int to) {
        byte[] bytes = new byte[to - from];
        buffer.copyInto(from, bytes, 0, bytes.length);
        return new Binary(bytes);
    }

    /** The content type that we write for a body; empty for none. */
    static String contentTypeOf(Body body) {
        if (body instanceof Body.Bytes) {
            return Annotations.OCTET_STREAM;
        }
        return body instanceof Body.Serialized ? Annotations.SERIALIZED_OBJECT : "";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean isWrittenAlike(Body decoded, List<Section<?>> sections) {
        if (sections.size() != 1) {
            return false;
        }
        Section<?> section = sections.get(0);
        if (section instanceof Data) {
            return decoded instanceof Body.Bytes || decoded instanceof Body.Serialized;
        }
        if (section instanceof AmqpSequence<?> sequence) {
            return decoded instanceof Body.Items && areNative(sequence.getValue());
        }
        Object value = ((AmqpValue<?>) section).getValue();
        if (decoded instanceof Body.Text) {
            return value == null || value instanceof String;
        }
        if (decoded instanceof Body.Entries) {
            return value instanceof Map<?, ?> map
                    && map.keySet().stream().allMatch(String.class::isInstance)
                    && areNative(map.values());
        }
        return decoded instanceof Body.None && value == null;
    }

    private static boolean areNative(@Nullable Collection<?> values) {
        return values != null && values.stream().allMatch(BodyForms::isNative);
    }

    /** True where a value is written as it was read; of a character the library keeps only what fits a Java one. */
    private static boolean isNative(@Nullable Object wire) {
        boolean changed = wire instanceof byte[] || wire instanceof Character;
        return wire instanceof Binary || (AmqpValues.isPrimitive(wire) && !changed);
    }
}
