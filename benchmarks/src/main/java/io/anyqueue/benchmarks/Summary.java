package io.anyqueue.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One table for each setting, made to be pasted into documentation: a row for each workload and metric, a column for each
 * candidate with its median, and in parentheses that as a multiple of the first candidate's.
 */
final class Summary {
    private final List<Result> results;

    Summary(List<Result> results) {
        this.results = results;
    }

    String markdown(Setting setting) {
        List<Result> own = results.stream()
                .filter(each -> each.setting().equals(setting.name()))
                .toList();
        Set<String> workloads = new LinkedHashSet<>();
        Set<String> candidates = new LinkedHashSet<>();
        for (Result each : own) {
            workloads.add(each.workload());
            candidates.add(each.candidate());
        }
        StringBuilder text = new StringBuilder("| workload | | ");
        text.append(String.join(" | ", candidates)).append(" |\n|---|---|");
        text.append("---:|".repeat(candidates.size())).append('\n');
        for (String workload : workloads) {
            rows(
                    text,
                    own.stream()
                            .filter(each -> each.workload().equals(workload))
                            .toList(),
                    workload,
                    candidates);
        }
        return text.toString();
    }

    private static void rows(StringBuilder text, List<Result> results, String workload, Set<String> candidates) {
        Set<String> metrics = new TreeSet<>();
        results.forEach(each -> metrics.addAll(each.metrics().keySet()));
        String first = workload;
        for (String metric : metrics) {
            text.append("| ").append(first).append(" | ").append(metric).append(" |");
            @Nullable Spread base = null;
            for (String candidate : candidates) {
                Spread spread = Spread.of(
                        results.stream()
                                .filter(each -> each.candidate().equals(candidate))
                                .toList(),
                        metric);
                text.append(' ')
                        .append(spread == null ? "" : cell(spread, base))
                        .append(" |");
                base = base == null ? spread : base;
            }
            text.append('\n');
            first = "";
        }
    }

    private static String cell(Spread spread, @Nullable Spread base) {
        String median = Report.number(spread.median());
        return base == null || base.median() <= 0
                ? median
                : median + String.format(Locale.ROOT, " (%.2f)", spread.median() / base.median());
    }
}
