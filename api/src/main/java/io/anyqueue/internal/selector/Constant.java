package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/** The literals TRUE and FALSE. */
record Constant(Truth truth) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return truth;
    }
}
