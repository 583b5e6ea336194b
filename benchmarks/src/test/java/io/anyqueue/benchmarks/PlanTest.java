package io.anyqueue.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run measures, and in which order. */
final class PlanTest {

    @Test
    void candidatesTakeTurnsWithinEachRepetition() {
        List<Plan.Step> steps = Plan.of(new String[] {"--repetitions=2", "--workload=send transacted"})
                .steps(Setting.ARTEMIS);

        assertThat(steps)
                .extracting(step -> step.candidate() + "-" + step.repetition())
                .containsExactly("ANYQUEUE-1", "QPID_JMS-1", "ANYQUEUE-2", "QPID_JMS-2");
    }

    @Test
    void clientsWithoutJakartaMessagingTakePartInRoundsOnly() {
        List<Plan.Step> steps = Plan.of(new String[] {"--set=full", "--settings=rabbitmq", "--candidate=AMQP 1.0"})
                .steps(Setting.RABBITMQ);

        assertThat(steps).isNotEmpty().allSatisfy(step -> {
            assertThat(step.candidate()).isEqualTo(Candidate.RABBITMQ_AMQP);
            assertThat(step.workload().shape()).isIn(Workload.Shape.SEND, Workload.Shape.RECEIVE);
            assertThat(step.workload().sending()).isNotEqualTo(Workload.Sending.TRANSACTED);
        });
    }

    @Test
    void aFirstMessageDoesNotWaitForTheJarsOfOtherCandidates() {
        Path ours = Path.of("repository", "io", "anyqueue", "anyqueue-api", "anyqueue-api.jar");
        Path theirs = Path.of("repository", "org", "apache", "artemis", "artemis-server", "artemis-server.jar");

        assertThat(Candidate.ANYQUEUE.needs(ours)).isTrue();
        assertThat(Candidate.ANYQUEUE.needs(theirs)).isFalse();
        assertThat(Candidate.ARTEMIS_VM.needs(theirs)).isTrue();
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

    @Test
    void aNameThatNoWorkloadHasIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Plan.of(new String[] {"--settings=artemis", "--workload=sned"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sned")
                .hasMessageContaining("send transacted");
    }
}
