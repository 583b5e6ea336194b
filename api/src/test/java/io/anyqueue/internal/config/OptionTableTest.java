package io.anyqueue.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Option;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionTableTest {

    @Test
    void everyOptionIsARowWithValuesDefaultAndMeaning() {
        String table = OptionTable.markdown(List.of(
                Option.integer("size", 5, 1, 9, "how large | small"),
                Option.duration("pause", Duration.ofSeconds(2), Duration.ZERO, Duration.ofHours(1), "how long"),
                Option.secret("key", "what opens it")));

        assertThat(table).isEqualTo("""
                        | option | values | default | meaning |
                        |---|---|---|---|
                        | `size` | 1 to 9 | `5` | how large \\| small |
                        | `pause` | duration, 0ms to 1h | `2s` | how long |
                        | `key` | text |  | what opens it |
                        """);
    }

    @Test
    void theCommonOptionsMakeATable() {
        assertThat(OptionTable.markdown(OptionCatalog.common()).lines())
                .hasSize(2 + OptionCatalog.common().size())
                .allMatch(line -> line.startsWith("|") && line.endsWith("|"));
    }
}
