package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.inmemory.store.Unsettled;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of one session: sends that are kept back and deliveries that are held until it ends.
 *
 * <p>It ends once. Threads: safe for any; {@code lock} guards the lists and {@code ended} and is released
 * before any queue is locked. A commit locks all queues that it sends to, in the order of their ids, so that
 * its sends and settlements are seen together.
 */
final class Transaction implements TransactionToken {

    /** A send that is kept back. Its place in a bounded queue is given back exactly once if it is cancelled. */
    static final class Send {
        private enum Step {
            WAITING,
            ADMITTED,
            CANCELLED
        }

        private final SendTarget target;
        private final MemorySender sender;
        private final MessageData message;
        private final AtomicReference<Step> step = new AtomicReference<>(Step.WAITING);

        Send(MemorySender sender, SendTarget target, MessageData message) {
            this.sender = sender;
            this.target = target;
            this.message = message;
        }

        MessageData message() {
            return message;
        }

        /** There is room for it. Answers false where it was cancelled meanwhile, so that the room is free again. */
        boolean admit() {
            return step.compareAndSet(Step.WAITING, Step.ADMITTED);
        }

        private boolean isReady() {
            return step.get() == Step.ADMITTED && !target.isGone();
        }

        private void cancel() {
            Step before = step.getAndSet(Step.CANCELLED);
            if (before == Step.ADMITTED) {
                target.cancelReservation();
            } else if (before == Step.WAITING) {
                target.withdraw(sender, Refusals.rolledBack(null));
            }
        }
    }

    private record Held(QueueReceiver receiver, Unsettled.Hold hold) {}

    private final MemorySession session;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private boolean ended;
    /** What ended it, where that was neither commit nor rollback. */
    private @Nullable JMSException end;

    private final List<Send> sends = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();

    Transaction(MemorySession session) {
        this.session = session;
    }

    /** Keeps a message back; answers like {@link SendTarget#reserve}. */
    boolean send(MemorySender sender, SendTarget target, MessageData message, Object token) throws JMSException {
        Send send = new Send(sender, target, message);
        lock.lock();
        try {
            if (end != null) {
                throw end;
            }
            requireActive();
            sends.add(send);
        } finally {
            lock.unlock();
        }
        try {
            return target.reserve(sender, send, token);
        } catch (JMSException e) {
            withdraw(send);
            throw e;
        }
    }

    /** Holds deliveries; without effect once the transaction has ended, which leaves them unsettled. */
    void hold(QueueReceiver receiver, long first, long last) {
        Unsettled unsettled = receiver.unsettled();
        lock.lock();
        try {
            if (ended) {
                return;
            }
            long end = unsettled.highest(last);
            for (long number = unsettled.lowest(first); number <= end; number++) {
                Unsettled.Hold hold = unsettled.hold(number);
                if (hold != null) {
                    held.add(new Held(receiver, hold));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void commit() throws JMSException {
        end();
        if (!sends.stream().allMatch(Send::isReady)) {
            undo();
            throw Refusals.rolledBack(goneTarget());
        }
        Map<MessageQueue, List<MessageData>> routed = new TreeMap<>(Comparator.comparingLong(MessageQueue::id));
        for (Send send : sends) {
            send.target.route(
                    session.connection(),
                    send.message,
                    (queue, message) -> routed.computeIfAbsent(queue, any -> new ArrayList<>())
                            .add(message));
        }
        List<Runnable> followUps = new ArrayList<>(routed.size());
        routed.keySet().forEach(MessageQueue::lock);
        routed.forEach((queue, messages) -> messages.forEach(queue::enterLocked));
        held.forEach(each -> each.receiver.unsettled().release(each.hold));
        routed.keySet().forEach(queue -> followUps.add(queue.release()));
        followUps.forEach(Runnable::run);
        held.forEach(each -> each.receiver.queue().accepted(1));
    }

    void rollback() throws JMSException {
        end();
        undo();
    }

    /** Rolls back if it has not ended; for sessions that end. A send that comes later is refused with {@code cause}. */
    void abandon(JMSException cause) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            end = cause;
        } finally {
            lock.unlock();
        }
        undo();
    }

    private void withdraw(Send send) {
        lock.lock();
        try {
            sends.remove(send);
        } finally {
            lock.unlock();
        }
    }

    /** After this the lists belong to the thread that ended it. */
    private void end() throws JMSException {
        lock.lock();
        try {
            requireActive();
            ended = true;
        } finally {
            lock.unlock();
        }
        session.forget(this);
    }

    @GuardedBy("lock")
    private void requireActive() throws JMSException {
        if (ended) {
            throw Refusals.transactionEnded();
        }
    }

    private void undo() {
        sends.forEach(Send::cancel);
        // Descending, because messages whose receiver is gone go to the head of their queue one by one.
        for (int i = held.size() - 1; i >= 0; i--) {
            held.get(i).receiver.restore(held.get(i).hold);
        }
    }

    private @Nullable JMSException goneTarget() {
        return sends.stream()
                .map(send -> send.target)
                .filter(SendTarget::isGone)
                .findFirst()
                .map(target -> Refusals.deleted(target.address()))
                .orElse(null);
    }
}
