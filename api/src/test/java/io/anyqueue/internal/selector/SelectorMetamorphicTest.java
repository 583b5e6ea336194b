package io.anyqueue.internal.selector;

import static org.assertj.core.api.Assertions.fail;

import io.anyqueue.spi.MessageData;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equivalences that hold for every message, in all three truth values. */
class SelectorMetamorphicTest {

    private static final int ROUNDS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doubleNegationIsNothing(long seed) {
        assertEquivalent(seed, condition -> "NOT (NOT (" + condition + "))");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neutralConditionsChangeNothing(long seed) {
        assertEquivalent(seed, condition -> "(" + condition + ") AND TRUE OR FALSE");
        assertEquivalent(seed, condition -> "(TRUE AND (" + condition + ")) = TRUE");
        assertEquivalent(seed, condition -> "(FALSE OR (" + condition + ")) <> FALSE");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void deMorganHolds(long seed) {
        SelectorGenerator generator = new SelectorGenerator(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String a = "(" + generator.selector().text() + ")";
            String b = "(" + generator.selector().text() + ")";
            MessageData message = generator.message();
            assertEquivalent("NOT (" + a + " AND " + b + ")", "NOT " + a + " OR NOT " + b, message);
            assertEquivalent("NOT (" + a + " OR " + b + ")", "NOT " + a + " AND NOT " + b, message);
            assertEquivalent(a + " AND " + b, b + " AND " + a, message);
            assertEquivalent(a + " OR " + b, b + " OR " + a, message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void betweenIsTwoComparisons(long seed) {
        SelectorGenerator generator = new SelectorGenerator(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String x = generator.one("i", "l", "f", "d", "s", "b", "i + 1", "JMSPriority");
            String y = generator.one("1", "2.5", "j", "t", "h * 2", "d");
            String z = generator.one("4", "100", "l", "f", "q", "i");
            MessageData message = generator.message();
            String bounds = y + " AND " + z;
            assertEquivalent(x + " BETWEEN " + bounds, x + " >= " + y + " AND " + x + " <= " + z, message);
            assertEquivalent(x + " NOT BETWEEN " + bounds, x + " < " + y + " OR " + x + " > " + z, message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void inIsEqualToOneOrTheOther(long seed) {
        SelectorGenerator generator = new SelectorGenerator(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String x = generator.one("JMSType", "JMSCorrelationID", "JMSDeliveryMode", "missing");
            String a = generator.one("'red'", "'it''s'", "''");
            String b = generator.one("'blue'", "'PERSISTENT'", "'r%d'");
            MessageData message = generator.message();
            String either = "(" + x + " = " + a + ") OR (" + x + " = " + b + ")";
            assertEquivalent(x + " IN (" + a + ", " + b + ")", either, message);
            assertEquivalent(x + " NOT IN (" + a + "," + b + ")", "NOT (" + either + ")", message);
            assertEquivalent(x + " IN (" + a + ")", x + " = " + a, message);
        }
    }

    @Test
    void caseOfReservedWordsDoesNotMatter() {
        for (String text : new String[] {"a is not null AND b", "NOT x between 1 and 2 or y LIKE 'a' ESCAPE 'e'"}) {
            for (String words : new String[] {"AND", "NOT", "BETWEEN", "OR", "LIKE", "ESCAPE", "IS", "NULL"}) {
                String other = text.replace(words, words.toLowerCase(java.util.Locale.ROOT));
                assertEquivalent(text, other, Selecting.MESSAGE);
            }
        }
    }

    private static void assertEquivalent(long seed, UnaryOperator<String> change) {
        SelectorGenerator generator = new SelectorGenerator(seed);
        for (int i = 0; i < ROUNDS; i++) {
            String condition = generator.selector().text();
            assertEquivalent(condition, change.apply(condition), generator.message());
        }
    }

    private static void assertEquivalent(String one, String other, MessageData message) {
        Truth expected = Selecting.truth(one, message);
        Truth actual = Selecting.truth(other, message);
        if (actual != expected) {
            fail("%s is %s, but%n%s is %s", one, expected, other, actual);
        }
    }
}
