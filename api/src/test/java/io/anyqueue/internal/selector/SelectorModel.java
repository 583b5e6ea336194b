package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Selectors as test code sees them: trees that render themselves as text and that can be searched for a construct. Independent
 * of the compiler under test.
 */
sealed interface SelectorModel {

    String text();

    default List<SelectorModel> children() {
        return List.of();
    }

    default boolean contains(Predicate<SelectorModel> construct) {
        return construct.test(this) || children().stream().anyMatch(child -> child.contains(construct));
    }

    /** What an operand's value is for a message. */
    enum ValueType {
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BOOLEAN,
        NULL;

        boolean isNumber() {
            return compareTo(DOUBLE) <= 0;
        }

        static ValueType of(Object value) {
            if (value instanceof Double) {
                return DOUBLE;
            }
            if (value instanceof Float) {
                return FLOAT;
            }
            if (value instanceof Long) {
                return LONG;
            }
            if (value instanceof Number) {
                return INT;
            }
            if (value == null) {
                return NULL;
            }
            return value instanceof String ? STRING : BOOLEAN;
        }
    }

    /** A leaf or arithmetic. */
    sealed interface Value extends SelectorModel {
        ValueType type(MessageData message);
    }

    record Identifier(String name) implements Value {
        @Override
        public String text() {
            return name;
        }

        @Override
        public ValueType type(MessageData message) {
            return ValueType.of(value(message));
        }

        Object value(MessageData message) {
            return switch (name) {
                case "JMSDeliveryMode" -> message.persistent() ? "PERSISTENT" : "NON_PERSISTENT";
                case "JMSPriority" -> message.priority();
                case "JMSMessageID" -> message.messageId();
                case "JMSTimestamp" -> message.timestamp();
                case "JMSCorrelationID" -> message.correlationId();
                case "JMSType" -> message.type();
                default -> message.property(name);
            };
        }
    }

    record LiteralText(String text, ValueType literalType) implements Value {
        @Override
        public ValueType type(MessageData message) {
            return literalType;
        }
    }

    record Binary(Value left, String operator, Value right) implements Value {
        @Override
        public String text() {
            return "(" + left.text() + " " + operator + " " + right.text() + ")";
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(left, right);
        }

        @Override
        public ValueType type(MessageData message) {
            ValueType leftType = left.type(message);
            ValueType rightType = right.type(message);
            if (!leftType.isNumber() || !rightType.isNumber()) {
                return ValueType.NULL;
            }
            return leftType.compareTo(rightType) >= 0 ? leftType : rightType;
        }
    }

    record Minus(Value operand) implements Value {
        @Override
        public String text() {
            return "- " + operand.text();
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(operand);
        }

        @Override
        public ValueType type(MessageData message) {
            ValueType type = operand.type(message);
            return type.isNumber() ? type : ValueType.NULL;
        }
    }

    record Compare(Value left, String operator, Value right) implements SelectorModel {
        @Override
        public String text() {
            return left.text() + " " + operator + " " + right.text();
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(left, right);
        }
    }

    record Range(Value value, Value low, Value high, boolean negated) implements SelectorModel {
        @Override
        public String text() {
            return value.text() + (negated ? " NOT" : "") + " BETWEEN " + low.text() + " AND " + high.text();
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(value, low, high);
        }
    }

    /** IN, LIKE and IS NULL: an identifier and fixed text behind it. */
    record IdentifierTest(Identifier identifier, String operator, String rest) implements SelectorModel {
        @Override
        public String text() {
            return identifier.text() + " " + operator + " " + rest;
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(identifier);
        }
    }

    record Flag(Identifier identifier) implements SelectorModel {
        @Override
        public String text() {
            return identifier.text();
        }
    }

    record Inverse(SelectorModel condition, boolean parenthesised) implements SelectorModel {
        @Override
        public String text() {
            return parenthesised ? "NOT (" + condition.text() + ")" : "NOT " + condition.text();
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(condition);
        }
    }

    /** Two conditions; parentheses only where told, so that precedence is tested too. */
    record Both(SelectorModel left, String operator, SelectorModel right, boolean parenthesised)
            implements SelectorModel {
        @Override
        public String text() {
            String text = left.text() + " " + operator + " " + right.text();
            return parenthesised ? "(" + text + ")" : text;
        }

        @Override
        public List<SelectorModel> children() {
            return List.of(left, right);
        }
    }

    /** All nodes, this one first. */
    default Stream<SelectorModel> nodes() {
        return Stream.concat(Stream.of(this), children().stream().flatMap(SelectorModel::nodes));
    }
}
