package io.anyqueue.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Adds up wall time, CPU and allocation of this process over the sections between {@link #begin} and {@link #end}. Used by one
 * thread.
 */
final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Histogram latencies = new Histogram(3);
    private long wall;
    private long cpu;
    private long allocated;
    private long messages;
    private long begunAt;
    private long cpuAtBegin;
    private long allocatedAtBegin;

    void begin() {
        allocatedAtBegin = allocatedBytes();
        cpuAtBegin = SYSTEM.getProcessCpuTime();
        begunAt = System.nanoTime();
    }

    void end(long done) {
        wall += System.nanoTime() - begunAt;
        cpu += SYSTEM.getProcessCpuTime() - cpuAtBegin;
        allocated += Math.max(0, allocatedBytes() - allocatedAtBegin);
        messages += done;
    }

    /** Of all threads that live now; the hot ones live from before a section to after it. */
    private static long allocatedBytes() {
        long sum = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, each);
        }
        return sum;
    }

    void latency(long nanos) {
        latencies.recordValue(nanos);
    }

    /** Nanoseconds measured so far. */
    long elapsed() {
        return wall;
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("throughput msg/s", messages / (wall / 1e9));
        metrics.put("client CPU us/msg", cpu / 1e3 / messages);
        metrics.put("allocated bytes/msg", (double) allocated / messages);
        if (latencies.getTotalCount() > 0) {
            metrics.put("latency p50 us", latencies.getValueAtPercentile(50) / 1e3);
            metrics.put("latency p99 us", latencies.getValueAtPercentile(99) / 1e3);
            metrics.put("latency p99.9 us", latencies.getValueAtPercentile(99.9) / 1e3);
        }
        return metrics;
    }
}
