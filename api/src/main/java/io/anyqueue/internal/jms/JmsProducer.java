package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConnection;
import io.anyqueue.internal.client.ClientSession;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The façade of a producer, named or anonymous: defaults, overrides and the headers that sending sets (section 7). */
class JmsProducer implements MessageProducer {
    private final ClientSession session;
    private final @Nullable Destination destination;
    private final @Nullable Address address;
    private final String idPrefix;
    private final SendOptions options = new SendOptions();
    private final AtomicBoolean closed = new AtomicBoolean();

    JmsProducer(ClientSession session, @Nullable Destination destination) throws JMSException {
        session.requireUsable("createProducer");
        this.session = session;
        this.destination = destination;
        this.address = destination == null ? null : JmsDestination.addressOf(destination);
        this.idPrefix = "ID:" + session.connection().name() + ':';
        if (address != null) {
            session.sends().openProducer(address);
        }
    }

    private void requireOpen(String operation) throws JMSException {
        if (closed.get()) {
            throw Failures.closed("producer", operation);
        }
        session.requireUsable(operation);
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        requireOpen("setDisableMessageID");
        options.disableMessageId(value);
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireOpen("getDisableMessageID");
        return options.disableMessageId();
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        requireOpen("setDisableMessageTimestamp");
        options.disableTimestamp(value);
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireOpen("getDisableMessageTimestamp");
        return options.disableTimestamp();
    }

    @Override
    public void setDeliveryMode(int value) throws JMSException {
        requireOpen("setDeliveryMode");
        options.deliveryMode(value);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireOpen("getDeliveryMode");
        return options.deliveryMode();
    }

    @Override
    public void setPriority(int value) throws JMSException {
        requireOpen("setPriority");
        options.priority(value);
    }

    @Override
    public int getPriority() throws JMSException {
        requireOpen("getPriority");
        return options.priority();
    }

    @Override
    public void setTimeToLive(long value) throws JMSException {
        requireOpen("setTimeToLive");
        options.timeToLive(value);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireOpen("getTimeToLive");
        return options.timeToLive();
    }

    @Override
    public void setDeliveryDelay(long value) throws JMSException {
        requireOpen("setDeliveryDelay");
        options.deliveryDelay(value);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireOpen("getDeliveryDelay");
        return options.deliveryDelay();
    }

    @Override
    public @Nullable Destination getDestination() throws JMSException {
        requireOpen("getDestination");
        return destination;
    }

    @Override
    public void send(Message message) throws JMSException {
        transmit(ownDestination(), message, options, null);
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive) throws JMSException {
        transmit(ownDestination(), message, options.with(mode, priority, timeToLive), null);
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        transmit(anonymousDestination(to), message, options, null);
    }

    @Override
    public void send(Destination to, Message message, int mode, int priority, long timeToLive) throws JMSException {
        transmit(anonymousDestination(to), message, options.with(mode, priority, timeToLive), null);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        transmit(ownDestination(), message, options, requireListener(listener));
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        transmit(ownDestination(), message, options.with(mode, priority, timeToLive), requireListener(listener));
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener) throws JMSException {
        transmit(anonymousDestination(to), message, options, requireListener(listener));
    }

    @Override
    public void send(
            Destination to, Message message, int mode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        transmit(
                anonymousDestination(to), message, options.with(mode, priority, timeToLive), requireListener(listener));
    }

    /** A send of the simplified API, whose producer has options of its own (section 7.4). */
    void send(Destination to, Message message, SendOptions other, @Nullable CompletionListener listener)
            throws JMSException {
        transmit(anonymousDestination(to), message, other, listener);
    }

    private static CompletionListener requireListener(@Nullable CompletionListener listener) {
        if (listener == null) {
            throw new IllegalArgumentException("send: the completion listener is null; use a send without one");
        }
        return listener;
    }

    private Destination ownDestination() throws JMSException {
        requireOpen("send");
        Destination own = destination;
        if (own == null) {
            throw new UnsupportedOperationException(
                    "send: this producer was created without a destination; use a send that names one");
        }
        return own;
    }

    private Destination anonymousDestination(@Nullable Destination to) throws JMSException {
        requireOpen("send");
        if (destination != null) {
            throw new UnsupportedOperationException("send: this producer was created for " + destination
                    + " and cannot name another destination; create a producer without one");
        }
        if (to == null) {
            throw Failures.noDestination("send: the destination is null; expected a queue or topic");
        }
        return to;
    }

    private void transmit(
            Destination to, @Nullable Message message, SendOptions with, @Nullable CompletionListener listener)
            throws JMSException {
        if (message == null) {
            throw Failures.noMessage(to);
        }
        if (to instanceof JmsDestination named && !named.mayExist()) {
            throw new InvalidDestinationException(
                    "Cannot send to " + named + ": it was deleted, or its connection was closed", "ANYQUEUE-DELETED");
        }
        Address target = address != null ? address : JmsDestination.addressOf(to);
        JmsMessage ours = session.messages().adopt(message);
        ours.setJMSDestination(to);
        ClientConnection connection = session.connection();
        MessageData.Builder header = ours.header().destination(target);
        with.stamp(header, connection.time().currentTimeMillis());
        if (with.disableMessageId()) {
            header.messageId(null);
        } else {
            header.messageId(idPrefix, connection.nextMessageNumber());
        }
        if (ours != message) {
            session.messages().returnHeader(ours, message);
        }
        session.sends().send(target, ours, message, listener);
    }

    /** Waits for asynchronous sends and their listeners (section 7.3.4). Idempotent. */
    @Override
    public void close() throws JMSException {
        if (closed.get()) {
            return;
        }
        if (session.sends().isCallback()) {
            throw Failures.illegalState(
                    "close: not allowed in a completion listener of the same session (section 7.3.6)");
        }
        session.sends().awaitCompletions("close a producer");
        if (closed.compareAndSet(false, true) && address != null) {
            session.sends().closeProducer(address);
        }
    }
}
