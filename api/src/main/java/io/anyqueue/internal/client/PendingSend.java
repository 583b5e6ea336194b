package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A message handed over, or about to be, whose outcome is awaited by the sending thread, a listener or a commit.
 *
 * <pre>
 *   UNDER WAY --answer, time, interruption--> DECIDED --outcome written--> DONE
 *    |     ^
 *    |     handed over again, by recovery
 *    v     |
 *   KEPT --+--time, interruption, no connection any more--> DECIDED
 * </pre>
 *
 * <p>Whoever moves it to decided, in one step, writes its outcome; done makes that visible. It is doubtful from the first loss
 * that may have followed its reception. Threads: the provider answers; the sending thread, timers and recovery decide.
 */
class PendingSend {
    /** The provider keeps the send timeout; this much longer its answer is waited for. */
    static final long GRACE_MILLIS = 1000;

    private static final AtomicIntegerFieldUpdater<PendingSend> DECIDED =
            AtomicIntegerFieldUpdater.newUpdater(PendingSend.class, "decided");

    private final long order;
    private final Address destination;
    private final MessageData message;
    private final Waiter waiter = new Waiter();
    /** 1 once it is decided. */
    private volatile int decided;

    private volatile boolean done;
    private @Nullable JMSException failure;
    private @Nullable Rescuer rescuer;
    /** True once a connection was lost that may have carried it. */
    private volatile boolean doubtful;
    /** True while it waits for another connection. */
    private volatile boolean kept;

    /** Decides what becomes of a send whose connection was lost. */
    interface Rescuer {
        /** True means that it keeps the send, which will be sent again. */
        boolean keeps(PendingSend send, ConnectionLostException cause);
    }

    /**
     * @param order ascending with the session's sends
     * @param destination by the name that the application knows
     */
    PendingSend(long order, Address destination, MessageData message) {
        this.order = order;
        this.destination = destination;
        this.message = message;
    }

    final long order() {
        return order;
    }

    final Address destination() {
        return destination;
    }

    final MessageData message() {
        return message;
    }

    /** Offers the send to one who may keep it when its connection is lost. */
    final void rescueBy(Rescuer other) {
        rescuer = other;
    }

    /** The provider's answer; the first one counts. */
    final void answered(@Nullable JMSException cause) {
        if (cause instanceof ConnectionLostException loss) {
            lost(loss);
        } else {
            decide(cause);
        }
    }

    private void lost(ConnectionLostException cause) {
        if (decided != 0) {
            return;
        }
        doubtful |= !cause.isWithoutEffect();
        Rescuer other = rescuer;
        kept = true;
        if (other == null || !other.keeps(this, cause)) {
            giveUp(cause);
        }
    }

    /** It is being handed to a provider, perhaps once more; false where it has failed meanwhile and must not be. */
    final boolean handingOver() {
        if (kept) {
            kept = false;
        }
        return decided == 0;
    }

    /** Fails it, without effect where its answer is there: {@code limit} is the send timeout. */
    final void expire(Duration limit) {
        if (DECIDED.compareAndSet(this, 0, 1)) {
            finish(lateness(limit));
        }
    }

    /** What is said where its time is over. Only once it is decided: then nobody hands it over any more. */
    final JMSException lateness(Duration limit) {
        String operation = "send to " + destination;
        return kept && !doubtful
                ? Failures.notRestored(operation, limit, ClientOptions.SEND_TIMEOUT.name())
                : Failures.timedOut(operation, limit, ClientOptions.SEND_TIMEOUT.name());
    }

    /** What is said where its thread is interrupted while it waits; as {@link #lateness} only once it is decided. */
    final JMSException interruption(JMSException cause) {
        return kept && !doubtful ? cause : Failures.sendInterrupted(destination, cause);
    }

    /** It will not be sent again after the loss of its connection: fails, and says whether it may have been taken. */
    final void giveUp(JMSException cause) {
        decide(doubtful ? Failures.sendInDoubt(destination, cause) : Failures.notSent(destination, cause));
    }

    private void decide(@Nullable JMSException outcome) {
        if (DECIDED.compareAndSet(this, 0, 1)) {
            finish(outcome);
        }
    }

    private void finish(@Nullable JMSException outcome) {
        failure = outcome;
        done = true;
        waiter.wake();
        completed();
    }

    /** Called once, after the outcome is there, on the provider's thread. */
    void completed() {}

    /** Its failure is told elsewhere: a later answer is passed over, and it is not sent again. */
    final void abandon() {
        DECIDED.compareAndSet(this, 0, 1);
    }

    /** Its outcome; where there is none yet, it fails now, as {@link #expire} says. Not for one that was abandoned. */
    final @Nullable JMSException outcomeNow(Duration limit) {
        expire(limit);
        while (!done) {
            // Somebody else has decided it and is about to say so.
            Thread.onSpinWait();
        }
        return failure;
    }

    /** True where it has failed, but may have been taken. Only once it is done. */
    final boolean isInDoubt() {
        JMSException outcome = failure;
        return doubtful || (outcome != null && Failures.leavesDoubt(outcome));
    }

    /** True where its outcome is settled, whoever has been told. */
    final boolean isDecided() {
        return decided != 0;
    }

    final boolean isDone() {
        return done;
    }

    /** The failure of a send that is done; null for success. */
    final @Nullable JMSException failure() {
        return failure;
    }

    /** Blocks until the outcome is there; false where it is not by the deadline. */
    final boolean await(long deadline, String operation) throws JMSException {
        return done || waiter.awaitParked(deadline, operation, () -> done);
    }
}
