package io.anyqueue.internal.message;

import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message as applications see it (chapter 3): a header and properties in a builder, and a body whose form the subclass
 * knows. Made by {@link MessageFactory}; owned by one session and its thread of control, so not thread safe.
 *
 * <p>What is sent is a {@link #snapshot}: later changes of this object never show in it. Header fields are never read-only;
 * properties and body of a received message are until cleared.
 */
public abstract sealed class JmsMessage extends PropertyHolder
        permits JmsPlainMessage, JmsTextMessage, JmsBytesMessage, JmsMapMessage, JmsStreamMessage, JmsObjectMessage {
    // The objects last set, so that a temporary destination keeps its owner. The builder's addresses decide.
    private @Nullable JmsDestination destination;
    private @Nullable JmsDestination replyTo;
    private boolean redelivered;
    private boolean bodyReadOnly;
    /** Sent and not written to since: see {@link #makeSentBodyReadable}. */
    private boolean sentBodyReadable;

    private @Nullable Acknowledger acknowledger;

    JmsMessage(MessageData.Builder header) {
        super(header);
    }

    /** The message as it is now, for a provider. Repeated without changes between, the body is shared. */
    public final MessageData snapshot() {
        freezeBody();
        return header().build();
    }

    /** Makes {@link #acknowledge} do something; without, it does nothing, as in transacted and automatic sessions. */
    public final void acknowledgeWith(Acknowledger value) {
        acknowledger = value;
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledger != null) {
            acknowledger.acknowledge();
        }
    }

    @Override
    public final void clearBody() {
        bodyReadOnly = false;
        sentBodyReadable = false;
        header().providerData(null);
        clearContent();
    }

    /** Puts the current body into the builder, immutable from now on. */
    void freezeBody() {}

    /** Empties the body, as that of a message just created. */
    abstract void clearContent();

    /** The type in the words of the specification, for people. */
    abstract String typeName();

    final void received(int deliveryCount, boolean wasDelivered) {
        receivedProperties(deliveryCount);
        redelivered = wasDelivered;
        bodyReadOnly = true;
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    final void makeBodyReadOnly() {
        bodyReadOnly = true;
    }

    final void requireWriteableBody(String method) throws JMSException {
        if (bodyReadOnly) {
            throw MessageErrors.readOnlyBody(method);
        }
        sentBodyReadable = false;
    }

    /**
     * Lets the sender read the bytes or the stream that it has sent, until it writes on. The specification leaves them
     * write-only; other implementations reset them, so programs read what they sent to compare it with what they received.
     */
    final void makeSentBodyReadable() {
        sentBodyReadable = true;
    }

    /** For bodies that are either written or read: bytes and streams. */
    final void requireReadableBody(String method) throws JMSException {
        if (!bodyReadOnly && !sentBodyReadable) {
            throw MessageErrors.writeOnlyBody(method);
        }
    }

    @Override
    public final @Nullable String getJMSMessageID() {
        return header().messageId();
    }

    @Override
    public final void setJMSMessageID(@Nullable String id) {
        header().messageId(id);
    }

    @Override
    public final long getJMSTimestamp() {
        return header().timestamp();
    }

    @Override
    public final void setJMSTimestamp(long timestamp) {
        header().timestamp(timestamp);
    }

    /** The bytes that were set, or those of the text in UTF-8. */
    @Override
    public final byte @Nullable [] getJMSCorrelationIDAsBytes() {
        Object id = header().rawCorrelationId();
        if (id instanceof byte[] bytes) {
            return bytes.clone();
        }
        return id == null ? null : ((String) id).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte @Nullable [] correlationId) {
        if (correlationId == null) {
            setJMSCorrelationID(null);
        } else {
            header().correlationId(correlationId.clone());
        }
    }

    @Override
    public final @Nullable String getJMSCorrelationID() {
        return header().correlationId();
    }

    @Override
    public final void setJMSCorrelationID(@Nullable String correlationId) {
        header().correlationId(correlationId);
    }

    @Override
    public final @Nullable Destination getJMSReplyTo() {
        return shown(replyTo, header().replyTo());
    }

    @Override
    public final void setJMSReplyTo(@Nullable Destination value) throws JMSException {
        replyTo = ours(value);
        header().replyTo(replyTo == null ? null : replyTo.address());
    }

    @Override
    public final @Nullable Destination getJMSDestination() {
        return shown(destination, header().destination());
    }

    @Override
    public final void setJMSDestination(@Nullable Destination value) throws JMSException {
        destination = ours(value);
        header().destination(destination == null ? null : destination.address());
    }

    @Override
    public final int getJMSDeliveryMode() {
        return header().persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    }

    @Override
    public final void setJMSDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw MessageErrors.header("setJMSDeliveryMode", mode, "1 (NON_PERSISTENT) or 2 (PERSISTENT)");
        }
        header().persistent(mode == DeliveryMode.PERSISTENT);
    }

    @Override
    public final boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public final void setJMSRedelivered(boolean value) {
        redelivered = value;
    }

    @Override
    public final @Nullable String getJMSType() {
        return header().type();
    }

    @Override
    public final void setJMSType(@Nullable String type) {
        header().type(type);
    }

    @Override
    public final long getJMSExpiration() {
        return header().expiration();
    }

    @Override
    public final void setJMSExpiration(long expiration) {
        header().expiration(expiration);
    }

    @Override
    public final long getJMSDeliveryTime() {
        return header().deliveryTime();
    }

    @Override
    public final void setJMSDeliveryTime(long deliveryTime) {
        header().deliveryTime(deliveryTime);
    }

    @Override
    public final int getJMSPriority() {
        return header().priority();
    }

    @Override
    public final void setJMSPriority(int priority) throws JMSException {
        if (priority < 0 || priority > 9) {
            throw MessageErrors.header("setJMSPriority", priority, "0 to 9");
        }
        header().priority(priority);
    }

    /** Type, id and destination; never the body or a property's value. */
    @Override
    public final String toString() {
        return typeName() + " " + header().messageId() + " to " + header().destination();
    }

    private static @Nullable JmsDestination ours(@Nullable Destination value) throws JMSException {
        if (value == null || value instanceof JmsDestination) {
            return (JmsDestination) value;
        }
        return JmsDestination.of(JmsDestination.addressOf(value));
    }

    private static @Nullable Destination shown(@Nullable JmsDestination set, @Nullable Address address) {
        if (address == null) {
            return null;
        }
        return set != null && set.address().equals(address) ? set : JmsDestination.of(address);
    }
}
