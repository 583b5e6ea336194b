package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which selectors have a form in RabbitMQ's language, and which; that both mean the same is tested on a stream. */
final class RabbitExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a = 1 | [a] = 1",
                "a = 9999999 | [a] = 9999999",
                "a = 16777217 | ([a] >= 16777215 AND [a] <= 16777219)",
                "a >= 16777217 OR a < -16777217 | [a] >= 16777215 OR [a] < -16777215",
                "a BETWEEN 1 AND 100000000 | ([a] >= 1 AND [a] <= 100000008)",
                "a=+1 and b<>-2.5 | [a] = 1 AND ([b] < -2.5 OR [b] > -2.5)",
                "a <> TRUE | [a] = FALSE",
                "a <> 'x_y!' | [a] NOT LIKE 'x!_y!!' ESCAPE '!'",
                "a NOT IN ('x', 'it''s') | ([a] NOT LIKE 'x' AND [a] NOT LIKE 'it''s')",
                "(a > 1 or b <= 2) And c = 'it''s' | ([a] > 1 OR [b] <= 2) AND [c] = 'it''s'",
                "date BETWEEN 1 AND 5 | ([date] >= 1 AND [date] <= 5)",
                "a in ('x', 'y') | [a] IN ('x', 'y')",
                "a LIKE 'x!_%' escape '!' | [a] LIKE 'x!_%' ESCAPE '!'",
                "a is not null or b IS NULL | [a] IS NOT NULL OR [b] IS NULL",
                "JMSType = 'kind' | p.subject = 'kind'",
                "_x$ = true | [_x$] = TRUE",
            })
    void formsThatMeanTheSameAreTranslated(String selector, String expression) {
        assertThat(RabbitExpression.of(selector))
                .map(RabbitExpression.Translation::expression)
                .contains(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOT (a = 1)",
                "a + 1 = 2",
                "a = b",
                "1 = a",
                "a",
                "a NOT BETWEEN 1 AND 2",
                "a LIKE 'x_y'",
                "a LIKE '%x%'",
                "a LIKE '!x_' ESCAPE '!'",
                "a = 9007199254740993",
                "a = 1L",
                "a = 010",
                "a > -017",
                "JMSXGroupSeq > 0",
                "a = 0x1F",
                "a = 1E3",
                "a = .5",
                "a < 'x'",
                "JMSPriority = 4",
                "JMSDeliveryMode = 'PERSISTENT'",
                "JMSMessageID = 'ID:1'",
                "JMSXDeliveryCount = 1",
                "JMS_AnyQueue_StreamOffset > 3",
                "a = 1 AND",
                "a = 1 )",
                "",
            })
    void otherFormsAreNot(String selector) {
        assertThat(RabbitExpression.of(selector)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "JMS_AnyQueue_StreamFilter = 'a' | a",
                "n = 1 AND JMS_AnyQueue_StreamFilter IN ('a', 'it''s') AND m = 2 | a,it's",
                "JMS_AnyQueue_StreamFilter = 'a' AND (n = 1 OR n = 2) | a",
                "JMS_AnyQueue_StreamFilter = 'a' AND JMS_AnyQueue_StreamFilter = 'b' | a",
                "JMS_AnyQueue_StreamFilter = 'a' OR n = 1 | ''",
                "n = 1 OR JMS_AnyQueue_StreamFilter = 'a' AND m = 2 | ''",
                "n = 1 AND (JMS_AnyQueue_StreamFilter = 'a' OR m = 2) | ''",
                "JMS_AnyQueue_StreamFilter <> 'a' | ''",
                "JMS_AnyQueue_StreamFilter NOT IN ('a') | ''",
                "JMS_AnyQueue_StreamFilter IS NULL | ''",
                "JMS_AnyQueue_StreamFilter = 1 | ''",
                "other = 'a' | ''",
            })
    void valuesThatAMatchMustHaveAreKnown(String selector, String values) {
        List<String> expected = values.equals("''") ? List.of() : List.of(values.split(","));
        assertThat(RabbitExpression.of(selector))
                .map(RabbitExpression.Translation::filterValues)
                .contains(expected);
    }
}
