package io.anyqueue.internal.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.jms.InvalidSelectorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that the message says where, what was found and what was expected. */
class InvalidSelectorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a = = 1                   | 5  | "="          | a value
            a == 1                    | 4  | "="          | a value
            a =                       | 4  | the end      | a value
            a = 1 AND                 | 10 | the end      | a value
            = 1                       | 1  | "="          | a value
            a = 1 b = 2               | 7  | "b"          | an operator or the end
            a = 1 = TRUE              | 7  | "="          | an operator or the end
            a = 1)                    | 6  | ")"          | an operator or the end
            (a = 1                    | 7  | the end      | an operator or ")"
            ()                        | 2  | ")"          | a value
            a AND OR b                | 7  | "OR"         | a value
            AND = 1                   | 1  | "AND"        | a value
            escape = 1                | 1  | "escape"     | a value
            TRUE = 0                  | 8  | a number     | a condition or an identifier
            FALSE <> 'a'              | 10 | a string     | a condition or an identifier
            1 = TRUE                  | 5  | a condition  | a number or an identifier
            a = NOT b                 | 5  | "NOT"        | a value
            NOT                       | 4  | the end      | a value
            a = NULL                  | 5  | "NULL"       | a value (for NULL test with IS NULL)
            NULL                      | 1  | "NULL"       | a value (for NULL test with IS NULL)
            a != 1                    | 3  | "!"          | <> for "not equal", or NOT
            a = "x"                   | 5  | \"""          | single quotes (') around strings, and none around identifiers
            a && b                    | 3  | "&"          | AND
            a # 1                     | 3  | "#"          | an identifier, a literal or an operator
            a = 'x                    | 5  | a string without an end | a closing quote (')
            a = 'x''                  | 5  | a string without an end | a closing quote (')
            a = 5apples               | 5  | "5apples"    | a number such as 57, -95.7, 7E3 or 0x1F
            a=5AND b=6                | 3  | "5AND"       | a number such as 57, -95.7, 7E3 or 0x1F
            a = 08                    | 5  | "08"         | a number such as 57, -95.7, 7E3 or 0x1F
            a = 0x                    | 5  | "0x"         | a number such as 57, -95.7, 7E3 or 0x1F
            a = 0b2                   | 5  | "0b2"        | a number such as 57, -95.7, 7E3 or 0x1F
            a = 1_                    | 5  | "1_"         | a number such as 57, -95.7, 7E3 or 0x1F
            a = 1_.5                  | 5  | "1_.5"       | a number such as 57, -95.7, 7E3 or 0x1F
            a = 0x_1                  | 5  | "0x_1"       | a number such as 57, -95.7, 7E3 or 0x1F
            a = 1.2.3                 | 5  | "1.2.3"      | a number such as 57, -95.7, 7E3 or 0x1F
            a = 1e+                   | 5  | "1e+"        | a number such as 57, -95.7, 7E3 or 0x1F
            a = 1.5L                  | 5  | "1.5L"       | a number such as 57, -95.7, 7E3 or 0x1F
            a = 9223372036854775808   | 5  | "9223372036854775808"  | a number in the range of Java's long, float or double
            a = -9223372036854775809  | 6  | "9223372036854775809"  | a number in the range of Java's long, float or double
            a = 0x1FFFFFFFFFFFFFFFF   | 5  | "0x1FFFFFFFFFFFFFFFF"  | a number in the range of Java's long, float or double
            a = 1e309                 | 5  | "1e309"      | a number in the range of Java's long, float or double
            a = 1e-400                | 5  | "1e-400"     | a number in the range of Java's long, float or double
            a = 1e39f                 | 5  | "1e39f"      | a number in the range of Java's long, float or double
            a.b = 1                   | 2  | "."          | an identifier, a literal or an operator
            a NOT = 1                 | 7  | "="          | BETWEEN, IN or LIKE after NOT
            a NOT 5                   | 7  | "5"          | BETWEEN, IN or LIKE after NOT
            a NOT IS NULL             | 7  | "IS"         | BETWEEN, IN or LIKE after NOT
            a IS 5                    | 6  | "5"          | NULL or NOT NULL after IS
            a IS NOT 5                | 10 | "5"          | NULL after IS NOT
            a BETWEEN 1               | 12 | the end      | AND between the bounds of BETWEEN
            a BETWEEN 1 OR 2          | 13 | "OR"         | AND between the bounds of BETWEEN
            a IN 'x'                  | 6  | "'x'"        | "(" after IN
            a IN ()                   | 7  | ")"          | a string literal
            a IN (5)                  | 7  | "5"          | a string literal
            a IN ('x',)               | 11 | ")"          | a string literal
            a IN ('x' 'y')            | 11 | "'y'"        | "," or ")"
            a LIKE 5                  | 8  | "5"          | a string literal as the pattern of LIKE
            a LIKE b                  | 8  | "b"          | a string literal as the pattern of LIKE
            a LIKE 'x' ESCAPE         | 18 | the end      | a string literal of one character after ESCAPE
            a LIKE 'x' ESCAPE 'yz'    | 19 | "'yz'"       | a string literal of one character
            a LIKE 'x' ESCAPE ''      | 19 | "''"         | a string literal of one character
            5 IS NULL                 | 1  | a number     | an identifier before IS NULL
            (a + 1) IS NULL           | 1  | a number     | an identifier before IS NULL
            'x' LIKE 'x'              | 1  | a string     | an identifier before LIKE
            (a = 1) IN ('x')          | 1  | a condition  | an identifier before IN
            """)
    void grammarErrorsNamePositionFoundAndExpected(String selector, int position, String found, String expected) {
        assertError(selector, position, found, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'a' > 5                   | 1  | a string
            a < 'b'                   | 5  | a string
            a >= TRUE                 | 6  | a condition
            (a = 1) < 5               | 1  | a condition
            a + 'x' = 1               | 5  | a string
            1 + a * 'x' = 1           | 9  | a string
            TRUE * 2 = 1              | 1  | a condition
            (a OR b) - 1 = 1          | 1  | a condition
            -'x' = 1                  | 2  | a string
            -(a AND b) = 1            | 2  | a condition
            a BETWEEN 'x' AND 'y'     | 11 | a string
            a BETWEEN 1 AND 'y'       | 17 | a string
            'x' BETWEEN 1 AND 2       | 1  | a string
            """)
    void stringsAndConditionsAreNoNumbers(String selector, int position, String found) {
        assertError(selector, position, found, "a number (strings and conditions can be compared with = and <> only)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'x'                       | 1  | a string
            5                         | 1  | a number
            a + 1                     | 1  | a number
            NOT 5                     | 5  | a number
            a = 1 AND 'x'             | 11 | a string
            'x' OR a = 1              | 1  | a string
            (a AND -b)                | 8  | a number
            """)
    void stringsAndNumbersAreNoConditions(String selector, int position, String found) {
        assertError(selector, position, found, "a condition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMSDestination",
                "JMSReplyTo",
                "JMSExpiration",
                "JMSRedelivered",
                "JMSDeliveryTime",
                "JMS",
                "JMSpriority"
            })
    void otherHeaderFieldsAreRefused(String name) {
        assertError(
                "x = 1 OR " + name + " IS NULL",
                10,
                '"' + name + '"',
                "a property, or one of the header fields that a selector may reference"
                        + " (JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID, JMSType)");
    }

    @Test
    void theOperatorsOfOtherLanguagesAreTranslated() {
        assertError("a || b", 3, "\"|\"", "OR");
    }

    @Test
    void otherUnicodeSpacesAreNotWhitespace() {
        assertError("a =\u00A01", 4, "\"\u00A0\"", "an identifier, a literal or an operator");
    }

    @Test
    void aLongSelectorIsShownAroundTheError() {
        String selector = "a = 1 OR ".repeat(1000) + "= 2" + " OR a = 1".repeat(1000);
        InvalidSelectorException error = errorOf(selector);
        assertThat(error.getMessage())
                .startsWith("Selector \"...")
                .contains("a = 1 OR = 2 OR a = 1")
                .endsWith("...\", position 9001: found \"=\", expected a value")
                .hasSizeLessThan(300);
    }

    private static void assertError(String selector, int position, String found, String expected) {
        InvalidSelectorException error = errorOf(selector);
        assertThat(error)
                .hasMessage("Selector \"" + selector + "\", position " + position + ": found " + found + ", expected "
                        + expected);
        assertThat(error.getErrorCode()).isEqualTo("ANYQUEUE-INVALID-SELECTOR");
    }

    private static InvalidSelectorException errorOf(String selector) {
        InvalidSelectorException error =
                catchThrowableOfType(InvalidSelectorException.class, () -> SelectorParser.compile(selector));
        assertThat(error).as(selector).isNotNull();
        return error;
    }
}
