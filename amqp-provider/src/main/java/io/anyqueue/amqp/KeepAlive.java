package io.anyqueue.amqp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.engine.exceptions.IdleTimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps an idle connection alive and notices a silent peer. Belongs to the event loop. */
final class KeepAlive {
    private static final long LEAST_MILLIS = 50;
    private static final byte[] EMPTY_FRAME = {0, 0, 0, 8, 2, 0, 0, 0};

    private final Wire wire;
    private @Nullable Future<?> timer;

    KeepAlive(Wire wire) {
        this.wire = wire;
    }

    /** From now to the end has the engine look in time, which writes what the peer has to hear, or fails. */
    void tick() {
        long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        long deadline = wire.engine().tick(now);
        if (deadline != 0 && wire.endCause() == null) {
            timer = wire.schedule(Duration.ofMillis(Math.max(LEAST_MILLIS, (deadline - now) / 2)), this::tick);
        }
    }

    /** Writes a frame that says nothing, as heartbeats are. */
    void beat() {
        wire.engine()
                .pipeline()
                .fireWrite(ProtonBufferAllocator.defaultAllocator().copy(EMPTY_FRAME), null);
    }

    /** The failure of an engine that has heard nothing for too long, with what is too long; any other as it is. */
    @Nullable
    Throwable explained(@Nullable Throwable failure) {
        if (!(failure instanceof IdleTimeoutException)) {
            return failure;
        }
        Duration limit = Duration.ofMillis(wire.engine().connection().getIdleTimeout());
        return new IOException(
                "the peer was silent for longer than " + AmqpOptions.IDLE_TIMEOUT + " (now "
                        + AmqpOptions.IDLE_TIMEOUT.show(limit)
                        + "); raise it if the broker or the network may pause longer",
                failure);
    }

    void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
