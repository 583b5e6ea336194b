package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Body;
import java.util.Map;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * What a received message had that has no place in Jakarta Messaging; kept so that forwarding it loses nothing. Immutable.
 *
 * @param annotations those that are not mapped; may be empty
 * @param footer may be empty
 * @param properties values of application properties as they came, where their type is none of Jakarta Messaging's; may
 *     be empty
 * @param body how the body came; null where it came as we write one
 */
record ForeignParts(
        Map<Symbol, Object> annotations,
        Map<Symbol, Object> footer,
        Map<String, Object> properties,
        ForeignParts.@Nullable BodyForm body) {

    /**
     * The form of a body, which holds for as long as the message has that very body.
     *
     * @param decoded what was made of it
     * @param typeAnnotation what the message said it is; null where it said nothing
     * @param contentType null where absent
     * @param contentEncoding null where absent
     * @param sections the body sections as they came; null where ours for {@code decoded} are the same
     */
    record BodyForm(
            Body decoded,
            @Nullable Object typeAnnotation,
            @Nullable String contentType,
            @Nullable String contentEncoding,
            @Nullable Binary sections) {}

    static final ForeignParts NONE = new ForeignParts(Map.of(), Map.of(), Map.of(), null);

    /** A property's value in the type in which it came, if it still says what it said then. */
    @Nullable
    Object propertyAsItCame(String name, @Nullable Object value) {
        Object wire = properties.isEmpty() ? null : properties.get(name);
        return wire != null && value != null && value.equals(AmqpValues.toProperty(wire)) ? wire : value;
    }

    /** The form in which that body came; null where it is another one, or came as we write it. */
    @Nullable
    BodyForm formOf(Body present) {
        return body != null && body.decoded() == present ? body : null;
    }
}
