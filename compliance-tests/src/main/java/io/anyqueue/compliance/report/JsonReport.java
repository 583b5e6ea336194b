package io.anyqueue.compliance.report;

import io.anyqueue.compliance.report.ComplianceReport.ChapterCoverage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report for programs. Immutable. */
final class JsonReport {
    private final ComplianceReport report;

    JsonReport(ComplianceReport report) {
        this.report = report;
    }

    String render() {
        return "{\n  \"targets\": "
                + report.targets().stream().map(this::target).collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
                + ",\n  \"requirements\": " + requirements()
                + ",\n  \"statements\": "
                + report.catalogue().statements().stream()
                        .map(this::statement)
                        .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
                + "\n}\n";
    }

    private String target(TargetResult target) {
        return "{\"name\": " + text(target.name())
                + ", \"ran\": " + target.ran()
                + ", \"passed\": " + (target.count(Outcome.PASSED) + target.count(Outcome.ABSENT))
                + ", \"failed\": " + target.count(Outcome.FAILED)
                + ", \"excluded\": " + target.count(Outcome.EXCLUDED)
                + ", \"absent\": " + target.count(Outcome.ABSENT)
                + ", \"notClaimed\": " + target.count(Outcome.NOT_CLAIMED)
                + ", \"withoutHook\": " + target.count(Outcome.NO_HOOK)
                + ", \"notRun\": " + text(target.notRun())
                + ", \"capabilities\": " + list(target.capabilities())
                + ", \"absentCapabilities\": " + list(target.absentFeatures())
                + ", \"versions\": " + map(target.versions())
                + ", \"areas\": " + areas(target)
                + ", \"exceptions\": " + exceptions(target) + "}";
    }

    private String areas(TargetResult target) {
        return report.areas().stream()
                .map(area -> text(area) + ": " + text(ComplianceReport.cell(target, area)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String exceptions(TargetResult target) {
        return target.tests().stream()
                .filter(TestResult::isNotable)
                .map(test -> "{\"test\": " + text(test.name()) + ", \"outcome\": "
                        + text(test.outcome().toString()) + ", \"detail\": " + text(test.detail()) + "}")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String requirements() {
        return "{" + counts(report.total())
                + ", \"chapters\": {"
                + report.chapters().stream()
                        .map(chapter -> text(chapter.chapter()) + ": {" + counts(chapter) + "}")
                        .collect(Collectors.joining(", "))
                + "}}";
    }

    private static String counts(ChapterCoverage chapter) {
        return "\"total\": " + chapter.total() + ", \"tested\": " + chapter.tested() + ", \"untestable\": "
                + chapter.untestable();
    }

    private String statement(Statement statement) {
        List<String> tests = report.coverage().testsOf().getOrDefault(statement.id(), List.of());
        String untestable = statement.untestable();
        return "{\"id\": " + text(statement.id())
                + ", \"required\": " + statement.required()
                + ", \"text\": " + text(statement.text())
                + (untestable == null ? "" : ", \"untestable\": " + text(untestable))
                + ", \"tests\": " + list(tests) + "}";
    }

    private static String list(Collection<String> values) {
        return values.stream().map(JsonReport::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String map(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
