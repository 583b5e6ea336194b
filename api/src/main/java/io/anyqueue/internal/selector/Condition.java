package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/** An operand that is true, false or unknown. Immutable; usable by any thread. */
sealed interface Condition extends Operand
        permits Constant, BooleanReference, Not, Conjunction, Disjunction, Comparison, Between, In, Like, NullTest {

    Truth test(MessageData message);

    /** The same as an operand of {@code =} and {@code <>}: unknown is NULL there. */
    @Override
    default @Nullable Object evaluate(MessageData message) {
        return switch (test(message)) {
            case TRUE -> true;
            case FALSE -> false;
            case UNKNOWN -> null;
        };
    }

    @Override
    default StaticType staticType() {
        return StaticType.CONDITION;
    }
}
