package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectionLostException;
import java.util.Objects;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.jspecify.annotations.Nullable;

/** One encoded message on its way. Made by the caller of send, then owned by the event loop. */
final class Send implements LoopTask {
    private final AmqpSender sender;
    private @Nullable ProtonBuffer payload;
    private final @Nullable AmqpTransaction transaction;
    private final Object token;
    private final long deadline;
    private final long delay;
    private boolean presettled;
    private boolean joined;
    private boolean begun;
    private boolean done;

    /** @param delay milliseconds for which a node of its own keeps it; 0 for none */
    Send(
            AmqpSender sender,
            ProtonBuffer payload,
            @Nullable AmqpTransaction transaction,
            Object token,
            long deadline,
            long delay) {
        this.sender = sender;
        this.payload = payload;
        this.transaction = transaction;
        this.token = token;
        this.deadline = deadline;
        this.delay = delay;
    }

    /** Asks for no answer; before it is handed to the loop. */
    void presettle() {
        presettled = true;
    }

    boolean isPresettled() {
        return presettled;
    }

    /** Some of it may be on its way from now on. */
    void begin() {
        begun = true;
    }

    boolean isBegun() {
        return begun;
    }

    /** What a loss means for it: without effect where none of it was written. */
    ConnectionLostException lostBy(ConnectionLostException cause) {
        return begun ? cause : cause.withoutEffect();
    }

    /** What is to be written; not after {@link #takePayload}, and not when done. */
    ProtonBuffer payload() {
        return Objects.requireNonNull(payload, "written already");
    }

    /** The buffer, which nothing of this needs any more. */
    ProtonBuffer takePayload() {
        ProtonBuffer written = payload();
        payload = null;
        return written;
    }

    @Nullable
    AmqpTransaction transaction() {
        return transaction;
    }

    /** Counts it among those that its transaction waits for, once, whichever senders it passes. */
    void joinTransaction() {
        if (transaction != null && !joined) {
            joined = true;
            transaction.sendBegun();
        }
    }

    Object token() {
        return token;
    }

    /** True where the time to take it is over; by {@link System#nanoTime}. */
    boolean isOverdue(long now) {
        return deadline - now <= 0;
    }

    long deadline() {
        return deadline;
    }

    /** Milliseconds; 0 for none. */
    long delay() {
        return delay;
    }

    /** The same for the sender to the node that delays it; this one is done. */
    Send undelayed(AmqpSender next) {
        done = true;
        Send again = new Send(next, takePayload(), transaction, token, deadline, 0);
        again.presettled = presettled;
        again.joined = joined;
        return again;
    }

    boolean isDone() {
        return done;
    }

    /** True once: for whoever reports its outcome. */
    boolean finish() {
        boolean first = !done;
        done = true;
        ProtonBuffer unwritten = payload;
        if (first && unwritten != null) {
            payload = null;
            unwritten.close();
        }
        return first;
    }

    @Override
    public void run() {
        sender.accept(this);
    }

    @Override
    public void abandon(ConnectionLostException cause) {
        sender.abandon(this, cause);
    }
}
