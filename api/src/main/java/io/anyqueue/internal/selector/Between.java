package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/**
 * {@code value [NOT] BETWEEN low AND high}. Defined by section 3.8.1.1 as {@code value >= low AND value <= high}, and the
 * negated form as {@code value < low OR value > high}, which differs from NOT of the first for values of unlike types.
 */
record Between(Operand value, Operand low, Operand high, boolean negated) implements Condition {

    @Override
    public Truth test(MessageData message) {
        Object tested = value.evaluate(message);
        Object from = low.evaluate(message);
        Object to = high.evaluate(message);
        return negated
                ? ComparisonOperator.LESS.apply(tested, from).or(ComparisonOperator.GREATER.apply(tested, to))
                : ComparisonOperator.GREATER_OR_EQUAL
                        .apply(tested, from)
                        .and(ComparisonOperator.LESS_OR_EQUAL.apply(tested, to));
    }
}
