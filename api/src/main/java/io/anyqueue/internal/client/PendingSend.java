package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A message handed over, or about to be, whose outcome is awaited by the sending thread, a listener or a commit. */
class PendingSend {
    /** The provider keeps the send timeout; this much longer its answer is waited for. */
    static final long GRACE_MILLIS = 1000;

    private static final AtomicIntegerFieldUpdater<PendingSend> DECIDED =
            AtomicIntegerFieldUpdater.newUpdater(PendingSend.class, "decided");

    private final long order;
    private final Address destination;
    private final MessageData message;
    private final Waiter waiter = new Waiter();
    /** 1 from the first answer on; whoever sets it decides the outcome. */
    private volatile int decided;

    private volatile boolean done;
    private @Nullable JMSException failure;
    private @Nullable Predicate<PendingSend> rescue;

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

    /** Offers the send to {@code rescuer} when its connection is lost; true means that it will be sent again. */
    final void rescueBy(Predicate<PendingSend> rescuer) {
        rescue = rescuer;
    }

    /** The provider's answer; the first one counts. */
    final void answered(@Nullable JMSException cause) {
        if (decided != 0) {
            return;
        }
        Predicate<PendingSend> rescuer = rescue;
        boolean lost = cause instanceof io.anyqueue.spi.ConnectionLostException;
        if (lost && rescuer != null && rescuer.test(this)) {
            return;
        }
        if (!DECIDED.compareAndSet(this, 0, 1)) {
            return;
        }
        failure = lost && cause != null ? Failures.sendInDoubt(destination, cause) : cause;
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
