package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Settings;
import java.util.random.RandomGenerator;

/** The pauses between attempts to recover: none before the first, then doubling up to a limit, with jitter. */
final class Backoff {
    private final long firstMillis;
    private final long mostMillis;
    private final RandomGenerator random;
    private int attempts;

    Backoff(Settings settings, RandomGenerator random) {
        this.firstMillis = settings.get(ClientOptions.RECOVERY_DELAY).toMillis();
        this.mostMillis = settings.get(ClientOptions.RECOVERY_MAX_DELAY).toMillis();
        this.random = random;
    }

    int attempts() {
        return attempts;
    }

    /** Counts an attempt and gives the pause after it, between half and the whole of its nominal length. */
    long nextPauseMillis() {
        int doublings = Math.min(30, attempts++);
        long nominal = Math.min(mostMillis, firstMillis << doublings);
        return nominal / 2 + random.nextLong(nominal / 2 + 1);
    }
}
