package io.anyqueue.internal.selector;

import io.anyqueue.internal.selector.SelectorModel.Binary;
import io.anyqueue.internal.selector.SelectorModel.Compare;
import io.anyqueue.internal.selector.SelectorModel.Flag;
import io.anyqueue.internal.selector.SelectorModel.Identifier;
import io.anyqueue.internal.selector.SelectorModel.IdentifierTest;
import io.anyqueue.internal.selector.SelectorModel.Inverse;
import io.anyqueue.internal.selector.SelectorModel.Minus;
import io.anyqueue.internal.selector.SelectorModel.Range;
import io.anyqueue.internal.selector.SelectorModel.Value;
import io.anyqueue.internal.selector.SelectorModel.ValueType;
import io.anyqueue.spi.MessageData;
import java.util.function.BiPredicate;

/**
 * Where the selectors of Apache Artemis answer otherwise than these, and why the specification is on our side: whether a
 * construct, with a message, is one of those. Each has a witness, a selector over {@link Selecting#MESSAGE} for which Artemis is
 * shown to differ, so that a difference which Artemis gives up is noticed here.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum ArtemisDifference {
    UNLIKE_TYPES_NOT_EQUAL(
            "Artemis takes <> for NOT =, so that it is true for values of unlike types. 3.8.1.1: \"If the comparison of"
                    + " non-like type values is attempted, the value of the operation is false.\"",
            "color <> 5",
            (node, message) -> node instanceof Compare compare
                    && compare.operator().equals("<>")
                    && unlike(compare.left().type(message), compare.right().type(message))),
    ORDER_OF_STRINGS_AND_BOOLEANS(
            "Artemis orders strings and Booleans. 3.8.1.1: \"String and Boolean comparison is restricted to = and <>.\"",
            "digits < color",
            (node, message) -> (node instanceof Compare compare
                            && compare.operator().matches("[<>]=?")
                            && orderless(compare.left(), compare.right(), message))
                    || (node instanceof Range range
                            && (orderless(range.value(), range.low(), message)
                                    || orderless(range.value(), range.high(), message)))),
    EQUALITY_WITH_NULL(
            "Artemis takes = for false where only the right value is NULL, and for true where both are. 3.8.1.2: comparison"
                    + " with an unknown value always yields an unknown value.",
            "color <> missing",
            (node, message) -> node instanceof Compare compare
                    && compare.operator().matches("=|<>")
                    && compare.right().type(message) == ValueType.NULL),
    LIKE_ON_OTHER_TYPES(
            "Artemis takes LIKE on a value that is no string for false, hence NOT LIKE for true. 3.8.1.1 defines both for"
                    + " strings and NULL only; we select the message with neither.",
            "weight NOT LIKE 'x'",
            (node, message) -> node instanceof IdentifierTest test
                    && test.operator().endsWith("LIKE")
                    && test.identifier().type(message) != ValueType.STRING),
    CONDITION_THAT_IS_NO_BOOLEAN(
            "Artemis takes an identifier whose value is no Boolean for false, hence NOT of it for true. 3.8.1.1 composes"
                    + " conditions of identifiers with Boolean values; we select the message with neither.",
            "NOT (color)",
            (node, message) -> node instanceof Flag flag && flag.identifier().type(message) != ValueType.BOOLEAN),
    NOT_BINDS_TIGHTER(
            "Artemis applies NOT to the first operand of the comparison that follows. 3.8.1.1 lists NOT among the logical"
                    + " operators, which join conditions.",
            "NOT weight = 5",
            (node, message) -> node instanceof Inverse inverse && !inverse.parenthesised()),
    INTEGER_DIVISION(
            "Artemis divides integers as doubles. 3.8.1.1: \"Arithmetic operations must use Java numeric promotion.\"",
            "weight / 7 * 7 = 2996",
            (node, message) ->
                    node instanceof Binary binary && binary.operator().equals("/") && isIntegral(binary.type(message))),
    LITERAL_IS_LONG(
            "Artemis takes a literal that fits for an int, so that arithmetic with it wraps around at 32 bits. 3.8.1.1:"
                    + " \"numbers in the range of Java long are supported\".",
            "largestInt + 1 > 0",
            (node, message) -> node instanceof Binary && node.contains(part -> isLargestInt(part, message))),
    FLOAT_ARITHMETIC(
            "Artemis computes with floats in double precision. 3.8.1.1: \"Arithmetic operations must use Java numeric"
                    + " promotion.\", which promotes a float and an integer to float.",
            "tenth * 10 = 1",
            (node, message) -> node instanceof Binary binary && binary.type(message) == ValueType.FLOAT),
    BYTE_OR_SHORT_ON_THE_RIGHT(
            "Artemis takes a byte or a short on the right of a wider type for a value of an unlike type. 3.8.1.1: Java's"
                    + " numeric promotion applies.",
            "weight > five",
            (node, message) -> (node instanceof Compare || node instanceof Range)
                    && node.children().stream().skip(1).anyMatch(child -> isByteOrShort(child, message))),
    NAN_AND_NEGATIVE_ZERO(
            "Artemis orders floating-point values as Double.compareTo does: NaN equals itself and is the largest, -0.0 is"
                    + " less than 0.0. 3.8.1.1 refers to Java's promotion, and Java's operators follow IEEE 754.",
            "nan = nan",
            (node, message) -> node instanceof Value
                    && node.contains(part -> part instanceof Identifier identifier
                            && identifier.value(message) instanceof Number number
                            && (Double.isNaN(number.doubleValue()) || isNegativeZero(number)))),
    NAN_AND_NEGATIVE_ZERO_IN_ARITHMETIC(
            "As before, for a NaN or a -0.0 that arithmetic gives rise to (0.0 / 0, 0 * -0.5, - 0.0).",
            "- (0 * half) = 0",
            (node, message) -> node instanceof Value value
                    && isFloating(value.type(message))
                    && (node instanceof Minus
                            || (node instanceof Binary binary
                                    && binary.operator().matches("[*/]")))),
    ARITHMETIC_WITH_OTHER_TYPES(
            "Artemis joins strings with + and throws for other operators while it evaluates. 3.8.1.1 admits numeric values"
                    + " only; we give NULL, since a message must not fail its consumer.",
            "digits - 1 = 4",
            (node, message) -> (node instanceof Binary || node instanceof Minus)
                    && node.children().stream()
                            .anyMatch(child -> child instanceof Value value
                                    && (value.type(message) == ValueType.STRING
                                            || value.type(message) == ValueType.BOOLEAN))),
    NEGATIVE_BYTES_AND_SHORTS(
            "Artemis throws for unary minus before a byte or a short while it evaluates.",
            "- five = -5",
            (node, message) -> node instanceof Minus minus && isByteOrShort(minus.operand(), message));

    private final String reason;
    private final String witness;
    private final BiPredicate<SelectorModel, MessageData> construct;

    ArtemisDifference(String reason, String witness, BiPredicate<SelectorModel, MessageData> construct) {
        this.reason = reason;
        this.witness = witness;
        this.construct = construct;
    }

    String reason() {
        return reason;
    }

    String witness() {
        return witness;
    }

    boolean explains(SelectorModel selector, MessageData message) {
        return selector.contains(node -> construct.test(node, message));
    }

    private static boolean unlike(ValueType left, ValueType right) {
        return left != ValueType.NULL
                && right != ValueType.NULL
                && left != right
                && !(left.isNumber() && right.isNumber());
    }

    private static boolean orderless(Value left, Value right, MessageData message) {
        ValueType type = left.type(message);
        return type == right.type(message) && (type == ValueType.STRING || type == ValueType.BOOLEAN);
    }

    private static boolean isIntegral(ValueType type) {
        return type == ValueType.INT || type == ValueType.LONG;
    }

    private static boolean isFloating(ValueType type) {
        return type == ValueType.FLOAT || type == ValueType.DOUBLE;
    }

    private static boolean isLargestInt(SelectorModel node, MessageData message) {
        return node instanceof Identifier identifier
                && Integer.valueOf(Integer.MAX_VALUE).equals(identifier.value(message));
    }

    private static boolean isByteOrShort(SelectorModel node, MessageData message) {
        return node instanceof Identifier identifier
                && (identifier.value(message) instanceof Byte || identifier.value(message) instanceof Short);
    }

    private static boolean isNegativeZero(Number number) {
        return number.doubleValue() == 0 && 1 / number.doubleValue() < 0;
    }
}
