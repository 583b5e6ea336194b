package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;

/** A string or a number written in the selector. */
record Literal(Object value, StaticType staticType) implements Operand {

    static Literal string(String value) {
        return new Literal(value, StaticType.STRING);
    }

    static Literal number(Number value) {
        return new Literal(value, StaticType.NUMBER);
    }

    @Override
    public Object evaluate(MessageData message) {
        return value;
    }
}
