package io.anyqueue.compliance.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for people who read text. Immutable. */
final class MarkdownReport {
    private final ComplianceReport report;

    MarkdownReport(ComplianceReport report) {
        this.report = report;
    }

    String render() {
        StringBuilder out = new StringBuilder("# Jakarta Messaging 3.1 compliance\n\n## Targets\n\n");
        row(
                out,
                List.of(
                        "target",
                        "ran",
                        "passed",
                        "failed",
                        "excluded",
                        "absent",
                        "versions",
                        "capabilities not claimed"));
        rule(out, 8);
        for (TargetResult target : report.targets()) {
            row(
                    out,
                    List.of(
                            target.name(),
                            target.notRun().isEmpty() ? String.valueOf(target.ran()) : "NOT RUN: " + target.notRun(),
                            String.valueOf(target.count(Outcome.PASSED) + target.count(Outcome.ABSENT)),
                            String.valueOf(target.count(Outcome.FAILED)),
                            String.valueOf(target.count(Outcome.EXCLUDED)),
                            String.valueOf(target.count(Outcome.ABSENT)),
                            new TreeMap<>(target.versions()).toString(),
                            String.join(", ", target.absentFeatures())));
        }
        matrix(out);
        exceptions(out);
        requirements(out);
        return out.toString();
    }

    private void matrix(StringBuilder out) {
        out.append("\n## Areas\n\n");
        List<String> header =
                report.targets().stream().map(TargetResult::name).collect(Collectors.toCollection(ArrayList::new));
        header.add(0, "area");
        row(out, header);
        rule(out, header.size());
        for (String area : report.areas()) {
            List<String> cells = report.targets().stream()
                    .map(target -> ComplianceReport.cell(target, area))
                    .collect(Collectors.toCollection(ArrayList::new));
            cells.add(0, area);
            row(out, cells);
        }
    }

    private void exceptions(StringBuilder out) {
        out.append("\n## Failed, excluded or run again\n\n");
        row(out, List.of("target", "test", "outcome", "detail"));
        rule(out, 4);
        for (TargetResult target : report.targets()) {
            for (TestResult test : target.tests()) {
                if (test.isNotable()) {
                    row(out, List.of(target.name(), test.name(), test.outcome().toString(), test.detail()));
                }
            }
        }
    }

    private void requirements(StringBuilder out) {
        out.append("\n## Requirements\n\n");
        row(out, List.of("chapter", "statements", "tested", "untestable"));
        rule(out, 4);
        for (ComplianceReport.ChapterCoverage chapter : report.chapters()) {
            row(out, counts(chapter));
        }
        row(out, counts(report.total()));
    }

    private static List<String> counts(ComplianceReport.ChapterCoverage chapter) {
        return List.of(
                chapter.chapter(),
                String.valueOf(chapter.total()),
                String.valueOf(chapter.tested()),
                String.valueOf(chapter.untestable()));
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append(
                cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static void rule(StringBuilder out, int columns) {
        row(out, Collections.nCopies(columns, "---"));
    }
}
