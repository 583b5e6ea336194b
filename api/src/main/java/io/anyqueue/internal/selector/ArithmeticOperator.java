package io.anyqueue.internal.selector;

import org.jspecify.annotations.Nullable;

/**
 * The four binary operations, with Java's numeric promotion and therefore Java's wrap-around and rounding.
 *
 * <p>Two cases have no value in the specification and give NULL here, which makes the comparison around them unknown: an
 * operand that is not a number (3.8.1.1 admits numeric values only), and the integer division by zero, where Java
 * would throw but a message must not be able to fail a consumer. Floating-point division by zero is Java's.
 */
enum ArithmeticOperator {
    ADD {
        @Override
        long apply(long left, long right) {
            return left + right;
        }

        @Override
        double apply(double left, double right) {
            return left + right;
        }
    },
    SUBTRACT {
        @Override
        long apply(long left, long right) {
            return left - right;
        }

        @Override
        double apply(double left, double right) {
            return left - right;
        }
    },
    MULTIPLY {
        @Override
        long apply(long left, long right) {
            return left * right;
        }

        @Override
        double apply(double left, double right) {
            return left * right;
        }
    },
    DIVIDE {
        @Override
        long apply(long left, long right) {
            return left / right;
        }

        @Override
        double apply(double left, double right) {
            return left / right;
        }
    };

    abstract long apply(long left, long right);

    abstract double apply(double left, double right);

    @Nullable
    Object apply(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return null;
        }
        NumericType leftType = NumericType.of(left);
        NumericType rightType = NumericType.of(right);
        if (leftType == null || rightType == null) {
            return null;
        }
        return compute(leftType.promotedWith(rightType), (Number) left, (Number) right);
    }

    private @Nullable Object compute(NumericType type, Number left, Number right) {
        return switch (type) {
            case INT, LONG -> {
                if (this == DIVIDE && right.longValue() == 0) {
                    yield null;
                }
                long exact = apply(left.longValue(), right.longValue());
                // Cutting the long result to 32 bits is what int arithmetic gives for each of the four operations. The
                // casts keep the conditional from promoting both branches to Long.
                yield type == NumericType.INT ? (Object) (int) exact : (Object) exact;
            }
            // For + - * / of two floats, rounding the double result gives the float result: a double has more than
            // twice the precision, so that rounding twice is harmless.
            case FLOAT -> (float) apply((double) left.floatValue(), (double) right.floatValue());
            case DOUBLE -> apply(left.doubleValue(), right.doubleValue());
        };
    }
}
