package io.anyqueue.amqp.codec;

import java.util.Map;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * What a received message had that has no place in Jakarta Messaging; kept so that forwarding it loses nothing. Immutable.
 *
 * @param contentType of a body that is bytes for us; null where absent or mapped
 * @param contentEncoding null where absent
 * @param annotations those that are not mapped; may be empty
 * @param footer may be empty
 */
record ForeignParts(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        Map<Symbol, Object> annotations,
        Map<Symbol, Object> footer) {

    static final ForeignParts NONE = new ForeignParts(null, null, Map.of(), Map.of());

    boolean isEmpty() {
        return contentType == null && contentEncoding == null && annotations.isEmpty() && footer.isEmpty();
    }
}
