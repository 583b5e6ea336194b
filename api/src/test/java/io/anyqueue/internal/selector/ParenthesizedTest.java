package io.anyqueue.internal.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.MessageSelector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors for those who read NOT before the operator that follows it. */
final class ParenthesizedTest {
    private static String parenthesized(String text) throws Exception {
        MessageSelector selector = SelectorParser.compile(text);
        assertThat(selector).isNotNull();
        assertThat(selector.text()).isEqualTo(text);
        return selector.parenthesized();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "NOT a = 1 | NOT (a = 1)",
                "not not a = 1 | not not (a = 1)",
                "NOT a BETWEEN 1 AND 2 AND b = 3 | NOT (a BETWEEN 1 AND 2) AND b = 3",
                "x IS NULL OR NOT a IN ('b', 'c)') | x IS NULL OR NOT (a IN ('b', 'c)'))",
                "NOT a NOT LIKE 'x%' ESCAPE '!' | NOT (a NOT LIKE 'x%' ESCAPE '!')",
                "NOT (a) = (b) | NOT ((a) = (b))",
                "NOT (NOT a = 1 OR b) | NOT (NOT (a = 1) OR b)",
                "NOT (NOT a = 1) = b | NOT ((NOT (a = 1)) = b)"
            })
    void whatNotNegatesIsInParentheses(String text, String expected) throws Exception {
        assertThat(parenthesized(text)).isEqualTo(expected);
        assertThat(parenthesized(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1",
                "NOT (a = 1)",
                "a NOT IN ('b')",
                "a IS NOT NULL",
                "(a OR NOT (b))",
                "a NOT BETWEEN 1 AND 2"
            })
    void nothingIsAddedWhereItIsClear(String text) throws Exception {
        assertThat(parenthesized(text)).isSameAs(text);
    }
}
