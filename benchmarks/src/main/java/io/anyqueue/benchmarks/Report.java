package io.anyqueue.benchmarks;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes {@code results.json}, {@code report.md} and the charts. */
final class Report {
    private final List<Result> results;
    private final Plan plan;

    Report(List<Result> results, Plan plan) {
        this.results = List.copyOf(results);
        this.plan = plan;
    }

    /** The first number of a result, for the console. */
    static String line(Result result) {
        if (result.failure() != null) {
            return "FAILED: " + result.failure();
        }
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, Double> each : result.metrics().entrySet()) {
            parts.add(each.getKey() + ' ' + number(each.getValue()));
        }
        return String.join(", ", parts);
    }

    void write(Path folder) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("environment", Environment.describe());
        json.put("results", results);
        Files.writeString(
                folder.resolve("results.json"),
                new GsonBuilder().setPrettyPrinting().create().toJson(json));
        Files.writeString(folder.resolve("report.md"), markdown());
        Charts.write(results, folder);
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Benchmarks\n\n");
        Environment.describe()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        text.append("- repetitions: ")
                .append(plan.repetitions())
                .append(
                        ", candidates taking turns, each measurement in a JVM of its own\n\nFirst a summary: medians, in parentheses as a multiple of the first"
                                + " candidate's. Then each workload: median (lowest to highest).\n");
        Summary summary = new Summary(results);
        for (Setting setting : plan.settings()) {
            text.append("\n## ").append(setting).append("\n\n").append(summary.markdown(setting));
        }
        for (Setting setting : plan.settings()) {
            for (String workload : workloads(setting)) {
                table(text, setting, workload);
            }
        }
        return text.toString();
    }

    private Set<String> workloads(Setting setting) {
        Set<String> names = new LinkedHashSet<>();
        for (Result each : results) {
            if (each.setting().equals(setting.name())) {
                names.add(each.workload());
            }
        }
        return names;
    }

    private void table(StringBuilder text, Setting setting, String workload) {
        List<Result> rows = results.stream()
                .filter(each ->
                        each.setting().equals(setting.name()) && each.workload().equals(workload))
                .toList();
        Set<String> metrics = new TreeSet<>();
        Set<String> candidates = new LinkedHashSet<>();
        for (Result each : rows) {
            metrics.addAll(each.metrics().keySet());
            candidates.add(each.candidate());
        }
        text.append("\n## ").append(setting).append(": ").append(workload).append("\n\n| candidate |");
        metrics.forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---:|".repeat(metrics.size())).append('\n');
        for (String candidate : candidates) {
            text.append("| ").append(candidate).append(" |");
            List<Result> own = rows.stream()
                    .filter(each -> each.candidate().equals(candidate))
                    .toList();
            for (String metric : metrics) {
                text.append(' ').append(cell(own, metric)).append(" |");
            }
            text.append('\n');
            own.stream()
                    .filter(each -> each.failure() != null)
                    .forEach(each -> text.append("| ")
                            .append(candidate)
                            .append(" failed: ")
                            .append(each.failure())
                            .append(" |\n"));
        }
    }

    private static String cell(List<Result> results, String metric) {
        Spread spread = Spread.of(results, metric);
        if (spread == null) {
            return "";
        }
        return number(spread.median()) + " (" + number(spread.lowest()) + " to " + number(spread.highest()) + ')';
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
