package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.DueIndex;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets sends into a bounded queue: at once where there is room, else in their turn when there is, until their deadline.
 * Owned by a {@link MessageQueue}; every method is called under its lock.
 */
final class Admission {
    private final Address address;
    private final QueueBound bound;
    private final Room room;
    private final Dispatcher dispatcher;
    private final FollowUp.Collector followUp;
    private final Alarm patience;
    private final Alarm.Sleeper deadlines;

    /** @param deadlines called when a deadline has passed, to call {@link #endWaits} under the lock */
    Admission(
            MessageQueue queue,
            Room room,
            Dispatcher dispatcher,
            FollowUp.Collector followUp,
            Alarm.Sleeper deadlines) {
        this.address = queue.address();
        this.bound = queue.bound();
        this.room = room;
        this.dispatcher = dispatcher;
        this.followUp = followUp;
        this.patience = queue.broker().patience();
        this.deadlines = deadlines;
    }

    /**
     * Takes a place for a send that comes now; false where it waits for one, and is answered later.
     *
     * @param send the send in its transaction, for which a place is reserved only; null outside one
     * @throws JMSException where the queue is full and refuses what it has no room for
     */
    boolean take(MemorySender sender, MessageData message, Transaction.@Nullable Send send, Object token)
            throws JMSException {
        if (room.take()) {
            return true;
        }
        if (bound.policy() == OverflowPolicy.REJECT) {
            throw full();
        }
        long deadline = patience.now() + sender.timeoutMillis();
        if (room.await(new WaitingSend(sender, message, send, token, deadline))) {
            followUp.later(() -> patience.request(deadline, deadlines));
        }
        return false;
    }

    /** Takes a place for a message that must enter, be there room or not. */
    void takeAnyway() {
        room.takeAnyway();
    }

    /** Gives back a place that was taken for nothing. */
    void cancel() {
        room.give(1);
    }

    /** Lets in those that wait, as far as there is room. */
    void admitWaiting() {
        for (WaitingSend next = room.admitNext(); next != null; next = room.admitNext()) {
            Transaction.Send transacted = next.transacted();
            if (transacted == null) {
                dispatcher.enter(next.message());
                complete(next, null);
            } else if (transacted.admit()) {
                complete(next, null);
            } else {
                room.give(1);
                complete(next, Refusals.rolledBack(null));
            }
        }
    }

    /** Fails those whose deadline has passed. */
    void endWaits(long now) {
        fail(waiting -> waiting.deadline() <= now, full());
        long next = room.rung();
        if (next != DueIndex.NEVER) {
            followUp.later(() -> patience.request(next, deadlines));
        }
    }

    /** Fails those that shall wait no longer. */
    void fail(Predicate<WaitingSend> which, JMSException cause) {
        room.withdraw(which).forEach(waiting -> complete(waiting, cause));
    }

    /** Runs an action in the turn of a sender's session, when none of its sends waits any more. */
    void whenDone(MemorySender sender, Runnable action) {
        WaitingSend last = room.lastOf(sender);
        if (last != null) {
            last.then(action);
        } else {
            sender.signals().add(action);
            followUp.later(sender.signals()::drain);
        }
    }

    private void complete(WaitingSend waiting, @Nullable JMSException failure) {
        waiting.complete(failure);
        followUp.later(waiting.sender().signals()::drain);
    }

    private JMSException full() {
        return Refusals.full(address, bound.limit());
    }
}
