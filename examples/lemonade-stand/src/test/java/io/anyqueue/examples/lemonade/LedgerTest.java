package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void countsAVisitOnceHoweverOftenItComes() {
        Visit visit = new Visit("a");

        assertThat(ledger.enter(visit)).isTrue();
        assertThat(ledger.enter(visit)).isFalse();
        assertThat(ledger.enter(new Visit("a"))).isFalse();

        assertThat(ledger.counted()).isEqualTo(1);
        assertThat(ledger.duplicates()).isEqualTo(2);
        assertThat(ledger.has(visit)).isTrue();
        assertThat(ledger.has(new Visit("b"))).isFalse();
    }

    @Test
    void losesNothingWhenManyThreadsWrite() {
        IntStream.range(0, 20_000).parallel().forEach(i -> ledger.enter(new Visit("v" + i % 10_000)));

        assertThat(ledger.counted()).isEqualTo(10_000);
        assertThat(ledger.duplicates()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "ä",
                "{}",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesAnIdOfAnotherForm(String id) {
        assertThat(Visit.of(id)).isEmpty();
        assertThatThrownBy(() -> new Visit(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesEachAnonymousVisitAnIdOfItsOwn() {
        assertThat(Visit.anonymous()).isNotEqualTo(Visit.anonymous());
    }
}
