package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import com.rabbitmq.jms.admin.RMQDestination;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * RabbitMQ's JMS client, which speaks AMQP 0-9-1, on one side and AnyQueue on the other, over a queue that both know by its
 * name. The formats meet in text and bytes.
 */
final class RabbitJmsClientTest extends OnRabbit {
    private static final String TEXT = "Limonade \u2615";

    private Session client;
    private RMQDestination theirs;
    private Session session;
    private Queue ours;

    @BeforeEach
    void connect() throws Exception {
        RMQConnectionFactory factory = new RMQConnectionFactory();
        factory.setHost(broker().host());
        factory.setPort(broker().port());
        factory.setUsername(broker().user());
        factory.setPassword(broker().password());
        Connection connection = opened(factory.createConnection());
        connection.start();
        client = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        theirs = new RMQDestination(queue, "", queue, queue);
        session = session();
        ours = session.createQueue(queue);
        // Declares it.
        session.createProducer(ours).close();
    }

    @Test
    void itsTextsArriveAsBytesWithTheirProperties() throws Exception {
        TextMessage text = client.createTextMessage(TEXT);
        text.setStringProperty("string", "text");
        text.setIntProperty("int", 3);
        client.createProducer(theirs).send(text);
        Message received = session.createConsumer(ours).receive(SOON);
        assertThat(received.getStringProperty("string")).isEqualTo("text");
        assertThat(received.getIntProperty("int")).isEqualTo(3);
        assertThat(new String(((BytesMessage) received).getBody(byte[].class), StandardCharsets.UTF_8))
                .isEqualTo(TEXT);
    }

    @Test
    void ourBytesArriveAtItWithTheirProperties() throws Exception {
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(TEXT.getBytes(StandardCharsets.UTF_8));
        bytes.setStringProperty("string", "text");
        bytes.setIntProperty("int", 3);
        session.createProducer(ours).send(bytes);
        Message received = client.createConsumer(theirs).receive(SOON);
        assertThat(received.getStringProperty("string")).isEqualTo("text");
        assertThat(received.getIntProperty("int")).isEqualTo(3);
        assertThat(received.getBody(byte[].class)).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
    }
}
