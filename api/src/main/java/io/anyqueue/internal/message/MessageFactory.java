package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes every message that applications see. Immutable; safe for use by any thread. */
public final class MessageFactory {
    private static final Body.Entries NO_ENTRIES = new Body.Entries(Map.of());
    private static final Body.Items NO_ITEMS = new Body.Items(List.of());

    private final ObjectPolicy policy;

    public MessageFactory(ObjectPolicy policy) {
        this.policy = policy;
    }

    public Message createMessage() {
        return new JmsPlainMessage(MessageData.builder());
    }

    public TextMessage createTextMessage(@Nullable String text) {
        Body body = text == null ? Body.Text.NULL : new Body.Text(text);
        return new JmsTextMessage(MessageData.builder().body(body));
    }

    public BytesMessage createBytesMessage() {
        return newBytes();
    }

    public MapMessage createMapMessage() {
        return newMap();
    }

    public StreamMessage createStreamMessage() {
        return newStream();
    }

    /** Serializes the object at once, so that later changes of it do not show. */
    public ObjectMessage createObjectMessage(@Nullable Serializable object) throws JMSException {
        return newObject(object);
    }

    /**
     * A message as its receiver gets it: properties and body read-only, the streams at their beginning.
     *
     * @param deliveryCount the value of {@code JMSXDeliveryCount}, 1 for a first delivery; 0 for a message that is looked at
     *     and not delivered
     */
    public JmsMessage received(MessageData data, int deliveryCount, boolean redelivered) {
        JmsMessage message = open(data.toBuilder());
        message.received(deliveryCount, redelivered);
        return message;
    }

    /**
     * A message that can be sent: the argument where it is ours, else a copy of another implementation's message (section
     * 3.12) with its properties, body, {@code JMSType}, {@code JMSCorrelationID} and {@code JMSReplyTo}. Streams and bytes
     * are read, so the foreign message is read-only afterwards, at its beginning.
     */
    public JmsMessage adopt(Message message) throws JMSException {
        return message instanceof JmsMessage ours ? ours : new ForeignMessage(message).copy(this);
    }

    /** Sets on another implementation's message what sending set on the copy that {@link #adopt} made (section 3.4.11). */
    public void returnHeader(JmsMessage sent, Message foreign) throws JMSException {
        ForeignMessage.setHeader(foreign, sent);
    }

    JmsBytesMessage newBytes() {
        return new JmsBytesMessage(MessageData.builder().body(Body.Bytes.EMPTY));
    }

    JmsMapMessage newMap() {
        return new JmsMapMessage(MessageData.builder().body(NO_ENTRIES));
    }

    JmsStreamMessage newStream() {
        return new JmsStreamMessage(MessageData.builder().body(NO_ITEMS));
    }

    JmsObjectMessage newObject(@Nullable Serializable object) throws JMSException {
        JmsObjectMessage message = new JmsObjectMessage(MessageData.builder().body(Body.Serialized.NULL), policy);
        message.setObject(object);
        return message;
    }

    private JmsMessage open(MessageData.Builder header) {
        Body body = header.body();
        if (body instanceof Body.Text) {
            return new JmsTextMessage(header);
        }
        if (body instanceof Body.Bytes) {
            return new JmsBytesMessage(header);
        }
        if (body instanceof Body.Entries) {
            return new JmsMapMessage(header);
        }
        if (body instanceof Body.Items) {
            return new JmsStreamMessage(header);
        }
        return body instanceof Body.Serialized ? new JmsObjectMessage(header, policy) : new JmsPlainMessage(header);
    }
}
