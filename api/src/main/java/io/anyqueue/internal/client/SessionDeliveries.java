package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.internal.message.JmsMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a session has handed to the application and not settled yet: the step from a consumer's buffer to the application,
 * acknowledgement, and the way back.
 *
 * <p>The lock makes each hand-over one step, seen by close and recovery as done or not begun. Nothing waits and no application
 * code runs under it; settling does not block.
 */
final class SessionDeliveries {
    private final ClientSession session;
    private final AcknowledgementMode mode;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Acknowledgement acknowledgement;

    /** What a commit or rollback under way has taken. */
    @GuardedBy("lock")
    private List<Received> discharging = List.of();

    /** Links of closed consumers, of each of which something is unsettled. */
    @GuardedBy("lock")
    private final List<ReceiverLink> lingering = new ArrayList<>();

    private final AssignedDeliveries assigned = new AssignedDeliveries(lock);
    private final ReceivedMessages messages;
    private final Redelivery redelivery;

    SessionDeliveries(ClientSession session, AcknowledgementMode mode) {
        this.session = session;
        this.mode = mode;
        this.acknowledgement = Acknowledgement.of(mode);
        this.messages = new ReceivedMessages(session);
        this.redelivery = new Redelivery(session);
    }

    ReceivedMessages messages() {
        return messages;
    }

    /**
     * Takes a consumer's next delivery for a synchronous receive and accounts for it; null where there is none.
     *
     * @param body the type that {@code receiveBody} asked for, or null
     */
    @Nullable
    JmsMessage handOver(ClientConsumer consumer, @Nullable Class<?> body) throws JMSException {
        lock.lock();
        try {
            // A stop that has returned is not overtaken: it passes through this lock.
            Received next = session.isStarted() ? consumer.next() : null;
            if (next == null) {
                return null;
            }
            JmsMessage message = message(next);
            MessageFormatException refusal = body == null ? null : RequestedBody.refusal(message, body);
            if (refusal != null) {
                refuse(next);
                throw refusal;
            }
            acknowledgement.received(next);
            return message;
        } finally {
            lock.unlock();
            scheduleFlush();
        }
    }

    /** Section 8.6: in the automatic modes as if receiveBody had not been called, else consumed and unacknowledged. */
    @GuardedBy("lock")
    private void refuse(Received next) {
        if (mode == AcknowledgementMode.AUTO || mode == AcknowledgementMode.DUPS_OK) {
            next.link().owner().redeliver(List.of(next));
            session.scheduleTick();
        } else {
            acknowledgement.received(next);
        }
    }

    /** Takes a consumer's next delivery for another session to account for. */
    @Nullable
    Received takeFrom(ClientConsumer consumer) {
        lock.lock();
        try {
            return consumer.next();
        } finally {
            lock.unlock();
        }
    }

    /** Calls a listener with a consumer's next delivery; false where there is none. */
    boolean callListener(MessageListener listener, ClientConsumer consumer) {
        Received next;
        lock.lock();
        try {
            // Stopped means that no listener is called, whoever signalled (section 6.1.5).
            next = session.isStarted() ? accountFor(consumer.next()) : null;
        } finally {
            lock.unlock();
        }
        if (next == null) {
            return false;
        }
        callListener(listener, next);
        return true;
    }

    @GuardedBy("lock")
    private @Nullable Received accountFor(@Nullable Received next) {
        if (next != null) {
            acknowledgement.delivering(next);
        }
        return next;
    }

    /** Calls a listener with a delivery that is accounted for; one that it throws at is delivered again (section 8.7). */
    private void callListener(MessageListener listener, Received received) {
        try {
            listener.onMessage(message(received));
        } catch (Throwable e) { // languages without checked exceptions throw them all the same
            Log.CLIENT.warn(
                    "A message listener of {} threw for {}",
                    session,
                    received.delivery().message(),
                    e);
            redeliverAfterFailure(received);
            return;
        }
        lock.lock();
        try {
            acknowledgement.consumed(received);
        } finally {
            lock.unlock();
        }
        scheduleFlush();
        afterSettling();
        received.link().owner().listenerEnded(true);
    }

    private void redeliverAfterFailure(Received received) {
        boolean again;
        lock.lock();
        try {
            again = acknowledgement.failed(received);
        } finally {
            lock.unlock();
        }
        received.link().owner().listenerEnded(!again);
        if (again) {
            redelivery.putBack(List.of(received));
            afterSettling();
        }
    }

    private JmsMessage message(Received received) {
        JmsMessage message = messages.received(received);
        message.acknowledgeWith(() -> acknowledge(received));
        return message;
    }

    /** What connection consumers have assigned to this session. */
    AssignedDeliveries assigned() {
        return assigned;
    }

