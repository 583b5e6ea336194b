package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/**
 * {@code identifier [NOT] LIKE 'pattern' [ESCAPE 'c']}. Section 3.8.1.1 defines it for strings and NULL only; any other value
 * gives unknown, so that neither the plain nor the negated form selects the message.
 */
record Like(Reference reference, LikePattern pattern, boolean negated) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return reference.evaluate(message) instanceof String string
                ? Truth.of(pattern.matches(string) != negated)
                : Truth.UNKNOWN;
    }
}
