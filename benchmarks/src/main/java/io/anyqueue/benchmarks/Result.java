package io.anyqueue.benchmarks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measurement.
 *
 * @param metrics numbers by name; the name ends with the unit
 * @param failure why there are none; null where there are
 */
record Result(
        String setting,
        String workload,
        String candidate,
        int repetition,
        Map<String, Double> metrics,
        @Nullable String failure) {}
