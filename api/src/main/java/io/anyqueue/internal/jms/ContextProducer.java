package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.message.JmsMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The simplified API's producer (section 7.4): send options, and properties and headers that are put on every message sent.
 * They are kept in a message without body, so that the rules for property names and conversions are the same.
 */
final class ContextProducer implements JMSProducer {
    private final JmsSession session;
    private final JmsProducer producer;
    private final JmsMessage template;
    private final SendOptions options = new SendOptions();
    private @Nullable CompletionListener listener;
    private @Nullable Destination replyTo;

    /** @param producer the context's one anonymous producer */
    ContextProducer(JmsSession session, JmsProducer producer) throws JMSException {
        this.session = session;
        this.producer = producer;
        this.template = session.core().messages().adopt(session.createMessage());
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Message message) {
        Unchecked.run(() -> transmit(destination, message));
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable String body) {
        Unchecked.run(() -> transmit(destination, session.createTextMessage(body)));
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Map<String, Object> body) {
        Unchecked.run(() -> {
            MapMessage message = session.createMapMessage();
            if (body != null) {
                for (Map.Entry<String, Object> each : body.entrySet()) {
                    message.setObject(each.getKey(), each.getValue());
                }
            }
            transmit(destination, message);
        });
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, byte @Nullable [] body) {
        Unchecked.run(() -> {
            BytesMessage message = session.createBytesMessage();
            if (body != null) {
                message.writeBytes(body);
            }
            transmit(destination, message);
        });
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Serializable body) {
        Unchecked.run(() -> {
            ObjectMessage message = session.createObjectMessage(body);
            transmit(destination, message);
        });
        return this;
    }

    private void transmit(Destination destination, @Nullable Message message) throws JMSException {
        session.core().requireUsable("send");
        if (message == null) {
            throw Failures.noMessage(destination);
        }
        applyTemplate(message);
        producer.send(destination, message, options, listener);
    }

    private void applyTemplate(Message message) throws JMSException {
        for (String name : propertyNames()) {
            message.setObjectProperty(name, template.getObjectProperty(name));
        }
        Object correlationId = template.header().rawCorrelationId();
        if (correlationId instanceof byte[] binary) {
            message.setJMSCorrelationIDAsBytes(binary);
        } else if (correlationId != null) {
            message.setJMSCorrelationID(template.getJMSCorrelationID());
        }
        if (template.getJMSType() != null) {
            message.setJMSType(template.getJMSType());
        }
        if (replyTo != null) {
            message.setJMSReplyTo(replyTo);
        }
    }

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        options.disableMessageId(value);
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return options.disableMessageId();
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        options.disableTimestamp(value);
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return options.disableTimestamp();
    }

    @Override
    public JMSProducer setDeliveryMode(int value) {
        Unchecked.run(() -> options.deliveryMode(value));
        return this;
    }

    @Override
    public int getDeliveryMode() {
        return options.deliveryMode();
    }

    @Override
    public JMSProducer setPriority(int value) {
        Unchecked.run(() -> options.priority(value));
        return this;
    }

    @Override
    public int getPriority() {
        return options.priority();
    }

    @Override
    public JMSProducer setTimeToLive(long value) {
        Unchecked.run(() -> options.timeToLive(value));
        return this;
    }

    @Override
    public long getTimeToLive() {
        return options.timeToLive();
    }

    @Override
    public JMSProducer setDeliveryDelay(long value) {
        Unchecked.run(() -> options.deliveryDelay(value));
        return this;
    }

    @Override
    public long getDeliveryDelay() {
        return options.deliveryDelay();
    }

    @Override
    public JMSProducer setAsync(@Nullable CompletionListener value) {
        listener = value;
        return this;
    }

    @Override
    public @Nullable CompletionListener getAsync() {
        return listener;
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte @Nullable [] value) {
        Unchecked.run(() -> template.setJMSCorrelationIDAsBytes(value));
        return this;
    }

    @Override
    public byte @Nullable [] getJMSCorrelationIDAsBytes() {
        return Unchecked.find(template::getJMSCorrelationIDAsBytes);
    }

    @Override
    public JMSProducer setJMSCorrelationID(@Nullable String value) {
        Unchecked.run(() -> template.setJMSCorrelationID(value));
        return this;
    }

    @Override
    public @Nullable String getJMSCorrelationID() {
        return Unchecked.find(template::getJMSCorrelationID);
    }

    @Override
    public JMSProducer setJMSType(@Nullable String value) {
        Unchecked.run(() -> template.setJMSType(value));
        return this;
    }

    @Override
    public @Nullable String getJMSType() {
        return Unchecked.find(template::getJMSType);
    }

    @Override
    public JMSProducer setJMSReplyTo(@Nullable Destination value) {
        replyTo = value;
        return this;
    }

    @Override
    public @Nullable Destination getJMSReplyTo() {
        return replyTo;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        Unchecked.run(() -> template.setBooleanProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        Unchecked.run(() -> template.setByteProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        Unchecked.run(() -> template.setShortProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        Unchecked.run(() -> template.setIntProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        Unchecked.run(() -> template.setLongProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        Unchecked.run(() -> template.setFloatProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        Unchecked.run(() -> template.setDoubleProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable String value) {
        Unchecked.run(() -> template.setStringProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable Object value) {
        Unchecked.run(() -> template.setObjectProperty(name, value));
        return this;
    }

    @Override
    public JMSProducer clearProperties() {
        Unchecked.run(template::clearProperties);
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return Unchecked.call(() -> template.propertyExists(name));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return Unchecked.call(() -> template.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return Unchecked.call(() -> template.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return Unchecked.call(() -> template.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return Unchecked.call(() -> template.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return Unchecked.call(() -> template.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return Unchecked.call(() -> template.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return Unchecked.call(() -> template.getDoubleProperty(name));
    }

    @Override
    public @Nullable String getStringProperty(String name) {
        return Unchecked.find(() -> template.getStringProperty(name));
    }

    @Override
    public @Nullable Object getObjectProperty(String name) {
        return Unchecked.find(() -> template.getObjectProperty(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        return new PropertyNames();
    }

    /** A view, so that later changes show; it cannot be changed itself. */
    private final class PropertyNames extends AbstractSet<String> {
        @Override
        public Iterator<String> iterator() {
            return Collections.unmodifiableSet(Unchecked.call(ContextProducer.this::propertyNames))
                    .iterator();
        }

        @Override
        public int size() {
            return Unchecked.call(ContextProducer.this::propertyNames).size();
        }
    }

    private Set<String> propertyNames() throws JMSException {
        Set<String> names = new LinkedHashSet<>();
        for (Enumeration<?> all = template.getPropertyNames(); all.hasMoreElements(); ) {
            names.add((String) all.nextElement());
        }
        return names;
    }
}
