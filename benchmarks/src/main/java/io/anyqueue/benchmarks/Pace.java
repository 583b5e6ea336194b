package io.anyqueue.benchmarks;

import java.time.Duration;

/**
 * How long a measurement takes.
 *
 * @param warmUp before anything counts
 * @param measured what counts
 * @param backlog messages in the largest backlog
 */
record Pace(Duration warmUp, Duration measured, int backlog) {
    static final Pace SHORT = new Pace(Duration.ofSeconds(3), Duration.ofSeconds(3), 1_000_000);
    static final Pace FULL = new Pace(Duration.ofSeconds(8), Duration.ofSeconds(8), 1_000_000);
}
