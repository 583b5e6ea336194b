package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every message type and header to Qpid JMS and back, through the broker. */
final class InteropTest extends OnArtemis {
    private Session from;
    private Session to;

    /** Who sends to whom. */
    enum Direction {
        OURS_TO_QPID,
        QPID_TO_OURS,
        OURS_TO_OURS
    }

    private void connect(Direction direction) throws Exception {
        Connection sending = direction == Direction.QPID_TO_OURS ? connectQpid() : connect();
        Connection receiving = direction == Direction.OURS_TO_QPID ? connectQpid() : connect();
        from = sending.createSession(false, Session.AUTO_ACKNOWLEDGE);
        to = receiving.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @SuppressWarnings("unchecked")
    private <T extends Message> T pass(T message) throws Exception {
        try (MessageProducer producer = from.createProducer(from.createQueue(name));
                MessageConsumer consumer = to.createConsumer(to.createQueue(name))) {
            producer.send(message);
            return (T) consumer.receive(SOON);
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsAreReadAsTheyWereWritten(Direction direction) throws Exception {
        connect(direction);
        assertThat(pass(from.createTextMessage("Grüße \uD83D\uDE00")).getText()).isEqualTo("Grüße \uD83D\uDE00");
        assertThat(pass(from.createTextMessage("")).getText()).isEmpty();
        assertThat(pass(from.createTextMessage()).getText()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreReadAsTheyWereWritten(Direction direction) throws Exception {
        connect(direction);
        BytesMessage message = from.createBytesMessage();
        message.writeInt(7);
        message.writeUTF("seven");
        BytesMessage received = pass(message);
        assertThat(received.getBodyLength()).isEqualTo(11);
        assertThat(received.readInt()).isEqualTo(7);
        assertThat(received.readUTF()).isEqualTo("seven");
        assertThat(pass(from.createBytesMessage()).getBodyLength()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void mapsAreReadAsTheyWereWritten(Direction direction) throws Exception {
        connect(direction);
        MapMessage message = from.createMapMessage();
        message.setBoolean("boolean", true);
        message.setByte("byte", (byte) 1);
        message.setShort("short", (short) 2);
        message.setInt("int", 3);
        message.setLong("long", 4L);
        message.setFloat("float", 5.5f);
        message.setDouble("double", 6.5);
        message.setChar("char", 'c');
        message.setString("string", "text");
        message.setString("null", null);
        message.setBytes("bytes", new byte[] {1, 2, 3});
        MapMessage received = pass(message);
        assertThat(all(received.getMapNames(), String.class)).hasSize(11);
        for (String each : all(message.getMapNames(), String.class)) {
            assertThat(received.getObject(each)).isEqualTo(message.getObject(each));
        }
        assertThat(all(pass(from.createMapMessage()).getMapNames(), String.class))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void streamsAreReadAsTheyWereWritten(Direction direction) throws Exception {
        connect(direction);
        StreamMessage message = from.createStreamMessage();
        List<Object> items = List.of(true, (byte) 1, (short) 2, 3, 4L, 5.5f, 6.5, 'c', "text", new byte[] {1, 2});
        for (Object each : items) {
            message.writeObject(each);
        }
        message.writeString(null);
        StreamMessage received = pass(message);
        for (Object each : items) {
            assertThat(received.readObject()).isEqualTo(each);
        }
        assertThat(received.readString()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void objectsAreReadAsTheyWereWritten(Direction direction) throws Exception {
        connect(direction);
        assertThat(pass(from.createObjectMessage(new java.math.BigDecimal("12.50")))
                        .getObject())
                .isEqualTo(new java.math.BigDecimal("12.50"));
        ObjectMessage nothing = pass(from.createObjectMessage());
        assertThat(nothing.getObject()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithoutBodyArrivesAsOne(Direction direction) throws Exception {
        connect(direction);
        Message received = pass(from.createMessage());
        assertThat(received)
                .isNotInstanceOfAny(
                        TextMessage.class,
                        BytesMessage.class,
                        MapMessage.class,
                        StreamMessage.class,
                        ObjectMessage.class);
    }

    @ParameterizedTest
    @EnumSource
    void headersAndPropertiesAreReadAsTheyWereWritten(Direction direction) throws Exception {
        connect(direction);
        TextMessage message = from.createTextMessage("x");
        message.setJMSType("kind");
        message.setJMSCorrelationID("correlated");
        message.setJMSReplyTo(from.createTopic("answers"));
        message.setBooleanProperty("boolean", true);
        message.setByteProperty("byte", (byte) 1);
        message.setShortProperty("short", (short) 2);
        message.setIntProperty("int", 3);
        message.setLongProperty("long", 4L);
        message.setFloatProperty("float", 5.5f);
        message.setDoubleProperty("double", 6.5);
        message.setStringProperty("string", "text");
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 12);
        Queue queue = from.createQueue(name);
        from.createProducer(queue).send(message, DeliveryMode.PERSISTENT, 7, 60_000);
        Message received = to.createConsumer(to.createQueue(name)).receive(SOON);
        assertThat(received.getJMSMessageID())
                .isEqualTo(message.getJMSMessageID())
                .startsWith("ID:");
        assertThat(received.getJMSType()).isEqualTo("kind");
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlated");
        assertThat(received.getJMSReplyTo()).isInstanceOf(Topic.class);
        assertThat(((Topic) received.getJMSReplyTo()).getTopicName()).isEqualTo("answers");
        assertThat(((Queue) received.getJMSDestination()).getQueueName()).isEqualTo(name);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
        assertThat(received.getJMSExpiration()).isEqualTo(message.getJMSExpiration());
        for (String property : all(message.getPropertyNames(), String.class)) {
            if (!property.equals("JMSXDeliveryCount")) {
                assertThat(received.getObjectProperty(property))
                        .as(property)
                        .isEqualTo(message.getObjectProperty(property));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void binaryCorrelationIdsKeepTheirType(Direction direction) throws Exception {
        connect(direction);
        TextMessage message = from.createTextMessage("x");
        message.setJMSCorrelationIDAsBytes(new byte[] {1, 2, (byte) 0xFE});
        assertThat(pass(message).getJMSCorrelationIDAsBytes()).containsExactly(1, 2, 0xFE);
    }

    @ParameterizedTest
    @EnumSource
    void repliesGoToTemporaryQueues(Direction direction) throws Exception {
        connect(direction);
        TemporaryQueue replies = from.createTemporaryQueue();
        TextMessage message = from.createTextMessage("x");
        message.setJMSReplyTo(replies);
        Message received = pass(message);
        to.createProducer(null).send(received.getJMSReplyTo(), to.createTextMessage("answer"));
        assertThat(((TextMessage) from.createConsumer(replies).receive(SOON)).getText())
                .isEqualTo("answer");
    }

    @ParameterizedTest
    @EnumSource
    void repliesGoToTemporaryTopics(Direction direction) throws Exception {
        connect(direction);
        Topic topic = to.createTopic(name + ".topic");
        MessageConsumer consumer = to.createConsumer(topic);
        TemporaryTopic replies = from.createTemporaryTopic();
        MessageConsumer replied = from.createConsumer(replies);
        TextMessage message = from.createTextMessage("x");
        message.setJMSReplyTo(replies);
        from.createProducer(from.createTopic(name + ".topic")).send(message);
        Message received = consumer.receive(SOON);
        assertThat(received.getJMSDestination()).isInstanceOf(Topic.class);
        assertThat(((Topic) received.getJMSDestination()).getTopicName()).isEqualTo(topic.getTopicName());
        assertThat(received.getJMSReplyTo()).isInstanceOf(TemporaryTopic.class);
        to.createProducer(null).send(received.getJMSReplyTo(), to.createTextMessage("answer"));
        assertThat(((TextMessage) replied.receive(SOON)).getText()).isEqualTo("answer");
    }
}
