package io.anyqueue.compliance;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;

/** The messages of a script: made from a step's choice, and described as they arrive. Stateless. */
final class ScriptedMessage {
    /** The property that names a message, in every target alike. */
    static final String LABEL = "label";

    private static final long HOUR = 3_600_000;

    private ScriptedMessage() {}

    /** Sends the message of a step; gives a description of what the send did to it. */
    static Observation send(Session session, MessageProducer producer, Step step) throws JMSException {
        int choice = step.choice();
        Message message = body(session, step);
        message.setIntProperty(LABEL, step.label());
        message.setStringProperty("colour", choice % 2 == 0 ? "red" : "blue");
        properties(message, choice / 2);
        int mode = choice / 3 % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        int priority = step.operation() == Step.Operation.SEND_IDLE ? step.place() : Message.DEFAULT_PRIORITY;
        producer.send(message, mode, priority, choice / 7 % 3 == 0 ? HOUR : 0);
        return new Observation(headers(message));
    }

    private static Message body(Session session, Step step) throws JMSException {
        switch (step.choice() % 5) {
            case 0 -> {
                return session.createTextMessage("text " + step.label());
            }
            case 1 -> {
                BytesMessage bytes = session.createBytesMessage();
                bytes.writeLong(step.choice());
                return bytes;
            }
            case 2 -> {
                MapMessage map = session.createMapMessage();
                map.setInt("choice", step.choice());
                map.setString("null", null);
                return map;
            }
            case 3 -> {
                StreamMessage stream = session.createStreamMessage();
                stream.writeShort((short) step.choice());
                stream.writeString("stream");
                return stream;
            }
            default -> {
                return session.createMessage();
            }
        }
    }

    private static void properties(Message message, int choice) throws JMSException {
        switch (choice % 4) {
            case 0 -> message.setLongProperty("p", choice);
            case 1 -> message.setDoubleProperty("p", choice / 3d);
            case 2 -> message.setBooleanProperty("p", choice % 3 == 0);
            default -> message.setJMSType("type" + choice % 3);
        }
        if (choice % 7 == 0) {
            message.setJMSCorrelationID("c" + choice);
        }
    }

    private static Map<String, String> headers(Message message) throws JMSException {
        Map<String, String> fields = new TreeMap<>();
        fields.put("mode", String.valueOf(message.getJMSDeliveryMode()));
        fields.put("priority", String.valueOf(message.getJMSPriority()));
        fields.put("type", String.valueOf(message.getJMSType()));
        fields.put("correlation", String.valueOf(message.getJMSCorrelationID()));
        fields.put("replyTo", String.valueOf(message.getJMSReplyTo()));
        fields.put("expires", String.valueOf(message.getJMSExpiration() != 0));
        fields.put("stamped", String.valueOf(message.getJMSTimestamp() != 0));
        fields.put(
                "identified",
                String.valueOf(String.valueOf(message.getJMSMessageID()).startsWith("ID:")));
        return fields;
    }

    /** What an application sees of a received message, and whether it saw the message before. */
    static Observation received(Message message, boolean before) throws JMSException {
        Map<String, String> fields = headers(message);
        for (Object each : Collections.list((Enumeration<?>) message.getPropertyNames())) {
            String name = (String) each;
            if (!name.startsWith("JMS")) {
                Object value = message.getObjectProperty(name);
                fields.put("property " + name, value.getClass().getSimpleName() + " " + value);
            }
        }
        String delivery = before ? "later." : "first.";
        fields.put(delivery + "redelivered", String.valueOf(message.getJMSRedelivered()));
        fields.put(delivery + "count", String.valueOf(message.getIntProperty("JMSXDeliveryCount")));
        fields.put("body", content(message));
        return new Observation(fields);
    }

    private static String content(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return "text " + text.getText();
        }
        if (message instanceof BytesMessage bytes) {
            return "bytes " + bytes.getBodyLength() + " " + bytes.readLong();
        }
        if (message instanceof MapMessage map) {
            return "map " + map.getObject("choice") + " " + map.itemExists("null") + " " + map.getString("null");
        }
        if (message instanceof StreamMessage stream) {
            return "stream " + stream.readObject() + " " + stream.readObject();
        }
        return "no body";
    }
}
