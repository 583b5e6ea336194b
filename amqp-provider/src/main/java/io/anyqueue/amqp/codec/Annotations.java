package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/** The message annotations of the AMQP JMS mapping and their values. */
final class Annotations {
    static final Symbol MESSAGE_TYPE = Symbol.valueOf("x-opt-jms-msg-type");
    static final Symbol DESTINATION_KIND = Symbol.valueOf("x-opt-jms-dest");
    static final Symbol REPLY_TO_KIND = Symbol.valueOf("x-opt-jms-reply-to");
    static final Symbol DELIVERY_TIME = Symbol.valueOf("x-opt-delivery-time");

    static final String OCTET_STREAM = "application/octet-stream";
    static final String SERIALIZED_OBJECT = "application/x-java-serialized-object";

    private static final Address.Kind[] KINDS = Address.Kind.values();

    private Annotations() {}

    /** Those of a section that have a name. Numbers are reserved for specifications to come, and nobody can know what they mean. */
    static Map<Symbol, Object> named(Map<?, ?> section) {
        Map<Symbol, Object> named = new LinkedHashMap<>();
        section.forEach((key, value) -> {
            if (key instanceof Symbol name) {
                named.put(name, value);
            }
        });
        return named;
    }

    /** True for those that are rebuilt from header fields and so never carried over from a received message. */
    static boolean isMapped(Symbol name) {
        return name.equals(MESSAGE_TYPE)
                || name.equals(DESTINATION_KIND)
                || name.equals(REPLY_TO_KIND)
                || name.equals(DELIVERY_TIME);
    }

    static byte code(Address.Kind kind) {
        return switch (kind) {
            case QUEUE -> 0;
            case TOPIC -> 1;
            case TEMPORARY_QUEUE -> 2;
            case TEMPORARY_TOPIC -> 3;
        };
    }

    static Address.@Nullable Kind kind(@Nullable Object code) {
        if (!(code instanceof Number number)) {
            return null;
        }
        int value = number.intValue();
        for (Address.Kind each : KINDS) {
            if (code(each) == value) {
                return each;
            }
        }
        return null;
    }
}
