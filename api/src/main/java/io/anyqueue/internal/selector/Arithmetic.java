package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain of operations of one precedence level, evaluated from left to right. */
final class Arithmetic implements Operand {

    private final Operand first;
    private final ArithmeticOperator[] operators;
    private final Operand[] others;

    /** The operator at each index stands before the operand at the same index. */
    Arithmetic(Operand first, List<ArithmeticOperator> operators, List<Operand> others) {
        this.first = first;
        this.operators = operators.toArray(ArithmeticOperator[]::new);
        this.others = others.toArray(Operand[]::new);
    }

    @Override
    public @Nullable Object evaluate(MessageData message) {
        Object result = first.evaluate(message);
        for (int i = 0; result != null && i < others.length; i++) {
            result = operators[i].apply(result, others[i].evaluate(message));
        }
        return result;
    }

    @Override
    public StaticType staticType() {
        return StaticType.NUMBER;
    }
}
