package io.anyqueue.compliance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the report of a build whose targets run one after another, and of one that runs failed tests again. */
class ComplianceReportTest {
    private static final TestResult PASSED = new TestResult(Outcome.PASSED, "Queue", "keepsOrder", "");
    private static final TestResult FAILED = new TestResult(Outcome.FAILED, "Queue", "keepsAll", "one was lost");

    @TempDir
    Path directory;

    @Test
    void aTestThatPassesWhenRunAgainCountsAsPassedAndIsShownWithItsFailure() throws IOException {
        add("one", PASSED, FAILED);
        assertThat(markdown()).contains("| one | 2 | 1 | 1 |").contains("| Queue.keepsAll | FAILED | one was lost |");

        add("one", new TestResult(Outcome.PASSED, "Queue", "keepsAll", ""));
        assertThat(markdown())
                .contains("| one | 2 | 2 | 0 |")
                .contains("| Queue.keepsAll | PASSED | passed when run again; before: one was lost |");
    }

    @Test
    void aTestThatFailsAgainIsShownOnceWithItsLastFailure() throws IOException {
        add("two", PASSED, FAILED);
        add("two", new TestResult(Outcome.FAILED, "Queue", "keepsAll", "two were lost"));
        assertThat(markdown())
                .contains("| two | 2 | 1 | 1 |")
                .contains("two were lost")
                .doesNotContain("one was lost");
    }

    @Test
    void targetsStandBesideEachOther() throws IOException {
        add("three", PASSED);
        add("four", FAILED);
        assertThat(markdown()).contains("| three | 1 | 1 | 0 |").contains("| four | 1 | 0 | 1 |");
        for (String report : List.of("report.json", "report.html")) {
            assertThat(directory.resolve(report)).content().contains("one was lost");
        }
    }

    private void add(String target, TestResult... tests) throws IOException {
        ComplianceReport.add(new TargetResult(target, "", Map.of(), List.of(), List.of(tests)), directory);
    }

    private String markdown() throws IOException {
        return Files.readString(directory.resolve("report.md"));
    }
}
