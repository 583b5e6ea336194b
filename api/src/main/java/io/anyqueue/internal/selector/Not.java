package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/** The negation of a condition. */
record Not(Condition condition) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return condition.test(message).not();
    }
}
