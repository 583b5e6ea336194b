package io.anyqueue.amqp;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import jakarta.jms.ResourceAllocationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/**
 * The links of one session, and who waits for the answer to an attach. Belongs to the event loop.
 *
 * <p>Invariants: an attach that waits has its link in here; they are kept in the order of the attaches, because a peer that
 * refuses a link by ending the session means the oldest.
 */
final class SessionEndpoints {
    private final Set<AmqpSender> senders = new LinkedHashSet<>();
    private final Set<AmqpReceiver> receivers = new LinkedHashSet<>();
    private final Deque<Request<?>> attaching = new ArrayDeque<>();

    void attaching(AmqpSender sender, Request<?> request) {
        senders.add(sender);
        attaching.add(request);
    }

    void attaching(AmqpReceiver receiver, Request<?> request) {
        receivers.add(receiver);
        attaching.add(request);
    }

    void attached(Request<?> request) {
        attaching.remove(request);
    }

    void remove(AmqpSender sender) {
        senders.remove(sender);
    }

    void remove(AmqpReceiver receiver) {
        receivers.remove(receiver);
    }

    /**
     * Refuses a link too many here, because brokers end the session over it, or the connection; false where there is room.
     *
     * @param others links that the session has besides these
     */
    boolean refusesMore(String operation, int others, long most, String peer, Completion<?> completion) {
        long used = (long) senders.size() + receivers.size() + others;
        if (used < most) {
            return false;
        }
        completion.failed(new ResourceAllocationException(
                "Cannot " + operation + ": the session has " + used + " senders and receivers, and " + peer
                        + " takes at most " + most + "; close some, or use another session",
                "AMQP-LINKS"));
        return true;
    }

    /** The socket takes more. */
    void writable() {
        new ArrayList<>(senders).forEach(AmqpSender::writable);
    }

    /** The peer has ended the session, and it may have meant one link or one send, of which it says no more. */
    void sessionRefused(ErrorCondition condition, String peer) {
        if (!refuseAttaching(condition, peer) && Conditions.isForbidden(condition)) {
            refuseSending(condition);
        }
    }

    /** False where no attach waits. */
    private boolean refuseAttaching(ErrorCondition condition, String peer) {
        Request<?> oldest = attaching.poll();
        while (oldest != null && oldest.isDone()) {
            oldest = attaching.poll();
        }
        if (oldest != null && Conditions.isRefusal(condition)) {
            oldest.fail(Conditions.refused(oldest.operation(), peer, condition));
        }
        return oldest != null;
    }

    /** Where but one sender has something unanswered, it is that. */
    private void refuseSending(ErrorCondition condition) {
        List<AmqpSender> sending =
                senders.stream().filter(AmqpSender::hasUnanswered).toList();
        if (sending.size() == 1) {
            sending.get(0).refuseOnlySend(condition);
        }
    }

    /** Gives back what was delivered and not settled, and ends each subscription so that it stays, or that no sender is hurt. */
    void end(Runnable then) {
        Countdown countdown = new Countdown(receivers.size(), then);
        for (AmqpReceiver each : new ArrayList<>(receivers)) {
            each.endWithSession(Outcome.FAILED, countdown::step);
        }
        countdown.step();
    }

    /** The session or the connection was lost. */
    void lost(ConnectionLostException cause) {
        new ArrayList<>(senders).forEach(each -> each.parentLost(cause));
        new ArrayList<>(receivers).forEach(AmqpReceiver::parentLost);
    }
}
