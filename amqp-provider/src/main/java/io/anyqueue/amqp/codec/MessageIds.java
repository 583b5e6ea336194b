package io.anyqueue.amqp.codec;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.jspecify.annotations.Nullable;

/**
 * Message and correlation ids of any AMQP type as the texts of Jakarta Messaging and back, by the AMQP JMS mapping: a type
 * other than string shows in a prefix after {@code ID:}, so that a received id used as a correlation id keeps its type.
 */
final class MessageIds {
    private static final String ID = "ID:";
    /** What all prefixes of types begin with. */
    private static final String AMQP_PREFIX = "ID:AMQP_";

    private static final String UUID_PREFIX = "ID:AMQP_UUID:";
    private static final String ULONG_PREFIX = "ID:AMQP_ULONG:";
    private static final String BINARY_PREFIX = "ID:AMQP_BINARY:";
    private static final String STRING_PREFIX = "ID:AMQP_STRING:";
    private static final String NO_PREFIX = "ID:AMQP_NO_PREFIX:";
    private static final List<String> ENCODED =
            List.of(UUID_PREFIX, ULONG_PREFIX, BINARY_PREFIX, STRING_PREFIX, NO_PREFIX);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private MessageIds() {}

    /** The text of a message id, which always begins with {@code ID:}. */
    static @Nullable String messageId(@Nullable Object id) {
        if (id instanceof String text) {
            return text.startsWith(ID) ? escaped(text) : NO_PREFIX + text;
        }
        return typed(id);
    }

    /** The text of a correlation id, which may be an application's own. */
    static @Nullable String correlationId(@Nullable Object id) {
        return id instanceof String text ? escaped(text) : typed(id);
    }

    /** True for the beginning of a text that may stand for an id of another type. */
    static boolean isTyped(String text) {
        return text.startsWith(AMQP_PREFIX);
    }

    /** The typed id that a text stands for. A text that only looks like a typed one stays a string. */
    static Object toWire(String text) {
        if (!isTyped(text)) {
            return text;
        }
        try {
            if (text.startsWith(UUID_PREFIX)) {
                return UUID.fromString(text.substring(UUID_PREFIX.length()));
            }
            if (text.startsWith(ULONG_PREFIX)) {
                return UnsignedLong.valueOf(text.substring(ULONG_PREFIX.length()));
            }
            if (text.startsWith(BINARY_PREFIX)) {
                return new Binary(HEX.parseHex(text.substring(BINARY_PREFIX.length())));
            }
        } catch (IllegalArgumentException e) {
            return text;
        }
        if (text.startsWith(STRING_PREFIX)) {
            return text.substring(STRING_PREFIX.length());
        }
        return text.startsWith(NO_PREFIX) ? text.substring(NO_PREFIX.length()) : text;
    }

    private static String escaped(String text) {
        return isTyped(text) && ENCODED.stream().anyMatch(text::startsWith) ? STRING_PREFIX + text : text;
    }

    private static @Nullable String typed(@Nullable Object id) {
        if (id == null) {
            return null;
        }
        if (id instanceof UUID) {
            return UUID_PREFIX + id;
        }
        return id instanceof Binary binary ? BINARY_PREFIX + HEX.formatHex(binary.asByteArray()) : ULONG_PREFIX + id;
    }
}
