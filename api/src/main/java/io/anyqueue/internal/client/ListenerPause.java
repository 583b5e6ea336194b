package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;

/**
 * Keeps a listener that goes on failing from spinning: its first failure is followed by redelivery at once (section 8.7),
 * each further one by a pause that doubles up to a limit. Told by whichever thread calls the listener.
 */
final class ListenerPause {
    private final TimeSource time;
    private final long firstMillis;
    private final long mostMillis;
    private final Runnable whenOver;
    private volatile int failuresInARow;
    private volatile boolean pausing;

    /** @param whenOver called by the time source's thread at the end of each pause */
    ListenerPause(TimeSource time, Settings settings, Runnable whenOver) {
        this.time = time;
        this.firstMillis = settings.get(ClientOptions.REDELIVERY_DELAY).toMillis();
        this.mostMillis = settings.get(ClientOptions.REDELIVERY_MAX_DELAY).toMillis();
        this.whenOver = whenOver;
    }

    boolean isPausing() {
        return pausing;
    }

    void listenerEnded(boolean accepted) {
        int failures = accepted ? 0 : failuresInARow + 1;
        failuresInARow = failures;
        long pause = failures < 2 ? 0 : Math.min(mostMillis, firstMillis << Math.min(30, failures - 2));
        if (pause > 0) {
            pausing = true;
            time.schedule(pause, () -> {
                pausing = false;
                whenOver.run();
            });
        }
    }
}
