package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/** Two values compared. */
record Comparison(ComparisonOperator operator, Operand left, Operand right) implements Condition {

    @Override
    public Truth test(MessageData message) {
        return operator.apply(left.evaluate(message), right.evaluate(message));
    }
}
