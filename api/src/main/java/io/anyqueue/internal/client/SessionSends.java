package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a session: synchronous, asynchronous and transacted sends, and what becomes of those whose connection
 * is lost. Used by the session's thread of control; recovery calls {@link #resend}.
 */
public final class SessionSends {
    private final ClientSession session;
    private final @Nullable SessionTransaction transaction;
    private final CompletionQueue completions;
    private final Duration timeout;
    private final boolean rescues;
    private final boolean resends;
    /** How many open producers name a destination; their senders are kept. */
    private final Map<Address, Integer> producers = new ConcurrentHashMap<>();

    // used by the session's thread of control only
    private long sent;
    private @Nullable Naming naming;

    private final ReentrantLock handing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<PendingSend> toResend = new ArrayList<>();

    SessionSends(ClientSession session, @Nullable SessionTransaction transaction) {
        ClientConnection connection = session.connection();
        this.session = session;
        this.transaction = transaction;
        this.timeout = connection.settings().get(ClientOptions.SEND_TIMEOUT);
        this.rescues = connection.recovers() && transaction == null;
        this.resends =
                rescues && connection.settings().get(ClientOptions.IN_DOUBT_SEND) == ClientOptions.InDoubtSend.RESEND;
        this.completions = new CompletionQueue(
                connection.executor(),
                connection.time(),
                connection.settings().get(ClientOptions.ASYNC_SEND_WINDOW),
                timeout);
    }

    /** A producer names a destination, which the provider may refuse; blocks. */
    public void openProducer(Address destination) throws JMSException {
        String operation = "create a producer for " + destination;
        session.requireUsable(operation);
        session.connection().requireTopics(destination, operation);
        session.links()
                .perform(
                        operation,
                        link -> link.sender(session.connection().temporaries().current(destination)));
        producers.merge(destination, 1, Integer::sum);
    }

    public void closeProducer(Address destination) {
        producers.computeIfPresent(destination, (key, count) -> count == 1 ? null : count - 1);
    }

    boolean hasProducerFor(Address destination) {
        return producers.containsKey(destination);
    }

    /** True on the thread that is calling a completion listener of this session. */
    public boolean isCallback() {
        return completions.isCallback();
    }

    /** Waits until no asynchronous send is under way and all their listeners have returned (section 7.3.4). */
    public void awaitCompletions(String operation) throws JMSException {
        completions.awaitEmpty(operation);
    }

    /**
     * Sends and blocks until the provider has taken the message, or, with a listener or in a transaction, until it is
     * handed over.
     *
     * @param message with all headers set
     * @param original what the listener is given
     */
    public void send(Address destination, JmsMessage message, Message original, @Nullable CompletionListener listener)
            throws JMSException {
        String sending = operation(destination);
        session.requireUsable(sending);
        session.connection().requireTopics(destination, sending);
        MessageData data = message.snapshot();
        requireDelay(destination, data);
        long order = sent++;
        if (listener != null) {
            sendAsynchronously(completions.register(order, destination, data, original, listener));
        } else if (transaction != null) {
            transaction.send(new PendingSend(order, destination, data));
        } else {
            sendAndWait(new PendingSend(order, destination, data));
        }
    }

    /** What a send is called in errors: made once for a run of sends to one destination, since each of them names it. */
    private String operation(Address destination) {
        Naming last = naming;
        if (last == null || !destination.equals(last.destination)) {
            last = new Naming(destination, "send to " + destination);
            naming = last;
        }
        return last.operation;
    }

    /** One object, since a completion listener may send while the session's thread does. */
    private record Naming(Address destination, String operation) {}

