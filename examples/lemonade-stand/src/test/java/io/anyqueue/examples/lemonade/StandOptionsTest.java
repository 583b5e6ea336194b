package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandOptionsTest {
    private final Properties properties = new Properties();

    @Test
    void areARushOfTenThousandOnAFreePortUnlessToldOtherwise() {
        assertThat(StandOptions.from(properties)).isEqualTo(new StandOptions(false, 0, 10_000, Duration.ofMinutes(2)));
    }

    @Test
    void comeFromSystemProperties() {
        properties.setProperty("stand.open", "true");
        properties.setProperty("stand.port", "8080");
        properties.setProperty("stand.visits", "5");
        properties.setProperty("stand.timeout", "7");

        assertThat(StandOptions.from(properties)).isEqualTo(new StandOptions(true, 8080, 5, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource({"stand.port,-1", "stand.port,65536", "stand.visits,many", "stand.visits,0", "stand.open,perhaps"})
    void refuseOtherValuesByName(String name, String value) {
        properties.setProperty(name, value);

        assertThatThrownBy(() -> StandOptions.from(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option -D" + name + "=" + value + ": expected ");
    }
}
