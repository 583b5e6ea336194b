package io.anyqueue.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run measures, and in which order. */
final class PlanTest {

    @Test
    void candidatesTakeTurnsWithinEachRepetition() {
        List<Plan.Step> steps = Plan.of(new String[] {"--repetitions=2", "--workload=send sync"})
                .steps(Setting.ARTEMIS);

        assertThat(steps)
                .extracting(step -> step.candidate() + "-" + step.repetition())
                .containsExactly("ANYQUEUE-1", "QPID_JMS-1", "ANYQUEUE-2", "QPID_JMS-2");
    }

    @Test
    void theFullSetHoldsTheShortOne() {
        for (Setting each : Setting.values()) {
            assertThat(each.fullSet()).containsAll(each.shortSet()).doesNotHaveDuplicates();
        }
    }

    @Test
    void anUnknownOptionIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Plan.of(new String[] {"--sett=full"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--sett=full")
                .hasMessageContaining("--repetitions=N");
    }

    @Test
    void aMistypedSetIsRefused() {
        assertThatThrownBy(() -> Plan.of(new String[] {"--set=long"})).isInstanceOf(IllegalArgumentException.class);
    }
}
