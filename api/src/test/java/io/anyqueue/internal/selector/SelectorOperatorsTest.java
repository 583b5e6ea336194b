package io.anyqueue.internal.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.MessageData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparison, arithmetic, BETWEEN, IN, LIKE and IS NULL (section 3.8.1.1). */
class SelectorOperatorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            weight = 3000                   | TRUE
            weight <> 3000                  | FALSE
            weight < 3000                   | FALSE
            weight <= 3000                  | TRUE
            weight > 2999.5                 | TRUE
            weight >= 3001                  | FALSE
            five < seven                    | TRUE
            big > weight                    | TRUE
            big = 9e9                       | TRUE
            largestLong = 9.2233720368547758E18 | TRUE
            wide = 16777217                 | TRUE
            tenth < 0.2                     | TRUE
            nan = nan                       | FALSE
            nan <> nan                      | TRUE
            nan < 1                         | FALSE
            nan >= 1                        | FALSE
            negativeZero = 0                | TRUE
            negativeZero < 0                | FALSE
            color = 'red'                   | TRUE
            color <> 'red'                  | FALSE
            color <> 'Red'                  | TRUE
            'red' = color                   | TRUE
            on = TRUE                       | TRUE
            on <> off                       | TRUE
            missing = 1                     | UNKNOWN
            missing <> 1                    | UNKNOWN
            1 < missing                     | UNKNOWN
            missing = missing               | UNKNOWN
            missing <> 'a'                  | UNKNOWN
            missing = TRUE                  | UNKNOWN
            """)
    void likeTypesCompareAsInJava(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    /** "If the comparison of non-like type values is attempted, the value of the operation is false." */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            digits = 5                      | FALSE
            digits <> 5                     | FALSE
            digits > 3                      | FALSE
            5 >= digits                     | FALSE
            on = 1                          | FALSE
            on <> 1                         | FALSE
            on = 'true'                     | FALSE
            color = TRUE                    | FALSE
            on = color                      | FALSE
            on < weight                     | FALSE
            'a' = 5                         | FALSE
            'a' <> 5                        | FALSE
            digits BETWEEN 1 AND 9          | FALSE
            digits NOT BETWEEN 1 AND 9      | FALSE
            """)
    void comparingUnlikeTypesIsFalse(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            color < digits                  | UNKNOWN
            color >= color                  | UNKNOWN
            on > off                        | UNKNOWN
            color BETWEEN digits AND color  | UNKNOWN
            digits + 1 = 6                  | UNKNOWN
            +digits = 5                     | UNKNOWN
            -on = 1                         | UNKNOWN
            weight LIKE '3%'                | UNKNOWN
            weight NOT LIKE '3%'            | UNKNOWN
            on IN ('true')                  | UNKNOWN
            on NOT IN ('true')              | UNKNOWN
            """)
    void operationsWithoutADefinedValueAreUnknown(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            1 + 2 * 3 = 7                          | TRUE
            (1 + 2) * 3 = 9                        | TRUE
            10 - 4 - 3 = 3                         | TRUE
            100 / 10 / 5 = 2                       | TRUE
            10 / 4 = 2                             | TRUE
            -7 / 2 = -3                            | TRUE
            10 / 4. = 2.5                          | TRUE
            weight / 7 * 7 = 2996                  | TRUE
            -weight = -3000                        | TRUE
            - - weight = 3000                      | TRUE
            -+-+weight = 3000                      | TRUE
            -(weight) + 1 = -2999                  | TRUE
            -five = -5                             | TRUE
            -tenth < 0                             | TRUE
            2 * -3 = -6                            | TRUE
            five + seven = 12                      | TRUE
            largestInt + largestInt = -2           | TRUE
            -largestInt - largestInt - seven = -5  | TRUE
            largestInt + 1 = 2147483648            | TRUE
            2147483647 + 1 > 0                     | TRUE
            largestLong + 1 = smallestLong         | TRUE
            smallestLong / -1 = smallestLong       | TRUE
            -smallestLong = smallestLong           | TRUE
            largestLong * 2 = -2                   | TRUE
            tenth * tenth = 0.1f * 0.1f            | TRUE
            tenth * tenth = 0.1 * 0.1              | FALSE
            wide + 1 = wide                        | TRUE
            wide + 1.0 = wide                      | FALSE
            wide / 3 = 5592405.5f                  | TRUE
            half / 0 > 1e308                       | TRUE
            1 / -negativeZero > 1e308              | TRUE
            1 / negativeZero < -1e308              | TRUE
            0.0 / 0 = 0                            | FALSE
            weight / zero = 1                      | UNKNOWN
            1 / 0 = 1                              | UNKNOWN
            NOT (1 / 0 = 1)                        | UNKNOWN
            (1 / 0) * missing = 1                  | UNKNOWN
            missing + 1 = 1                        | UNKNOWN
            1 - missing <> 1                       | UNKNOWN
            -missing = 1                           | UNKNOWN
            """)
    void arithmeticPromotesAndWrapsAsInJava(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            weight BETWEEN 3000 AND 3001           | TRUE
            weight BETWEEN 2999 AND 3000           | TRUE
            weight between 3001 and 2999           | FALSE
            weight NOT BETWEEN 1 AND 2             | TRUE
            weight NOT BETWEEN 3000 AND 3000       | FALSE
            5 BETWEEN five AND seven               | TRUE
            five + 1 BETWEEN five AND seven - 1    | TRUE
            missing BETWEEN 1 AND 2                | UNKNOWN
            missing NOT BETWEEN 1 AND 2            | UNKNOWN
            5 BETWEEN missing AND 4                | FALSE
            5 BETWEEN missing AND 6                | UNKNOWN
            5 NOT BETWEEN missing AND 4            | TRUE
            5 NOT BETWEEN missing AND 6            | UNKNOWN
            5 BETWEEN 1 AND 6 AND off              | FALSE
            NOT 5 BETWEEN 1 AND 6                  | FALSE
            nan BETWEEN 1 AND 2                    | FALSE
            nan NOT BETWEEN 1 AND 2                | FALSE
            color IN ('red')                       | TRUE
            color IN ('blue', 'red', 'red')        | TRUE
            color IN ('blue')                      | FALSE
            color NOT IN ('blue', 'green')         | TRUE
            color not in ('red')                   | FALSE
            quoted IN ('it''s')                    | TRUE
            missing IN ('a')                       | UNKNOWN
            missing NOT IN ('a')                   | UNKNOWN
            NOT color IN ('blue')                  | TRUE
            JMSType IN ('car', 'bus')              | TRUE
            color IS NULL                          | FALSE
            color IS NOT NULL                      | TRUE
            nothing IS NULL                        | TRUE
            missing is not null                    | FALSE
            (missing) IS NULL                      | TRUE
            NOT missing IS NULL                    | FALSE
            """)
    void betweenInAndNullTests(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            123     | '12%3'                  | TRUE
            12993   | '12%3'                  | TRUE
            1234    | '12%3'                  | FALSE
            lose    | 'l_se'                  | TRUE
            loose   | 'l_se'                  | FALSE
            _foo    | '\\_%' ESCAPE '\\'      | TRUE
            bar     | '\\_%' ESCAPE '\\'      | FALSE
            50%     | '50!%' ESCAPE '!'       | TRUE
            500     | '50!%' ESCAPE '!'       | FALSE
            a!b     | 'a!!b' ESCAPE '!'       | TRUE
            a!!b    | 'a!!b' ESCAPE '!'       | FALSE
            a!b     | 'a!b' ESCAPE '!'        | TRUE
            a!      | 'a!' ESCAPE '!'         | TRUE
            a!x     | 'a!!%' ESCAPE '!'       | TRUE
            a%      | 'a%%' ESCAPE '%'        | TRUE
            ab      | 'a%%' ESCAPE '%'        | FALSE
            it's    | 'it''_'                 | TRUE
            a.c     | 'a.c'                   | TRUE
            abc     | 'a.c'                   | FALSE
            abc     | '[a-z]*'                | FALSE
            a~b   | 'a_b'                   | TRUE
            a~b   | 'a%b'                   | TRUE
            ABC     | 'abc'                   | FALSE
            aXbXc   | 'a%b%c'                 | TRUE
            aabab   | '%ab'                   | TRUE
            aababc  | '%ab'                   | FALSE
            abc     | '%'                     | TRUE
            abc     | '%%%'                   | TRUE
            abc     | '___'                   | TRUE
            abc     | '____'                  | FALSE
            abc     | '__'                    | FALSE
            abc     | '%_%_%_%'               | TRUE
            abc     | '%_%_%_%_%'             | FALSE
            abc     | ''                      | FALSE
            mississippi | '%iss%ip%'          | TRUE
            mississippi | 'm%iss%pi_'         | FALSE
            a\uD835\uDC65b | 'a_b'            | TRUE
            a\uD835\uDC65b | 'a__b'           | FALSE
            a\uD835\uDC65b | '%\uD835\uDC65%' | TRUE
            a_b     | 'a\uD835\uDC65_b' ESCAPE '\uD835\uDC65' | TRUE
            """)
    void likeMatchesTheWholeString(String word, String pattern, Truth expected) {
        MessageData message =
                MessageData.builder().property("word", word.replace('~', '\n')).build();
        assertThat(Selecting.truth("word LIKE " + pattern, message)).isEqualTo(expected);
        assertThat(Selecting.truth("word NOT LIKE " + pattern, message)).isEqualTo(expected.not());
    }

    @ParameterizedTest
    @CsvSource({"'', TRUE", "'_', FALSE", "'%', TRUE"})
    void theEmptyStringIsMatchedBySequencesOnly(String pattern, Truth expected) {
        assertThat(Selecting.truth("empty LIKE '" + pattern + "'")).isEqualTo(expected);
    }
}