    private void sendAndWait(PendingSend send) throws JMSException {
        long deadline = Waiter.deadlineAfter(timeout.toMillis() + PendingSend.GRACE_MILLIS);
        rescue(send);
        try {
            transmit(send);
        } catch (JMSException e) {
            forget(send);
            throw e;
        }
        if (!awaitAnswer(send, deadline)) {
            forget(send);
            throw send.lateness(timeout);
        }
        JMSException failure = send.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private boolean awaitAnswer(PendingSend send, long deadline) throws JMSException {
        try {
            return send.isDone() || send.await(deadline, operation(send.destination()));
        } catch (JMSException interrupted) {
            forget(send);
            if (send.isDone()) {
                // The answer was faster.
                return true;
            }
            throw send.interruption(interrupted);
        }
    }

    private void sendAsynchronously(PendingSend send) throws JMSException {
        try {
            if (transaction != null) {
                transaction.send(send);
            } else {
                rescue(send);
                transmit(send);
            }
        } catch (JMSException e) {
            if (completions.withdraw(send)) {
                throw e;
            }
        }
    }

    /** Hands over, waiting for recovery where the connection is lost before that. */
    private void transmit(PendingSend send) throws JMSException {
        while (true) {
            SessionLink link = session.links().await(operation(send.destination()), ClientOptions.SEND_TIMEOUT);
            try {
                if (!rescues) {
                    handOver(send, link, null);
                    return;
                }
                if (handOver(send, link, false)) {
                    return;
                }
            } catch (ConnectionLostException e) {
                if (!session.connection().recovers()) {
                    throw e;
                }
                session.links().lost(link, e);
            }
        }
    }

    /**
     * Hands a send over on a link, to where its destination is now; throws where no sender can be had. What comes after is
     * the send's outcome.
     */
    void handOver(PendingSend send, SessionLink link, @Nullable TransactionToken token) throws JMSException {
        Address current = session.connection().temporaries().current(send.destination());
        SenderLink sender = link.sender(current);
        sender.send(send, outgoing(send.message(), current), token);
    }

    /** Opens the sender that a send needs, and throws where there is none, or it would refuse the message whatever the peer says. */
    void check(PendingSend send, SessionLink link) throws JMSException {
        Address current = session.connection().temporaries().current(send.destination());
        link.sender(current).check(outgoing(send.message(), current));
    }

    /**
     * Hands over what recovery may send again. False where it must not be now: a new send while older ones wait to be sent
     * again, which go first; or one that is sent {@code again}, but has failed meanwhile.
     */
    private boolean handOver(PendingSend send, SessionLink link, boolean again) throws JMSException {
        Address current = session.connection().temporaries().current(send.destination());
        SenderLink sender = link.sender(current);
        if (again && !isWhole()) {
            throw new ConnectionLostException("A sender was lost again, with older sends that go first", null);
        }
        MessageData data = outgoing(send.message(), current);
        // The session's thread and recovery may both be here, and a sender is called by one at a time.
        handing.lock();
        try {
            boolean wanted = again ? send.handingOver() : session.links().isCurrent(link);
            if (wanted) {
                sender.send(send, data, null);
            }
            return wanted;
        } finally {
            handing.unlock();
        }
    }

    private void rescue(PendingSend send) {
        if (rescues) {
            send.rescueBy(this::keeps);
        }
    }

    /** Keeps, for recovery, what was not handed to the broker, and, by option, what is in doubt. */
    private boolean keeps(PendingSend send, ConnectionLostException cause) {
        if (!cause.isWithoutEffect() && !(resends && send.message().persistent())) {
            return false;
        }
        lock.lock();
        try {
            return session.isRecoverable() && !send.isDecided() && toResend.add(send);
        } finally {
            lock.unlock();
        }
    }

    /** The peer ended a sender alone, or a send met a loss that has been reported: what is to be sent again needs another. */
    void senderLost(ConnectionLostException cause) {
        if (!isWhole()) {
            session.links().suspend();
            session.connection().recover(cause);
        }
    }

    /** True where nothing waits to be sent again. */
    boolean isWhole() {
        lock.lock();
        try {
            return toResend.stream().allMatch(PendingSend::isDecided);
        } finally {
            lock.unlock();
        }
    }

    /** Sends again what was in doubt, ahead of newer sends, which wait for the link. On the recovery's thread. */
    void resend(SessionLink link) throws JMSException {
        List<PendingSend> again = takeToResend();
        for (int i = 0; i < again.size(); i++) {
            try {
                handOver(again.get(i), link, true);
            } catch (ConnectionLostException | RuntimeException e) {
                if (putBack(again.subList(i, again.size()), e)) {
                    throw e;
                }
                return;
            } catch (JMSException e) {
                again.get(i).answered(e);
            }
        }
    }

    private List<PendingSend> takeToResend() {
        lock.lock();
        try {
            List<PendingSend> all = new ArrayList<>(toResend);
            toResend.clear();
            all.removeIf(PendingSend::isDecided);
            all.sort(Comparator.comparingLong(PendingSend::order));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** False where the session has been closed meanwhile, so that nobody will send them again: they fail. */
    private boolean putBack(List<PendingSend> rest, Exception cause) {
        lock.lock();
        try {
            if (session.isRecoverable()) {
                toResend.addAll(rest);
                return true;
            }
        } finally {
            lock.unlock();
        }
        JMSException reason = Failures.withCause(Failures.closed("session", "send"), cause);
        rest.forEach(each -> each.giveUp(reason));
        return false;
    }

    /** A send whose failure the application has been told is not sent again. */
    private void forget(PendingSend send) {
        lock.lock();
        try {
            send.abandon();
            toResend.remove(send);
        } finally {
            lock.unlock();
        }
    }

    /** Fails what waits to be sent again, when nobody will restore the session any more. */
    void abandon(JMSException cause) {
        takeToResend().forEach(each -> each.giveUp(cause));
    }

    private void requireDelay(Address destination, MessageData data) throws JMSException {
        ClientConnection connection = session.connection();
        if (!connection.capabilities().supports(Capability.DELIVERY_DELAY)
                && data.deliveryTime() > connection.time().currentTimeMillis()) {
            throw Failures.lacking(
                    Capability.DELIVERY_DELAY,
                    operation(destination),
                    connection.peer(),
                    "set no delivery delay, or keep the message until its time");
        }
    }

    private MessageData outgoing(MessageData data, Address destination) throws JMSException {
        ClientConnection connection = session.connection();
        Address replyTo = data.replyTo();
        Address currentReplyTo =
                replyTo == null ? null : connection.temporaries().current(replyTo);
        boolean marked =
                destination.kind().isTopic() && !connection.capabilities().isNative(Capability.NO_LOCAL);
        boolean unchanged = Objects.equals(currentReplyTo, replyTo) && destination.equals(data.destination());
        if (unchanged && !marked) {
            return data;
        }
        MessageData.Builder changed = data.toBuilder().destination(destination).replyTo(currentReplyTo);
        if (marked) {
            changed.property(ConsumerIntent.ORIGIN_PROPERTY, connection.origin());
        }
        return changed.build();
    }
}
