package io.anyqueue.internal.selector;

/** How two values stand to each other: one bit each, so that an operator is the set of relations it accepts. */
final class Relation {

    /** Values of types that cannot be compared: no operator accepts it. */
    static final int UNLIKE = 0;

    static final int LESS = 1;
    static final int EQUAL = 1 << 1;
    static final int GREATER = 1 << 2;
    /** Two numbers of which one is NaN. */
    static final int UNORDERED = 1 << 3;
    /** Two equal strings or Booleans. */
    static final int SAME = 1 << 4;
    /** Two strings or Booleans that are not equal. */
    static final int DIFFERENT = 1 << 5;
    /** Every relation between values that have no order. */
    static final int WITHOUT_ORDER = SAME | DIFFERENT;

    private Relation() {}

    static int between(Object left, Object right) {
        NumericType leftType = NumericType.of(left);
        NumericType rightType = NumericType.of(right);
        if (leftType != null && rightType != null) {
            return ofNumbers(leftType.promotedWith(rightType), (Number) left, (Number) right);
        }
        if ((left instanceof String && right instanceof String)
                || (left instanceof Boolean && right instanceof Boolean)) {
            return left.equals(right) ? SAME : DIFFERENT;
        }
        return UNLIKE;
    }

    private static int ofNumbers(NumericType type, Number left, Number right) {
        return switch (type) {
            case INT, LONG -> ofLongs(left.longValue(), right.longValue());
            case FLOAT -> ofDoubles(left.floatValue(), right.floatValue());
            case DOUBLE -> ofDoubles(left.doubleValue(), right.doubleValue());
        };
    }

    private static int ofLongs(long left, long right) {
        if (left == right) {
            return EQUAL;
        }
        return left < right ? LESS : GREATER;
    }

    /** Also for floats: widening them changes neither order nor equality. */
    private static int ofDoubles(double left, double right) {
        if (left < right) {
            return LESS;
        }
        if (left > right) {
            return GREATER;
        }
        return left == right ? EQUAL : UNORDERED;
    }
}
