package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/** An identifier where a condition stands: unknown unless the message gives it a Boolean value. */
record BooleanReference(Reference reference) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return reference.evaluate(message) instanceof Boolean value ? Truth.of(value) : Truth.UNKNOWN;
    }
}
