package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/**
 * A node of a compiled selector: anything that has a value for a given message. The parser builds the tree once; nodes
 * are immutable and usable by any thread, and evaluating one never throws.
 *
 * <p>Chains of one precedence level are single nodes with many children, so that the depth of the tree, hence of the
 * recursion of {@link #evaluate}, is bounded by the nesting that the parser accepts and not by the selector's length.
 */
sealed interface Operand permits Condition, Literal, Reference, Arithmetic, Sign {

    /** A String, a Boolean or a number; null for NULL, for unknown, and where an operation has no defined value. */
    @Nullable
    Object evaluate(MessageData message);

    /** What is known of the value's type before there is a message. */
    StaticType staticType();
}
