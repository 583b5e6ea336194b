package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    @ParameterizedTest
    @CsvSource({"20,40", "1000,2000", "30000,31000"})
    void aProviderWithTheSameLimitHasTheTimeToAnswerFirst(long limit, long wait) {
        assertThat(Answer.longestWait(Duration.ofMillis(limit))).isEqualTo(Duration.ofMillis(wait));
    }
}
