package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RabbitMQ's client of AMQP 0-9-1 on one side, AnyQueue on the other, in both directions; the broker translates. */
final class RabbitOldProtocolTest extends OnRabbit {
    private static final byte[] BODY = "Limonade \u2615".getBytes(StandardCharsets.UTF_8);

    private Channel channel;
    private Session session;
    private Queue destination;

    @BeforeEach
    void connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker().url("%2F"));
        Connection connection = opened(factory.newConnection());
        channel = connection.createChannel();
        session = session();
        destination = session.createQueue(queue);
        // Declares it.
        session.createProducer(destination).close();
    }

    private void publish(String exchange, String key, AMQP.BasicProperties properties) throws Exception {
        channel.confirmSelect();
        channel.basicPublish(exchange, key, true, properties, BODY);
        channel.waitForConfirmsOrDie(SOON);
    }

    /** Takes a message off the queue, which need not offer it in the moment in which its sender is answered. */
    private GetResponse get() {
        return await().atMost(Duration.ofMillis(SOON)).until(() -> channel.basicGet(queue, true), Objects::nonNull);
    }

    @Test
    void whatIsPublishedArrivesWithTheTypesThatBothKnow() throws Exception {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("boolean", true);
        headers.put("byte", (byte) 1);
        headers.put("short", (short) 2);
        headers.put("int", 3);
        headers.put("long", 4L);
        headers.put("float", 5.5f);
        headers.put("double", 6.5);
        headers.put("string", "text");
        publish(
                "",
                queue,
                new AMQP.BasicProperties.Builder()
                        .messageId("id-1")
                        .correlationId("correlated")
                        .contentType("application/octet-stream")
                        .deliveryMode(2)
                        .priority(7)
                        .headers(headers)
                        .build());

        BytesMessage received =
                (BytesMessage) session.createConsumer(destination).receive(SOON);
        assertThat(received.getBody(byte[].class)).isEqualTo(BODY);
        assertThat(received.getJMSMessageID()).contains("id-1");
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlated");
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getJMSDestination()).isEqualTo(destination);
        assertThat(received.getBooleanProperty("boolean")).isTrue();
        assertThat(received.getLongProperty("byte")).isEqualTo(1);
        assertThat(received.getLongProperty("short")).isEqualTo(2);
        assertThat(received.getLongProperty("int")).isEqualTo(3);
        assertThat(received.getLongProperty("long")).isEqualTo(4);
        assertThat(received.getDoubleProperty("float")).isEqualTo(5.5);
        assertThat(received.getDoubleProperty("double")).isEqualTo(6.5);
        assertThat(received.getStringProperty("string")).isEqualTo("text");
    }

    @Test
    void whatAnyQueueSendsArrivesWithTheTypesThatBothKnow() throws Exception {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(BODY);
        message.setJMSCorrelationID("correlated");
        message.setBooleanProperty("boolean", true);
        message.setIntProperty("int", 3);
        message.setLongProperty("long", 4L);
        message.setDoubleProperty("double", 6.5);
        message.setStringProperty("string", "text");
        session.createProducer(destination).send(message, DeliveryMode.PERSISTENT, 7, 3_600_000);

        GetResponse received = get();
        assertThat(received.getBody()).isEqualTo(BODY);
        AMQP.BasicProperties properties = received.getProps();
        assertThat(properties.getCorrelationId()).isEqualTo("correlated");
        assertThat(properties.getMessageId()).isEqualTo(message.getJMSMessageID());
        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getPriority()).isEqualTo(7);
        assertThat(Long.parseLong(properties.getExpiration()))
                .as("what is left of the time to live when the message is written")
                .isPositive()
                .isLessThanOrEqualTo(3_600_000);
        assertThat(properties.getHeaders())
                .containsEntry("boolean", true)
                .containsEntry("int", 3)
                .containsEntry("long", 4L)
                .containsEntry("double", 6.5);
        assertThat(properties.getHeaders().get("string").toString()).isEqualTo("text");
    }

    @Test
    void aTextOfAnyQueueArrivesAsAnEncodedValueThatIsMarkedAsSuch() throws Exception {
        session.createProducer(destination).send(session.createTextMessage("Limonade \u2615"));

        GetResponse received = get();
        assertThat(received.getProps().getType()).isEqualTo("amqp-1.0");
        assertThat(new String(received.getBody(), StandardCharsets.UTF_8)).endsWith("Limonade \u2615");
    }

    @Test
    void aTopicsSubscribersGetWhatIsPublishedToItsExchange() throws Exception {
        MessageConsumer subscriber = session.createConsumer(session.createTopic(queue));
        publish("amq.topic", queue, new AMQP.BasicProperties());

        BytesMessage received = (BytesMessage) subscriber.receive(SOON);
        assertThat(received.getBody(byte[].class)).isEqualTo(BODY);
        assertThat(received.getJMSDestination()).isEqualTo(session.createTopic(queue));
    }
}
