package io.anyqueue.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Draws a bar for each candidate and workload, one chart for each setting and metric. */
final class Charts {
    private static final List<String> METRICS = List.of("throughput msg/s", "client CPU us/msg", "allocated bytes/msg");

    private Charts() {}

    static void write(List<Result> results, Path folder) throws IOException {
        for (Setting setting : Setting.values()) {
            List<Result> own = results.stream()
                    .filter(each -> each.setting().equals(setting.name()))
                    .toList();
            for (String metric : METRICS) {
                CategoryChart chart = chart(own, setting + ": " + metric, metric);
                if (chart != null) {
                    String file = setting + "-" + metric.replaceAll("[^A-Za-z]+", "-");
                    VectorGraphicsEncoder.saveVectorGraphic(
                            chart, folder.resolve(file).toString(), VectorGraphicsFormat.SVG);
                }
            }
        }
    }

    private static @Nullable CategoryChart chart(List<Result> results, String title, String metric) {
        Set<String> workloads = new LinkedHashSet<>();
        Set<String> candidates = new LinkedHashSet<>();
        for (Result each : results) {
            if (each.metrics().containsKey(metric)) {
                workloads.add(each.workload());
                candidates.add(each.candidate());
            }
        }
        if (workloads.isEmpty()) {
            return null;
        }
        CategoryChart chart =
                new CategoryChartBuilder().width(1000).height(500).title(title).build();
        chart.getStyler().setYAxisMin(0.0).setXAxisLabelRotation(30);
        for (String candidate : candidates) {
            List<Double> medians = new ArrayList<>();
            for (String workload : workloads) {
                Spread spread = Spread.of(
                        results.stream()
                                .filter(each -> each.workload().equals(workload)
                                        && each.candidate().equals(candidate))
                                .toList(),
                        metric);
                medians.add(spread == null ? 0.0 : spread.median());
            }
            chart.addSeries(candidate, new ArrayList<>(workloads), medians);
        }
        return chart;
    }
}
