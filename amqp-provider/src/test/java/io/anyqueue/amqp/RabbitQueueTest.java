package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues on RabbitMQ: names, declaration, messages, and sends that the broker does not take. */
final class RabbitQueueTest extends OnRabbit {

    @Test
    void aTextGoesThroughTheBrokerAndComesBack() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        session.createProducer(queue).send(session.createTextMessage("hello"));
        MessageConsumer consumer = session.createConsumer(queue);
        TextMessage received = (TextMessage) consumer.receive(SOON);
        assertThat(received.getText()).isEqualTo("hello");
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isOne();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a/b", "/queues/x", "50%", "a%2Fb", "a+b", "ümlaut €", "?x=y", "#.*", "a.b:c;d", "🍋", "-"
            })
    void aQueueMayHaveAnyName(String odd) throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name + odd);
        session.createProducer(queue).send(session.createTextMessage(odd));
        Message received = session.createConsumer(queue).receive(SOON);
        assertThat(((TextMessage) received).getText()).isEqualTo(odd);
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(queueColumn(name + odd, "messages")).isNotEmpty();
    }

    @Test
    void aQueueMayHaveANameOf255Bytes() throws Exception {
        Session session = session();
        String longest = (name + "é".repeat(255)).substring(0, 150);
        longest += "x".repeat(255 - longest.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        Queue queue = session.createQueue(longest);
        session.createProducer(queue).send(session.createTextMessage("long"));
        assertThat(text(session.createConsumer(queue))).isEqualTo("long");
    }

    @Test
    void aReservedNameIsAnInvalidDestination() throws Exception {
        Session session = session();
        assertThatThrownBy(() -> session.createProducer(session.createQueue("amq." + name))
                        .send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("amq.");
    }

    @Test
    void aMissingQueueIsDeclaredAsQuorumQueueThatDropsNothing() throws Exception {
        Session session = session();
        session.createConsumer(session.createQueue(name)).close();
        assertThat(queueColumn(name, "type")).contains("quorum");
        assertThat(queueColumn(name, "arguments"))
                .contains("\"x-delivery-limit\",2000000000")
                .contains("\"x-dead-letter-exchange\",\"jms.dead-letters.by-reason\"");
    }

    @Test
    void aNameWithoutFormInUtf8IsRefused() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name + "\ud800b");
        assertThatThrownBy(() -> session.createProducer(queue).send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void typeAndArgumentsAreOptions() throws Exception {
        Session session = connect(
                        "?rabbitmq.queueType=classic&rabbitmq.queueArguments=x-max-length=7,x-overflow=reject-publish"
                                + "&rabbitmq.deadLetterQueue=none")
                .createSession();
        session.createConsumer(session.createQueue(name)).close();
        assertThat(queueColumn(name, "type")).contains("classic");
        assertThat(queueColumn(name, "arguments"))
                .contains("\"x-max-length\",7")
                .contains("\"x-max-priority\",9")
                .doesNotContain("dead-letter");
    }

    @Test
    void anExistingQueueIsTakenAsItIs() throws Exception {
        connect("?rabbitmq.queueType=classic")
                .createSession()
                .createConsumer(queueNamed())
                .close();
        Session session = session();
        session.createProducer(queueNamed()).send(session.createTextMessage("in"));
        assertThat(text(session.createConsumer(queueNamed()))).isEqualTo("in");
        assertThat(queueColumn(name, "type")).contains("classic");
    }

    private Queue queueNamed() throws JMSException {
        return session().createQueue(name);
    }

    @Test
    void nothingIsDeclaredWhereThatIsNotWanted() throws Exception {
        Session session = connect("?rabbitmq.declare=false").createSession();
        Queue queue = session.createQueue(name);
        assertThatThrownBy(() -> session.createConsumer(queue))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("rabbitmq.declare");
        assertThatThrownBy(() -> session.createProducer(queue).send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        session().createConsumer(queue).close();
        session.createProducer(queue).send(session.createTextMessage("now there"));
        assertThat(text(session.createConsumer(queue))).isEqualTo("now there");
    }

    @Test
    void everyMessageTypeArrivesWhole() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        producer.send(session.createMessage());
        producer.send(session.createTextMessage(null));
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2, 3});
        producer.send(bytes);
        MapMessage map = session.createMapMessage();
        map.setLong("l", 5);
        producer.send(map);
        StreamMessage stream = session.createStreamMessage();
        producer.send(stream);
        producer.send(session.createObjectMessage(42));
        assertThat(consumer.receive(SOON)).isNotNull().isNotInstanceOf(TextMessage.class);
        assertThat(((TextMessage) consumer.receive(SOON)).getText()).isNull();
        assertThat(((BytesMessage) consumer.receive(SOON)).getBodyLength()).isEqualTo(3);
        assertThat(((MapMessage) consumer.receive(SOON)).getLong("l")).isEqualTo(5);
        assertThat(consumer.receive(SOON)).isInstanceOf(StreamMessage.class);
        assertThat(((ObjectMessage) consumer.receive(SOON)).getObject()).isEqualTo(42);
    }

    @Test
    void headersAndPropertiesArriveAsSent() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        TextMessage message = session.createTextMessage("x");
        message.setJMSCorrelationID("c");
        message.setJMSType("t");
        message.setJMSReplyTo(session.createTopic(name + "/r"));
        message.setStringProperty("s", "é");
        message.setIntProperty("i", 1);
        message.setStringProperty("JMSXGroupID", "g");
        producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 60_000);
        Message received = session.createConsumer(queue).receive(SOON);
        assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSType()).isEqualTo("t");
        assertThat(received.getJMSReplyTo()).isEqualTo(message.getJMSReplyTo());
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSExpiration()).isEqualTo(message.getJMSExpiration());
        assertThat(received.getStringProperty("s")).isEqualTo("é");
        assertThat(received.getIntProperty("i")).isOne();
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
    }

    @Test
    void aFullQueueRefusesTheSendWithAReason() throws Exception {
        Session session = connect("?rabbitmq.queueArguments=x-max-length=1,x-overflow=reject-publish")
                .createSession();
        MessageProducer producer = session.createProducer(session.createQueue(name));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        producer.send(session.createTextMessage("m" + i));
                    }
                })
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("refused");
    }

    @Test
    void aSendToAQueueThatWasDeletedMeanwhileFailsOrDeclaresItAnew() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("first"));
        ctl("delete_queue", name);
        // The broker ends the link; the send that meets it may be in doubt, the next one declares the queue.
        await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
            producer.send(session.createTextMessage("second"));
            return true;
        });
        assertThat(text(session.createConsumer(queue))).isEqualTo("second");
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTheSessionLives() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[(16 << 20) + 1]);
        assertThatThrownBy(() -> producer.send(message)).isInstanceOf(ResourceAllocationException.class);
        producer.send(session.createTextMessage("small"));
        assertThat(text(session.createConsumer(queue))).isEqualTo("small");
    }

    @Test
    void aForwardedMessageLosesWhatTheBrokerAddedAndArrives() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue first = session.createQueue(name + ".1");
        Queue second = session.createQueue(name + ".2");
        TextMessage message = session.createTextMessage("forwarded");
        session.createProducer(first).send(message);
        Message received = session.createConsumer(first).receive(SOON);
        session.createProducer(second).send(received);
        Message again = session.createConsumer(second).receive(SOON);
        assertThat(((TextMessage) again).getText()).isEqualTo("forwarded");
        assertThat(again.getJMSRedelivered()).isFalse();
    }
}
