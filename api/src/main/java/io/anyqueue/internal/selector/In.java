package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import java.util.Set;

/**
 * {@code identifier [NOT] IN ('a', 'b')}. Section 3.8.1.1 defines it for strings and NULL only; any other value is outside
 * of its domain and gives unknown, so that neither the plain nor the negated form selects the message.
 */
record In(Reference reference, Set<String> strings, boolean negated) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return reference.evaluate(message) instanceof String string
                ? Truth.of(strings.contains(string) != negated)
                : Truth.UNKNOWN;
    }
}
