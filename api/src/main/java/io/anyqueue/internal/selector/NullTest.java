package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/** {@code identifier IS [NOT] NULL}: never unknown. */
record NullTest(Reference reference, boolean negated) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return Truth.of((reference.evaluate(message) == null) != negated);
    }
}
