package io.anyqueue.internal.selector;

import io.anyqueue.internal.selector.SelectorModel.Binary;
import io.anyqueue.internal.selector.SelectorModel.Both;
import io.anyqueue.internal.selector.SelectorModel.Compare;
import io.anyqueue.internal.selector.SelectorModel.Flag;
import io.anyqueue.internal.selector.SelectorModel.Identifier;
import io.anyqueue.internal.selector.SelectorModel.IdentifierTest;
import io.anyqueue.internal.selector.SelectorModel.Inverse;
import io.anyqueue.internal.selector.SelectorModel.LiteralText;
import io.anyqueue.internal.selector.SelectorModel.Minus;
import io.anyqueue.internal.selector.SelectorModel.Range;
import io.anyqueue.internal.selector.SelectorModel.Value;
import io.anyqueue.internal.selector.SelectorModel.ValueType;
import io.anyqueue.spi.MessageData;
import java.util.Random;

/** Seeded selectors and messages over a small set of names and values, so that both often have to do with each other. */
final class SelectorGenerator {

    private static final String[] STRING_NAMES = {
        "s", "t", "JMSType", "JMSDeliveryMode", "JMSCorrelationID", "JMSMessageID"
    };
    private static final String[] NUMBER_NAMES = {"b", "h", "i", "j", "l", "f", "d", "JMSPriority", "JMSTimestamp"};
    private static final String[] BOOLEAN_NAMES = {"p", "q"};
    private static final String[] STRINGS = {"'red'", "'blue'", "''", "'it''s'", "'PERSISTENT'", "'a_b'", "'r%d'"};
    private static final String[] PATTERNS = {
        "'r%'",
        "'%e%'",
        "'_ed'",
        "'%'",
        "''",
        "'a!_b' ESCAPE '!'",
        "'r!%d' ESCAPE '!'",
        "'%''%'",
        "'b_u_'",
        "'ID:%'",
        "'[a-z].*'"
    };
    private static final String[] EXACT = {
        "0", "1", "2", "3", "5", "7", "-4", "+6", "100", "2500", "0x1F", "010", "5L", "9000000000"
    };
    private static final String[] APPROXIMATE = {"0.5", "2.5", "7.", ".25", "1E1", "-95.7", "+6.2", "2.5e3"};
    private static final String[] COMPARISONS = {"=", "<>", "<", "<=", ">", ">="};

    private final Random random;

    SelectorGenerator(long seed) {
        random = new Random(seed);
    }

    SelectorModel selector() {
        return condition(3);
    }

    private SelectorModel condition(int depth) {
        int choice = depth == 0 ? 3 + random.nextInt(7) : random.nextInt(10);
        return switch (choice) {
            case 0 -> new Both(condition(depth - 1), "AND", condition(depth - 1), random.nextBoolean());
            case 1 -> new Both(condition(depth - 1), "OR", condition(depth - 1), random.nextBoolean());
            case 2 -> inverse(depth - 1);
            case 3, 4, 5 -> compare();
            case 6 -> new Range(number(2), number(1), number(1), random.nextBoolean());
            case 7 -> new IdentifierTest(identifier(STRING_NAMES), random.nextBoolean() ? "IN" : "NOT IN", list());
            case 8 ->
                new IdentifierTest(identifier(STRING_NAMES), random.nextBoolean() ? "LIKE" : "NOT LIKE", one(PATTERNS));
            default ->
                random.nextBoolean()
                        ? new Flag(identifier(BOOLEAN_NAMES))
                        : new IdentifierTest(identifier(), random.nextBoolean() ? "IS" : "IS NOT", "NULL");
        };
    }

    /** Now and then without parentheses, where NOT binds weaker than a comparison but stronger than AND. */
    private SelectorModel inverse(int depth) {
        SelectorModel condition = condition(depth);
        boolean parenthesised = condition instanceof Both || random.nextInt(4) > 0;
        return new Inverse(condition, parenthesised);
    }

    private SelectorModel compare() {
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                new Compare(
                        identifier(STRING_NAMES),
                        random.nextBoolean() ? "=" : "<>",
                        random.nextBoolean() ? identifier(STRING_NAMES) : string());
            case 2 ->
                new Compare(
                        identifier(BOOLEAN_NAMES),
                        random.nextBoolean() ? "=" : "<>",
                        random.nextBoolean()
                                ? identifier(BOOLEAN_NAMES)
                                : new LiteralText(random.nextBoolean() ? "TRUE" : "false", ValueType.BOOLEAN));
            default -> new Compare(number(2), one(COMPARISONS), number(2));
        };
    }

    private Value number(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0, 1 -> new LiteralText(one(EXACT), ValueType.LONG);
            case 2 -> new LiteralText(one(APPROXIMATE), ValueType.DOUBLE);
            case 3, 4 -> identifier(NUMBER_NAMES);
            case 5, 6 -> new Binary(number(depth - 1), one("+", "-", "*", "/"), number(depth - 1));
            default -> new Minus(identifier(NUMBER_NAMES));
        };
    }

    private String list() {
        StringBuilder list = new StringBuilder("(").append(one(STRINGS));
        for (int i = random.nextInt(3); i > 0; i--) {
            list.append(", ").append(one(STRINGS));
        }
        return list.append(')').toString();
    }

    private Value string() {
        return new LiteralText(one(STRINGS), ValueType.STRING);
    }

    /** One time in twenty a name of any type, so that types clash. */
    private Identifier identifier(String... names) {
        return random.nextInt(20) == 0 ? identifier() : new Identifier(one(names));
    }

    private Identifier identifier() {
        return new Identifier(
                switch (random.nextInt(3)) {
                    case 0 -> one(STRING_NAMES);
                    case 1 -> one(NUMBER_NAMES);
                    default -> one(BOOLEAN_NAMES);
                });
    }

    MessageData message() {
        MessageData.Builder message = MessageData.builder()
                .priority(random.nextInt(10))
                .persistent(random.nextBoolean())
                .timestamp(random.nextInt(3) * 2500L);
        if (random.nextBoolean()) {
            message.messageId("ID:", random.nextInt(10));
        }
        if (random.nextBoolean()) {
            message.type(stringValue());
        }
        if (random.nextBoolean()) {
            message.correlationId(stringValue());
        }
        for (String name : new String[] {"s", "t", "p", "q", "b", "h", "i", "j", "l", "f", "d"}) {
            if (random.nextInt(5) > 0) {
                message.property(name, random.nextInt(20) == 0 ? value(one("s", "p", "i", "d")) : value(name));
            }
        }
        return message.build();
    }

    private Object value(String name) {
        return switch (name) {
            case "s", "t" -> stringValue();
            case "p", "q" -> random.nextBoolean();
            case "b" -> (byte) (random.nextInt(20) - 10);
            case "h" -> (short) (random.nextInt(20) - 10);
            case "i" -> random.nextInt(10);
            case "j" -> random.nextInt(20) == 0 ? Integer.MAX_VALUE : random.nextInt(5000);
            case "l" -> random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextLong(10) * 1_000_000_000L;
            case "f" -> random.nextInt(20) == 0 ? Float.NaN : random.nextInt(20) / 4f;
            default -> random.nextInt(20) == 0 ? -0.0 : random.nextInt(40) / 4.0 - 3;
        };
    }

    private String stringValue() {
        return one("red", "blue", "", "it's", "PERSISTENT", "a_b", "axb", "r%d", "5");
    }

    String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
