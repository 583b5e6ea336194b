package io.anyqueue.internal.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message of another implementation, read through its interface only (section 3.12).
 *
 * <p>Its {@code JMSReplyTo} is taken by kind and name. Where that cannot be had it is left out, as the specification permits,
 * with a warning: somebody may wait for a reply.
 */
record ForeignMessage(Message message) {
    private static final int PORTION = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(ForeignMessage.class);

    JmsMessage copy(MessageFactory factory) throws JMSException {
        JmsMessage copy = copyBody(factory);
        copy.setJMSType(message.getJMSType());
        copy.setJMSCorrelationID(message.getJMSCorrelationID());
        copyReplyTo(copy);
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            copy.adoptProperty(name, message.getObjectProperty(name));
        }
        return copy;
    }

    static void setHeader(Message foreign, JmsMessage sent) throws JMSException {
        foreign.setJMSDestination(sent.getJMSDestination());
        foreign.setJMSDeliveryMode(sent.getJMSDeliveryMode());
        foreign.setJMSExpiration(sent.getJMSExpiration());
        foreign.setJMSDeliveryTime(sent.getJMSDeliveryTime());
        foreign.setJMSPriority(sent.getJMSPriority());
        foreign.setJMSMessageID(sent.getJMSMessageID());
        foreign.setJMSTimestamp(sent.getJMSTimestamp());
    }

    private JmsMessage copyBody(MessageFactory factory) throws JMSException {
        if (message instanceof TextMessage text) {
            return (JmsMessage) factory.createTextMessage(text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return copyBytes(bytes, factory.newBytes());
        }
        if (message instanceof MapMessage map) {
            return copyMap(map, factory.newMap());
        }
        if (message instanceof StreamMessage stream) {
            return copyStream(stream, factory.newStream());
        }
        if (message instanceof ObjectMessage object) {
            return factory.newObject(object.getObject());
        }
        return (JmsMessage) factory.createMessage();
    }

    private void copyReplyTo(JmsMessage copy) throws JMSException {
        try {
            copy.setJMSReplyTo(message.getJMSReplyTo());
        } catch (InvalidDestinationException e) {
            LOG.warn("A message of {} is sent without its JMSReplyTo", message.getClass(), e);
        }
    }

    /** Reads to the end and does not ask for the length, which is younger than the interface and not always told. */
    private static JmsMessage copyBytes(BytesMessage from, JmsBytesMessage to) throws JMSException {
        from.reset();
        byte[] portion = new byte[PORTION];
        for (int read = from.readBytes(portion); read > 0; read = from.readBytes(portion)) {
            to.writeBytes(portion, 0, read);
        }
        from.reset();
        return to;
    }

    private static JmsMessage copyMap(MapMessage from, JmsMapMessage to) throws JMSException {
        Enumeration<?> names = from.getMapNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            to.setObject(name, from.getObject(name));
        }
        return to;
    }

    private static JmsMessage copyStream(StreamMessage from, JmsStreamMessage to) throws JMSException {
        from.reset();
        boolean more = true;
        while (more) {
            more = copyItem(from, to);
        }
        from.reset();
        return to;
    }

    private static boolean copyItem(StreamMessage from, JmsStreamMessage to) throws JMSException {
        try {
            to.writeObject(from.readObject());
            return true;
        } catch (MessageEOFException e) {
            return false;
        }
    }
}
