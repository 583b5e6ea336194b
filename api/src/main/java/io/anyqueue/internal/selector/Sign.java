package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/** Unary plus or minus before anything but a literal; NULL for what is not a number. */
record Sign(boolean negative, Operand operand) implements Operand {

    @Override
    public @Nullable Object evaluate(MessageData message) {
        Object value = operand.evaluate(message);
        NumericType type = value == null ? null : NumericType.of(value);
        if (value == null || type == null) {
            return null;
        }
        return negative ? negate(type, (Number) value) : value;
    }

    @Override
    public StaticType staticType() {
        return StaticType.NUMBER;
    }

    // Not 0 - x, which would lose the sign of a floating-point zero.
    private static Object negate(NumericType type, Number value) {
        return switch (type) {
            case INT -> -value.intValue();
            case LONG -> -value.longValue();
            case FLOAT -> -value.floatValue();
            case DOUBLE -> -value.doubleValue();
        };
    }
}
