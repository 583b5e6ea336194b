package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.StreamMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
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

    // guarded by lock
    private final Acknowledgement acknowledgement;
    private final List<ReceiverLink> lingering = new ArrayList<>();
    private final ArrayDeque<Received> assigned = new ArrayDeque<>();

    SessionDeliveries(ClientSession session, AcknowledgementMode mode) {
        this.session = session;
        this.mode = mode;
        this.acknowledgement = Acknowledgement.of(mode);
    }

    // ---- to the application ----

    /**
     * Takes a consumer's next delivery for a synchronous receive and accounts for it; null where there is none.
     *
     * @param body the type that {@code receiveBody} asked for, or null
     */
    @Nullable
    JmsMessage handOver(ClientConsumer consumer, @Nullable Class<?> body) throws JMSException {
        lock.lock();
        try {
            Received next = consumer.next();
            if (next == null) {
                return null;
            }
            JmsMessage message = message(next);
            if (body != null && !hasBody(message, body)) {
                refuseBody(next, message, body);
            }
            next.markSeen();
            acknowledgement.received(next);
            return message;
        } finally {
            lock.unlock();
            scheduleFlush();
        }
    }

    private static boolean hasBody(JmsMessage message, Class<?> type) throws JMSException {
        return !(message instanceof StreamMessage) && message.isBodyAssignableTo(type) && message.getBody(type) != null;
    }

    /** Section 8.6: in the automatic modes as if receiveBody had not been called, else consumed and unacknowledged. */
    private void refuseBody(Received next, JmsMessage message, Class<?> body) throws JMSException {
        if (mode == AcknowledgementMode.AUTO || mode == AcknowledgementMode.DUPS_OK) {
            next.link().owner().redeliver(List.of(next));
        } else {
            next.markSeen();
            acknowledgement.received(next);
        }
        throw new MessageFormatException(
                "receiveBody: " + message + " has no body that is a " + body.getName()
                        + "; it can be received with receive()",
                "ANYQUEUE-BODY-TYPE");
    }

    /** Takes a consumer's next delivery for its listener. */
    @Nullable
    Received takeFrom(ClientConsumer consumer) {
        lock.lock();
        try {
            return consumer.next();
        } finally {
            lock.unlock();
        }
    }

    /** Calls a listener; false where it threw and the message has to be delivered again after a pause (section 8.7). */
    boolean callListener(MessageListener listener, Received received) {
        lock.lock();
        try {
            received.markSeen();
            acknowledgement.delivering(received);
        } finally {
            lock.unlock();
        }
        try {
            listener.onMessage(message(received));
        } catch (RuntimeException | Error e) {
            Log.CLIENT.warn(
                    "A message listener of {} threw for {}",
                    session,
                    received.delivery().message(),
                    e);
            return !redeliveredAfterFailure(received);
        }
        lock.lock();
        try {
            acknowledgement.consumed(received);
        } finally {
            lock.unlock();
        }
        scheduleFlush();
        closeLingering();
        return true;
    }

    private boolean redeliveredAfterFailure(Received received) {
        boolean again;
        lock.lock();
        try {
            again = acknowledgement.failed(received);
        } finally {
            lock.unlock();
        }
        if (again) {
            redeliver(List.of(received));
            closeLingering();
        }
        return again;
    }

    JmsMessage message(Received received) {
        MessageData data = session.connection()
                .temporaries()
                .asApplicationKnows(received.delivery().message());
        JmsMessage message = session.messages().received(data, received.deliveryCount(), received.isRedelivered());
        message.acknowledgeWith(() -> acknowledge(received));
        return message;
    }

    // ---- for connection consumers ----

    /** Takes deliveries that {@link #runAssigned} will give to the session's listener. */
    void assign(List<Received> deliveries) {
        lock.lock();
        try {
            assigned.addAll(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the assigned deliveries to a listener on the calling thread (section 8.2). */
    void runAssigned(MessageListener listener) {
        for (Received next = nextAssigned(); next != null; next = nextAssigned()) {
            callListener(listener, next);
        }
    }

    private @Nullable Received nextAssigned() {
        lock.lock();
        try {
            return assigned.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    // ---- acknowledgement ----

    private void acknowledge(Received received) throws JMSException {
        session.requireUsable("acknowledge");
        lock.lock();
        try {
            acknowledgement.acknowledge(received);
        } finally {
            lock.unlock();
        }
        closeLingering();
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
        closeLingering();
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
            closeLingering();
        }
    }

    private void scheduleFlush() {
        if (mode == AcknowledgementMode.DUPS_OK) {
            session.scheduleTick();
        }
    }

    List<Received> unsettled() {
        lock.lock();
        try {
            return new ArrayList<>(acknowledgement.unsettled());
        } finally {
            lock.unlock();
        }
    }

    // ---- the way back ----

    /** Delivers again, in order, what has not been acknowledged. */
    void recover() {
        List<Received> again;
        lock.lock();
        try {
            again = acknowledgement.recover();
        } finally {
            lock.unlock();
        }
        redeliver(again);
        closeLingering();
    }

    /** What a transaction has consumed; from now on it is the caller's. */
    List<Received> takeConsumed() {
        lock.lock();
        try {
            return acknowledgement.takeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Puts deliveries back, counting a failure of each, or rejects those that have reached the limit. */
    void redeliver(List<Received> ascending) {
        int limit = session.settings().get(ClientOptions.DELIVERY_LIMIT);
        Map<ReceiverLink.Owner, List<Received>> byOwner = new LinkedHashMap<>();
        for (Received each : ascending) {
            if (each.link().isLost()) {
                continue;
            }
            if (limit > 0 && each.deliveryCount() >= limit) {
                reject(each);
            } else {
                each.countFailure();
                byOwner.computeIfAbsent(each.link().owner(), owner -> new ArrayList<>())
                        .add(each);
            }
        }
        byOwner.forEach(ReceiverLink.Owner::redeliver);
        session.scheduleTick();
    }

    private static void reject(Received received) {
        Log.CLIENT.warn(
                "{} was delivered {} times without success, which is the limit, and is rejected",
                received.delivery().message(),
                received.deliveryCount());
        received.link().settle(received.number(), received.number(), Outcome.REJECTED, null);
    }

    // ---- closing ----

    /**
     * Closes a consumer to further hand-overs; null where it was closed before, else whether its link must linger because
     * deliveries of it are unsettled.
     */
    @Nullable
    Boolean close(ClientConsumer consumer) {
        ReceiverLink link = consumer.link();
        lock.lock();
        try {
            if (!consumer.markClosed()) {
                return null;
            }
            boolean held = link != null && holds(link);
            if (held) {
                lingering.add(link);
            }
            return held;
        } finally {
            lock.unlock();
        }
    }

    private boolean holds(ReceiverLink link) {
        return acknowledgement.unsettled().stream().anyMatch(each -> each.link() == link);
    }

    /** Closes receivers of closed consumers whose last delivery has been settled. */
    void closeLingering() {
        List<ReceiverLink> done = new ArrayList<>();
        lock.lock();
        try {
            if (lingering.isEmpty()) {
                return;
            }
            lingering.removeIf(each -> !holds(each) && done.add(each));
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
            Settlement.settle(acknowledgement.takeAll(), Outcome.FAILED, null);
            Settlement.settle(assigned, Outcome.RELEASED, null);
            assigned.clear();
        } finally {
            lock.unlock();
        }
    }
}
