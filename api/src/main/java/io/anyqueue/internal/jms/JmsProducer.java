package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConnection;
import io.anyqueue.internal.client.ClientSession;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
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
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
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
        disableMessageId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireOpen("getDisableMessageID");
        return disableMessageId;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        requireOpen("setDisableMessageTimestamp");
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireOpen("getDisableMessageTimestamp");
        return disableTimestamp;
    }

    @Override
    public void setDeliveryMode(int value) throws JMSException {
        requireOpen("setDeliveryMode");
        deliveryMode = checkDeliveryMode("setDeliveryMode", value);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireOpen("getDeliveryMode");
        return deliveryMode;
    }

    @Override
    public void setPriority(int value) throws JMSException {
        requireOpen("setPriority");
        priority = checkPriority("setPriority", value);
    }

    @Override
    public int getPriority() throws JMSException {
        requireOpen("getPriority");
        return priority;
    }

    @Override
    public void setTimeToLive(long value) throws JMSException {
        requireOpen("setTimeToLive");
        timeToLive = checkTime("setTimeToLive", value);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireOpen("getTimeToLive");
        return timeToLive;
    }

    @Override
    public void setDeliveryDelay(long value) throws JMSException {
        requireOpen("setDeliveryDelay");
        deliveryDelay = checkTime("setDeliveryDelay", value);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireOpen("getDeliveryDelay");
        return deliveryDelay;
    }

    @Override
    public @Nullable Destination getDestination() throws JMSException {
        requireOpen("getDestination");
        return destination;
    }

    static int checkDeliveryMode(String operation, int value) throws JMSException {
        if (value != DeliveryMode.PERSISTENT && value != DeliveryMode.NON_PERSISTENT) {
            throw Failures.argument(operation + ": delivery mode " + value
                    + " is unknown; expected DeliveryMode.NON_PERSISTENT (1) or DeliveryMode.PERSISTENT (2)");
        }
        return value;
    }

    static int checkPriority(String operation, int value) throws JMSException {
        if (value < 0 || value > 9) {
            throw Failures.argument(operation + ": priority " + value + " is out of range; expected 0 (lowest) to 9");
        }
        return value;
    }

    static long checkTime(String operation, long millis) throws JMSException {
        if (millis < 0) {
            throw Failures.argument(operation + ": " + millis + " ms are negative; expected 0 (none) or more");
        }
        return millis;
    }

    @Override
    public void send(Message message) throws JMSException {
        send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Message message, int mode, int priorityOfMessage, long ttl) throws JMSException {
        transmit(ownDestination(), message, mode, priorityOfMessage, ttl, null);
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        send(to, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Destination to, Message message, int mode, int priorityOfMessage, long ttl) throws JMSException {
        transmit(anonymousDestination(to), message, mode, priorityOfMessage, ttl, null);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        send(message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Message message, int mode, int priorityOfMessage, long ttl, CompletionListener listener)
            throws JMSException {
        transmit(ownDestination(), message, mode, priorityOfMessage, ttl, requireListener(listener));
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener) throws JMSException {
        send(to, message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(
            Destination to, Message message, int mode, int priorityOfMessage, long ttl, CompletionListener listener)
            throws JMSException {
        transmit(anonymousDestination(to), message, mode, priorityOfMessage, ttl, requireListener(listener));
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
            Destination to,
            @Nullable Message message,
            int mode,
            int priorityOfMessage,
            long ttl,
            @Nullable CompletionListener listener)
            throws JMSException {
        if (message == null) {
            throw Failures.noMessage(to);
        }
        Address target = address != null ? address : JmsDestination.addressOf(to);
        boolean persistent = checkDeliveryMode("send", mode) == DeliveryMode.PERSISTENT;
        checkPriority("send", priorityOfMessage);
        checkTime("send, time to live", ttl);
        JmsMessage ours = session.messages().adopt(message);
        ours.setJMSDestination(to);
        MessageData.Builder header =
                ours.header().destination(target).persistent(persistent).priority(priorityOfMessage);
        stamp(header, ttl);
        if (ours != message) {
            session.messages().returnHeader(ours, message);
        }
        session.sends().send(target, ours, message, listener);
    }

    private void stamp(MessageData.Builder header, long ttl) {
        ClientConnection connection = session.connection();
        long now = connection.time().currentTimeMillis();
        header.timestamp(disableTimestamp ? 0 : now)
                .expiration(ttl == 0 ? 0 : saturatedSum(now, ttl))
                .deliveryTime(saturatedSum(now, deliveryDelay));
        if (disableMessageId) {
            header.messageId(null);
        } else {
            header.messageId(idPrefix, connection.nextMessageNumber());
        }
    }

    private static long saturatedSum(long now, long millis) {
        long sum = now + millis;
        return sum < 0 ? Long.MAX_VALUE : sum;
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
