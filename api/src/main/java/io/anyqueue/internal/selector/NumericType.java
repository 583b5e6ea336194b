package io.anyqueue.internal.selector;

import org.jspecify.annotations.Nullable;

/** The types that Java computes with, in the order of binary numeric promotion: the later of two wins. */
enum NumericType {
    INT,
    LONG,
    FLOAT,
    DOUBLE;

    /** The type after unary promotion; null for anything that is not one of Java's primitive numbers. */
    static @Nullable NumericType of(Object value) {
        Class<?> type = value.getClass();
        if (type == Integer.class || type == Short.class || type == Byte.class) {
            return INT;
        }
        if (type == Long.class) {
            return LONG;
        }
        if (type == Double.class) {
            return DOUBLE;
        }
        return type == Float.class ? FLOAT : null;
    }

    NumericType promotedWith(NumericType other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
