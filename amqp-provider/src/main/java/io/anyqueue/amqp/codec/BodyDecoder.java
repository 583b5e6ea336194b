package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.jspecify.annotations.Nullable;

/**
 * Body sections as bodies: by the message type where the sender named one that fits, else as the type that holds most of
 * what is there. Any legal combination of sections gives a body.
 */
final class BodyDecoder {

    private BodyDecoder() {}

    /**
     * @param type null where the sender named none
     * @param sections of one kind, in order; empty for a message without body
     * @param encoded whether a content encoding makes the data unreadable for us
     */
    static Body decode(
            @Nullable MessageType type, List<Section<?>> sections, @Nullable String contentType, boolean encoded) {
        if (sections.isEmpty()) {
            return empty(type, contentType);
        }
        Section<?> first = sections.get(0);
        if (first instanceof Data) {
            return data(encoded ? MessageType.BYTES : type, join(sections), contentType);
        }
        if (first instanceof AmqpSequence<?>) {
            List<@Nullable Object> items = new ArrayList<>();
            sections.forEach(each -> items.addAll(((AmqpSequence<?>) each).getValue()));
            return list(items);
        }
        return value(type, ((AmqpValue<?>) first).getValue());
    }

    private static Body empty(@Nullable MessageType type, @Nullable String contentType) {
        MessageType assumed = type == null ? typeOf(contentType) : type;
        return switch (assumed) {
            case PLAIN -> Body.None.INSTANCE;
            case OBJECT -> Body.Serialized.NULL;
            case MAP -> new Body.Entries(Map.of());
            case BYTES -> Body.Bytes.EMPTY;
            case STREAM -> new Body.Items(List.of());
            case TEXT -> Body.Text.NULL;
        };
    }

    private static MessageType typeOf(@Nullable String contentType) {
        if (contentType == null || contentType.equals(Annotations.OCTET_STREAM)) {
            return MessageType.BYTES;
        }
        if (contentType.equals(Annotations.SERIALIZED_OBJECT)) {
            return MessageType.OBJECT;
        }
        return charset(contentType) == null ? MessageType.BYTES : MessageType.TEXT;
    }

    private static Body data(@Nullable MessageType type, byte[] content, @Nullable String contentType) {
        MessageType assumed = type == null ? typeOf(contentType) : type;
        if (assumed == MessageType.OBJECT) {
            return BodyEncoder.isSerializedNull(content) ? Body.Serialized.NULL : new Body.Serialized(content);
        }
        if (assumed == MessageType.TEXT) {
            Charset charset = contentType == null ? null : charset(contentType);
            return new Body.Text(new String(content, charset == null ? StandardCharsets.UTF_8 : charset));
        }
        return new Body.Bytes(content);
    }

    private static Body value(@Nullable MessageType type, @Nullable Object wire) {
        if (wire == null) {
            return type == null ? Body.Text.NULL : empty(type, null);
        }
        Object value = AmqpValues.toJava(wire);
        if (value instanceof String text) {
            return new Body.Text(text);
        }
        if (value instanceof byte[] bytes) {
            return new Body.Bytes(bytes);
        }
        if (type != MessageType.OBJECT && value instanceof Map<?, ?> map && isFlat(map)) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((name, each) -> entries.put((String) name, each));
            return new Body.Entries(entries);
        }
        if (type != MessageType.OBJECT && value instanceof List<?> list) {
            return list(list);
        }
        return serialize(value);
    }

    private static Body list(List<?> wire) {
        List<@Nullable Object> items = new ArrayList<>(wire.size());
        wire.forEach(each -> items.add(AmqpValues.toJava(each)));
        return items.stream().allMatch(AmqpValues::isPrimitive) ? new Body.Items(items) : serialize(items);
    }

    private static boolean isFlat(Map<?, ?> map) {
        return map.keySet().stream().allMatch(String.class::isInstance)
                && map.values().stream().allMatch(AmqpValues::isPrimitive);
    }

    /** A value that no other message type can hold arrives as an object of JDK types. */
    private static Body serialize(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException("An AMQP value cannot be shown as a Java object", e);
        }
        return new Body.Serialized(bytes.toByteArray());
    }

    private static byte[] join(List<Section<?>> sections) {
        if (sections.size() == 1) {
            return content(sections.get(0));
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        sections.forEach(each -> joined.writeBytes(content(each)));
        return joined.toByteArray();
    }

    private static byte[] content(Section<?> section) {
        byte[] bytes = ((Data) section).getValue();
        return bytes == null ? new byte[0] : bytes;
    }

    /** The character set of a textual content type; null for one that is not textual or not supported. */
    private static @Nullable Charset charset(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].trim();
        boolean textual = type.startsWith("text/")
                || type.endsWith("+xml")
                || type.endsWith("+json")
                || type.equals("application/xml")
                || type.equals("application/json")
                || type.equals("application/javascript");
        if (!textual) {
            return null;
        }
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].trim().split("=", 2);
            if (parameter.length == 2 && parameter[0].equals("charset")) {
                return charsetNamed(parameter[1].replace("\"", ""));
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static @Nullable Charset charsetNamed(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }
}
