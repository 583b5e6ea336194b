package io.anyqueue.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report says what was measured, failures included. */
final class ReportTest {
    private static final String METRIC = "throughput msg/s";

    @TempDir
    private Path folder;

    private static Result result(String candidate, int repetition, double throughput) {
        return new Result("MEMORY", "pipe 1/1", candidate, repetition, Map.of(METRIC, throughput), null);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        Spread spread = Spread.of(
                List.of(result("a", 1, 4), result("a", 2, 1), result("a", 3, 3), result("a", 4, 100)), METRIC);

        assertThat(spread).isEqualTo(new Spread(3.5, 1, 100));
    }

    @Test
    void aMetricThatNobodyHasHasNoSpread() {
        assertThat(Spread.of(List.of(result("a", 1, 4)), "latency p50 us")).isNull();
    }

    @Test
    void theSummaryHasMediansAndMultiplesOfTheFirstCandidate() {
        String table = new Summary(List.of(result("a", 1, 1000), result("b", 1, 250), result("b", 2, 750)))
                .markdown(Setting.MEMORY);

        assertThat(table).contains("| workload | | a | b |", "| pipe 1/1 | throughput msg/s | 1,000 | 500 (0.50) |");
    }

    @Test
    void everyResultIsInTheJsonAndTheMedianInTheTable() throws Exception {
        Plan plan = Plan.of(new String[] {"--settings=memory"});
        Result failed = new Result("MEMORY", "pipe 1/1", "b", 1, Map.of(), "no result within 300 s");

        new Report(List.of(result("a", 1, 1000), result("a", 2, 3000), result("a", 3, 2000), failed), plan)
                .write(folder);

        assertThat(folder.resolve("results.json")).content().contains("1000.0", "2000.0", "3000.0", "no result within");
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("| a | 2,000 (1,000 to 3,000) |")
                .contains("b failed: no result within 300 s");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).anyMatch(name -> name.endsWith(".svg"));
        }
    }
}
