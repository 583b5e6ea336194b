package io.anyqueue.internal.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals, identifiers, logic and precedence (section 3.8.1.1 and 3.8.1.2). */
class SelectorGrammarTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", " \t\r\n\f"})
    void noTextIsNoSelector(String text) throws Exception {
        assertThat(SelectorParser.compile(text)).isNull();
    }

    @Test
    void theOriginalTextIsKept() {
        MessageSelector selector = Selecting.compile("  color='red' ");
        assertThat(selector.text()).isEqualTo("  color='red' ");
        assertThat(selector).hasToString("selector \"  color='red' \"");
        assertThat(selector)
                .isEqualTo(Selecting.compile("  color='red' "))
                .isNotEqualTo(Selecting.compile("color='red'"));
    }

    @Test
    void theExampleOfTheSpecificationSelects() {
        MessageSelector selector = Selecting.compile("JMSType = 'car' AND color = 'blue' AND weight > 2500");
        MessageData.Builder blue = MessageData.builder().type("car").property("color", "blue");
        assertThat(selector.matches(blue.property("weight", 2501).build())).isTrue();
        assertThat(selector.matches(blue.property("weight", 2500).build())).isFalse();
        assertThat(selector.matches(blue.removeProperty("weight").build())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            quoted = 'it''s'                             | TRUE
            empty = ''                                   | TRUE
            'a' = 'A'                                    | FALSE
            '' = ''''                                    | FALSE
            '-- no comment' = '-- no comment'            | TRUE
            57 = 57L                                     | TRUE
            57l = +57                                    | TRUE
            -957 = 0 - 957                               | TRUE
            - 957 = -957                                 | TRUE
            0x1F = 31                                    | TRUE
            0XffL = 255                                  | TRUE
            0xFFFFFFFF = 4294967295                      | TRUE
            0xFFFFFFFFFFFFFFFF = -1                      | TRUE
            -0x10 = -16                                  | TRUE
            010 = 8                                      | TRUE
            01777777777777777777777 = -1                 | TRUE
            00 = 0                                       | TRUE
            0b101 = 5                                    | TRUE
            1_000__000 = 1000000                         | TRUE
            0xCAFE_BABE = 3405691582                     | TRUE
            9223372036854775807 = largestLong            | TRUE
            -9223372036854775808 = smallestLong          | TRUE
            - 9223372036854775808 = smallestLong         | TRUE
            7. = 7                                       | TRUE
            .5 = half                                    | TRUE
            -95.7 = 4.3 - 100                            | TRUE
            +6.2 > 6                                     | TRUE
            1E3 = 1000                                   | TRUE
            -57.9E2 = -5790                              | TRUE
            7e-1 = .7                                    | TRUE
            1.e+2 = 100                                  | TRUE
            09.5 = 9.5                                   | TRUE
            08d = 8                                      | TRUE
            1D = 1                                       | TRUE
            0.1f = tenth                                 | TRUE
            0.1 = tenth                                  | FALSE
            0x1.8p1 = 3                                  | TRUE
            0x.8P0 = half                                | TRUE
            0.0e5 = 0                                    | TRUE
            0e0f = 0                                     | TRUE
            1-1=0                                        | TRUE
            2--1=3                                       | TRUE
            TRUE                                         | TRUE
            false                                        | FALSE
            tRuE = TRUE                                  | TRUE
            """)
    void literalsHaveTheirJavaValue(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            color = 'red'                                  | TRUE
            Color = 'red'                                  | UNKNOWN
            $_ = 1                                         | TRUE
            größe = 1                                      | TRUE
            \uD835\uDC65 = 1                               | TRUE
            jmstype = 'car'                                | UNKNOWN
            JMSType = 'car'                                | TRUE
            JMSPriority = 7                                | TRUE
            JMSPriority BETWEEN 5 AND 9                    | TRUE
            JMSDeliveryMode = 'NON_PERSISTENT'             | TRUE
            JMSDeliveryMode = 'PERSISTENT'                 | FALSE
            JMSDeliveryMode = 1                            | FALSE
            JMSMessageID = 'ID:7'                          | TRUE
            JMSTimestamp = 1700000000000                   | TRUE
            JMSCorrelationID = 'x'                         | UNKNOWN
            JMSCorrelationID IS NULL                       | TRUE
            JMSXGroupID = 'g1'                             | TRUE
            JMSXDeliveryCount = 1                          | UNKNOWN
            JMS_AnyQueue_x = 1                             | TRUE
            notes = 1                                      | UNKNOWN
            android IS NULL                                | TRUE
            \u0131s = 1                                    | UNKNOWN
            """)
    void identifiersNameHeadersAndProperties(String selector, Truth expected) {
        assertThat(Selecting.truth(selector)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            TRUE AND TRUE                | TRUE
            TRUE AND FALSE               | FALSE
            TRUE AND nothing             | UNKNOWN
            FALSE AND nothing            | FALSE
            nothing AND FALSE            | FALSE
            nothing AND TRUE             | UNKNOWN
            nothing AND nothing          | UNKNOWN
            TRUE OR nothing              | TRUE
            nothing OR TRUE              | TRUE
            FALSE OR nothing             | UNKNOWN
            nothing OR FALSE             | UNKNOWN
            nothing OR nothing           | UNKNOWN
            FALSE OR FALSE               | FALSE
            NOT TRUE                     | FALSE
            NOT FALSE                    | TRUE
            NOT nothing                  | UNKNOWN
            NOT NOT on                   | TRUE
            on                           | TRUE
            off                          | FALSE
            color                        | UNKNOWN
            zero                         | UNKNOWN
            NOT color                    | UNKNOWN
            on OR off AND off            | TRUE
            (on OR off) AND off          | FALSE
            NOT off AND off              | FALSE
            NOT (off AND off)            | TRUE
            NOT off OR on                | TRUE
            NOT weight = 3000            | FALSE
            NOT on = off                 | TRUE
            not on or Not OFF            | UNKNOWN
            ((((on))))                   | TRUE
            (on) = (off OR on)           | TRUE
            (nothing = 1) = TRUE         | UNKNOWN
            (weight > 1) <> FALSE        | TRUE
            on=TRUE\\tAND\\r\\n\\f(on)   | TRUE
            """)
    void logicHasThreeValuesAndTheOrderNotAndOr(String selector, Truth expected) {
        String text = selector.translateEscapes();
        assertThat(Selecting.truth(text)).isEqualTo(expected);
    }
}
