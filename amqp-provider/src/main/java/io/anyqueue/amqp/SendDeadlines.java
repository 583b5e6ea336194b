package io.anyqueue.amqp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sends of one sender whose time is over. One timer serves all: it looks at the oldest and sets itself anew while
 * there are any. Belongs to the event loop.
 */
final class SendDeadlines {
    private static final long LEAST_NANOS = 1_000_000;

    private final Wire wire;
    private final SendQueue queue;
    private final Consumer<Send> unwritten;
    private final Consumer<Send> unanswered;
    private @Nullable Future<?> timer;

    /**
     * @param unwritten ends a send that still waits for credit, or for the socket
     * @param unanswered ends one that was written, at least in part
     */
    SendDeadlines(Wire wire, SendQueue queue, Consumer<Send> unwritten, Consumer<Send> unanswered) {
        this.wire = wire;
        this.queue = queue;
        this.unwritten = unwritten;
        this.unanswered = unanswered;
    }

    /** Makes sure that it looks when the oldest send's time is over. */
    void watch() {
        Send oldest = queue.oldest();
        if (timer == null && oldest != null) {
            long left = Math.max(LEAST_NANOS, oldest.deadline() - System.nanoTime());
            timer = wire.schedule(Duration.ofNanos(left), this::endOverdue);
        }
    }

    private void endOverdue() {
        timer = null;
        long now = System.nanoTime();
        for (Send late = queue.pollOverdueWaiting(now); late != null; late = queue.pollOverdueWaiting(now)) {
            unwritten.accept(late);
        }
        for (Send late = queue.pollOverdueUnanswered(now); late != null; late = queue.pollOverdueUnanswered(now)) {
            unanswered.accept(late);
        }
        watch();
    }

    void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
