package io.anyqueue.compliance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for people who read in a browser: one page that needs nothing else. Immutable. */
final class HtmlReport {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Jakarta Messaging 3.1 compliance</title>
            <style>
            body { font-family: sans-serif; margin: 2em } table { border-collapse: collapse; margin-bottom: 2em }
            th, td { border: 1px solid #bbb; padding: .25em .6em; text-align: left; vertical-align: top }
            td.failed { background: #f6c6c6 } td.excluded { background: #f6e7b9 } td.passed { background: #d5efd5 }
            </style></head><body><h1>Jakarta Messaging 3.1 compliance</h1>
            """;

    private final ComplianceReport report;
    private final StringBuilder out = new StringBuilder(HEAD);

    HtmlReport(ComplianceReport report) {
        this.report = report;
    }

    String render() {
        targets();
        areas();
        exceptions();
        statements();
        return out.append("</body></html>\n").toString();
    }

    private void targets() {
        table(
                "Targets",
                List.of("target", "ran", "passed", "failed", "excluded", "absent", "versions", "capabilities"));
        for (TargetResult target : report.targets()) {
            row(List.of(
                    target.name(),
                    target.notRun().isEmpty() ? String.valueOf(target.ran()) : "NOT RUN: " + target.notRun(),
                    String.valueOf(target.count(Outcome.PASSED) + target.count(Outcome.ABSENT)),
                    String.valueOf(target.count(Outcome.FAILED)),
                    String.valueOf(target.count(Outcome.EXCLUDED)),
                    String.valueOf(target.count(Outcome.ABSENT)),
                    new TreeMap<>(target.versions()).toString(),
                    String.join(", ", target.capabilities())));
        }
        out.append("</table>\n");
    }

    private void areas() {
        List<String> header = new ArrayList<>(List.of("area"));
        report.targets().forEach(target -> header.add(target.name()));
        table("Areas", header);
        for (String area : report.areas()) {
            List<String> cells = new ArrayList<>(List.of(area));
            report.targets().forEach(target -> cells.add(ComplianceReport.cell(target, area)));
            row(cells);
        }
        out.append("</table>\n");
    }

    private void exceptions() {
        table("Failed, excluded or run again", List.of("target", "test", "outcome", "detail"));
        for (TargetResult target : report.targets()) {
            for (TestResult test : target.tests()) {
                if (test.isNotable()) {
                    row(List.of(target.name(), test.name(), test.outcome().toString(), test.detail()));
                }
            }
        }
        out.append("</table>\n");
    }

    private void statements() {
        ComplianceReport.ChapterCoverage total = report.total();
        table(
                "Requirements: %d, tested %d, untestable %d"
                        .formatted(total.total(), total.tested(), total.untestable()),
                List.of("statement", "level", "text", "tests, or why there is none"));
        for (Statement statement : report.catalogue().statements()) {
            String untestable = statement.untestable();
            List<String> tests = report.coverage().testsOf().getOrDefault(statement.id(), List.of());
            row(List.of(
                    statement.id(),
                    statement.required() ? "required" : "optional",
                    statement.text(),
                    untestable == null ? String.join(", ", tests) : untestable));
        }
        out.append("</table>\n");
    }

    private void table(String title, List<String> header) {
        out.append("<h2>").append(escaped(title)).append("</h2>\n<table>\n");
        out.append(header.stream()
                .map(cell -> "<th>" + escaped(cell) + "</th>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n")));
    }

    private void row(List<String> cells) {
        out.append(cells.stream()
                .map(cell -> "<td" + colour(cell) + ">" + escaped(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n")));
    }

    private static String colour(String cell) {
        if (!cell.matches("\\d+/\\d+.*|NOT RUN.*")) {
            return "";
        }
        boolean failed = cell.contains("failed") || cell.startsWith("NOT RUN");
        return failed ? " class=\"failed\"" : cell.contains("excluded") ? " class=\"excluded\"" : " class=\"passed\"";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
