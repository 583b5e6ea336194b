package io.anyqueue.amqp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps an idle connection alive and notices a silent peer. Belongs to the event loop. */
final class KeepAlive {
    private static final long LEAST_MILLIS = 50;

    private final Wire wire;
    private @Nullable Future<?> timer;

    KeepAlive(Wire wire) {
        this.wire = wire;
    }

    /** Has the engine look, which writes what the peer has to hear in time or fails; and again before that is due. */
    void tick() {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        long deadline = wire.engine().tick(now);
        if (deadline != 0 && wire.endCause() == null) {
            timer = wire.schedule(Duration.ofMillis(Math.max(LEAST_MILLIS, (deadline - now) / 2)), this::tick);
        }
    }

    void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