    /** Gives the assigned deliveries to a listener on the calling thread (section 8.2). */
    void runAssigned(MessageListener listener) {
        assigned.run(this::nextAssigned, each -> callListener(listener, each));
    }

    private @Nullable Received nextAssigned() {
        lock.lock();
        try {
            return accountFor(session.isClosing() ? null : assigned.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Returns when every hand-over that began before has been completed. */
    @SuppressWarnings("LockNotBeforeTry") // there is nothing to do under it
    void awaitHandOver() {
        lock.lock();
        lock.unlock();
    }

    private void acknowledge(Received received) throws JMSException {
        session.requireUsable("acknowledge");
        lock.lock();
        try {
            acknowledgement.acknowledge(received);
        } finally {
            lock.unlock();
        }
        afterSettling();
    }

    /** Acknowledges all that the session has consumed. */
    void acknowledgeAll() throws JMSException {
        lock.lock();
        try {
            for (Received each : new ArrayList<>(acknowledgement.unsettled())) {
                acknowledgement.acknowledge(each);
            }
        } finally {
            lock.unlock();
        }
        afterSettling();
    }

    /** Settles what a lazy mode has put off. */
    void flush() {
        if (mode == AcknowledgementMode.DUPS_OK) {
            lock.lock();
            try {
                acknowledgement.flush();
            } finally {
                lock.unlock();
            }
            afterSettling();
        }
    }

    private void scheduleFlush() {
        if (mode == AcknowledgementMode.DUPS_OK) {
            session.scheduleTick();
        }
    }

    /** What the application has seen and is not settled for certain: the outcome of a commit under way is not known yet. */
    List<Received> unsettled() {
        lock.lock();
        try {
            return withDischarging().toList();
        } finally {
            lock.unlock();
        }
    }

    /** Delivers again, in order, what has not been acknowledged. */
    void recover() {
        List<Received> again;
        lock.lock();
        try {
            again = acknowledgement.recover();
        } finally {
            lock.unlock();
        }
        redelivery.putBack(again);
        afterSettling();
    }

    /** What a transaction has consumed, whose links it needs until {@link #discharged}. */
    List<Received> takeConsumed() {
        lock.lock();
        try {
            discharging = acknowledgement.takeAll();
            return discharging;
        } finally {
            lock.unlock();
        }
    }

    /** The transaction that {@link #takeConsumed} was for has ended. */
    void discharged() {
        lock.lock();
        try {
            Received.leaving(discharging);
            discharging = List.of();
        } finally {
            lock.unlock();
        }
        afterSettling();
    }

    /** What a transaction had consumed is delivered again. */
    void redeliver(List<Received> ascending) {
        redelivery.putBack(ascending);
    }

    /** What closing a consumer to further hand-overs leaves to do. */
    enum Closure {
        /** It was closed before: nothing. */
        REPEATED,
        /** Deliveries of its link are unsettled, so the link must linger until they are. */
        LINGERING,
        /** Nothing of it is held, so its link can be closed. */
        COMPLETE
    }

    /** Closes a consumer to further hand-overs. */
    Closure close(ClientConsumer consumer) {
        lock.lock();
        try {
            if (!consumer.markClosed()) {
                return Closure.REPEATED;
            }
            // What a lazy mode has put off need not keep the receiver.
            acknowledgement.flush();
            ReceiverLink link = consumer.link();
            if (link != null && holds(link)) {
                lingering.add(link);
                return Closure.LINGERING;
            }
            return Closure.COMPLETE;
        } finally {
            lock.unlock();
        }
    }

    /** True while deliveries of a link are unsettled or assigned here. */
    boolean isHolding(ReceiverLink link) {
        lock.lock();
        try {
            return holds(link) || assigned.isHolding(link);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean holds(ReceiverLink link) {
        return withDischarging().anyMatch(each -> each.link() == link);
    }

    @GuardedBy("lock")
    private Stream<Received> withDischarging() {
        return Stream.concat(acknowledgement.unsettled().stream(), discharging.stream());
    }

    /** Tells whoever waits for this, and closes receivers of closed consumers whose last delivery has been settled. */
    private void afterSettling() {
        session.connection().sessions().settled();
        List<ReceiverLink> done = new ArrayList<>();
        lock.lock();
        try {
            for (ReceiverLink each : lingering) {
                if (!holds(each)) {
                    done.add(each);
                }
            }
            lingering.removeAll(done);
        } finally {
            lock.unlock();
        }
        done.forEach(each -> each.close(SessionLink.Ignored.RESULT));
    }

    /** Closes all consumers and gives back what the application has not acknowledged. */
    void closeAll(ClientConsumer[] consumers) {
        lock.lock();
        try {
            for (ClientConsumer each : consumers) {
                each.markClosed();
            }
            acknowledgement.flush();
            Settlement.fail(acknowledgement.takeAll());
            assigned.release();
        } finally {
            lock.unlock();
        }
    }
}
