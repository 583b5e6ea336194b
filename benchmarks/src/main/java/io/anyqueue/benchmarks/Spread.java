package io.anyqueue.benchmarks;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The median of some repetitions, with their extremes. */
record Spread(double median, double lowest, double highest) {

    /** Null where no repetition has the metric. */
    static @Nullable Spread of(List<Result> repetitions, String metric) {
        List<Double> sorted = repetitions.stream()
                .map(each -> each.metrics().get(metric))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        int count = sorted.size();
        if (count == 0) {
            return null;
        }
        double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(count - 1));
    }
}
