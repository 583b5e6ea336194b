package io.anyqueue.internal.selector;

/** An identifier: what the message brings in. Its type is known per message only. */
sealed interface Reference extends Operand permits PropertyReference, HeaderReference {

    @Override
    default StaticType staticType() {
        return StaticType.BY_MESSAGE;
    }
}
