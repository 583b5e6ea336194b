package io.anyqueue.internal.client;

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
    /** Whether a send outlives its connection; those of a transaction end with it. */
    private final boolean rescues;

    private final KeptSends kept;
    /** How many open producers name a destination; their senders are kept. */
    private final Map<Address, Integer> producers = new ConcurrentHashMap<>();

    // used by the session's thread of control only
    private long sent;
    private @Nullable Naming naming;

    /** Held while a sender is called that the session's thread and recovery may both call; providers do not block. */
    private final ReentrantLock handing = new ReentrantLock();

    SessionSends(ClientSession session, @Nullable SessionTransaction transaction) {
        ClientConnection connection = session.connection();
        this.session = session;
        this.transaction = transaction;
        this.timeout = connection.settings().get(ClientOptions.SEND_TIMEOUT);
        this.rescues = connection.recovers() && transaction == null;
        this.kept = new KeptSends(
                session, connection.settings().get(ClientOptions.IN_DOUBT_SEND) == ClientOptions.InDoubtSend.RESEND);
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
            kept.forget(send);
            throw e;
        }
        if (!awaitAnswer(send, deadline)) {
            kept.forget(send);
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
            kept.forget(send);
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
                if (handOverIfCurrent(send, link)) {
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
        SenderLink sender = senderFor(send, link);
        sender.send(send, outgoing(send.message(), sender.address()), token);
    }

    /** Opens the sender that a send needs, and throws where there is none, or it would refuse the message whatever the peer says. */
    void check(PendingSend send, SessionLink link) throws JMSException {
        SenderLink sender = senderFor(send, link);
        sender.check(outgoing(send.message(), sender.address()));
    }

    /** False, with nothing done, where the link is not the session's any more: older sends wait for the next one and go first. */
    private boolean handOverIfCurrent(PendingSend send, SessionLink link) throws JMSException {
        SenderLink sender = senderFor(send, link);
        MessageData data = outgoing(send.message(), sender.address());
        handing.lock();
        try {
            boolean current = session.links().isCurrent(link);
            if (current) {
                sender.send(send, data, null);
            }
            return current;
        } finally {
            handing.unlock();
        }
    }

    /** Does nothing where the send has failed meanwhile; throws where sends were kept anew, which are older. */
    private void handOverAgain(PendingSend send, SessionLink link) throws JMSException {
        SenderLink sender = senderFor(send, link);
        if (!isWhole()) {
            throw new ConnectionLostException("A sender was lost again, with older sends that go first", null);
        }
        MessageData data = outgoing(send.message(), sender.address());
        handing.lock();
        try {
            if (send.handingOver()) {
                sender.send(send, data, null);
            }
        } finally {
            handing.unlock();
        }
    }

    /** To where the destination is now. */
    private SenderLink senderFor(PendingSend send, SessionLink link) throws JMSException {
        return link.sender(session.connection().temporaries().current(send.destination()));
    }

    private void rescue(PendingSend send) {
        if (rescues) {
            send.rescueBy(kept);
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
        return kept.isEmpty();
    }

    /** Sends again what was in doubt, ahead of newer sends, which wait for the link. On the recovery's thread. */
    void resend(SessionLink link) throws JMSException {
        List<PendingSend> again = kept.take();
        for (int i = 0; i < again.size(); i++) {
            try {
                handOverAgain(again.get(i), link);
            } catch (ConnectionLostException | RuntimeException e) {
                if (kept.putBack(again.subList(i, again.size()), e)) {
                    throw e;
                }
                return;
            } catch (JMSException e) {
                again.get(i).answered(e);
            }
        }
    }

    /** Fails what waits to be sent again, when nobody will restore the session any more. */
    void abandon(JMSException cause) {
        kept.abandon(cause);
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
