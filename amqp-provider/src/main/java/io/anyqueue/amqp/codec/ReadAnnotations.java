package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a received message, and what they say of it. Immutable; messages with equal annotations share one.
 *
 * @param all as they were read
 * @param typeAnnotation what the message says of its type; null for nothing
 * @param type null where the message does not name one that is known
 * @param destination null where the message does not say
 * @param replyTo null where the message does not say
 * @param deliveryTime milliseconds since the epoch; 0 where the message does not say
 * @param unmapped those that have no place in Jakarta Messaging and go along when the message is forwarded
 */
record ReadAnnotations(
        Map<Symbol, Object> all,
        @Nullable Object typeAnnotation,
        @Nullable MessageType type,
        Address.@Nullable Kind destination,
        Address.@Nullable Kind replyTo,
        long deliveryTime,
        Map<Symbol, Object> unmapped) {

    static final ReadAnnotations NONE = new ReadAnnotations(Map.of(), null, null, null, null, 0, Map.of());

    static ReadAnnotations of(Map<Symbol, Object> all, MessageMapping addresses) {
        return new ReadAnnotations(
                all,
                all.get(Annotations.MESSAGE_TYPE),
                MessageType.of(all.get(Annotations.MESSAGE_TYPE)),
                Annotations.kind(all.get(Annotations.DESTINATION_KIND)),
                Annotations.kind(all.get(Annotations.REPLY_TO_KIND)),
                all.get(Annotations.DELIVERY_TIME) instanceof Number time ? time.longValue() : 0,
                unmapped(all, addresses));
    }

    private static Map<Symbol, Object> unmapped(Map<Symbol, Object> all, MessageMapping addresses) {
        Map<Symbol, Object> rest = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (!Annotations.isMapped(name) && addresses.isForwarded(name)) {
                rest.put(name, value);
            }
        });
        return rest.isEmpty() ? Map.of() : rest;
    }
}
