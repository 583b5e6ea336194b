package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.Consumer;
import com.rabbitmq.client.amqp.Environment;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Publisher;
import com.rabbitmq.client.amqp.impl.AmqpEnvironmentBuilder;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RabbitMQ's own client of AMQP 1.0 on one side, AnyQueue on the other, in both directions. */
final class RabbitAmqpClientTest extends OnRabbit {
    private static final byte[] BODY = "Limonade \u2615".getBytes(StandardCharsets.UTF_8);

    private Connection client;
    private Session session;
    private Queue destination;

    @BeforeEach
    void connect() throws Exception {
        Environment environment = opened(new AmqpEnvironmentBuilder().build());
        client = opened(environment
                .connectionBuilder()
                .host(broker().host())
                .port(broker().port())
                .username(broker().user())
                .password(broker().password())
                .build());
        session = session();
        destination = session.createQueue(queue);
        // Declares it.
        session.createProducer(destination).close();
    }

    private static void publish(Publisher publisher, Message message) throws Exception {
        CompletableFuture<Publisher.Status> outcome = new CompletableFuture<>();
        publisher.publish(message, context -> outcome.complete(context.status()));
        assertThat(outcome.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo(Publisher.Status.ACCEPTED);
    }

    @Test
    void whatTheClientPublishesArrivesWithItsTypes() throws Exception {
        Publisher publisher = opened(client.publisherBuilder().queue(queue).build());
        Message message = publisher
                .message(BODY)
                .messageId("id-1")
                .correlationId("correlated")
                .subject("kind")
                .groupId("group")
                .groupSequence(12)
                .priority((byte) 7)
                .durable(true)
                .ttl(Duration.ofMinutes(1))
                .property("boolean", true)
                .property("byte", (byte) 1)
                .property("short", (short) 2)
                .property("int", 3)
                .property("long", 4L)
                .property("float", 5.5f)
                .property("double", 6.5)
                .property("string", "text");
        message.replyToAddress().queue("an swers").message();
        publish(publisher, message);

        BytesMessage received =
                (BytesMessage) session.createConsumer(destination).receive(SOON);
        byte[] body = new byte[(int) received.getBodyLength()];
        received.readBytes(body);
        assertThat(body).isEqualTo(BODY);
        assertThat(received.getJMSMessageID()).contains("id-1");
        assertThat(received.getJMSCorrelationID()).isEqualTo("correlated");
        assertThat(received.getJMSType()).isEqualTo("kind");
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getJMSDestination()).isEqualTo(destination);
        assertThat(((Queue) received.getJMSReplyTo()).getQueueName()).isEqualTo("an swers");
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(12);
        assertThat(received.getObjectProperty("boolean")).isEqualTo(true);
        assertThat(received.getObjectProperty("byte")).isEqualTo((byte) 1);
        assertThat(received.getObjectProperty("short")).isEqualTo((short) 2);
        assertThat(received.getObjectProperty("int")).isEqualTo(3);
        assertThat(received.getObjectProperty("long")).isEqualTo(4L);
        assertThat(received.getObjectProperty("float")).isEqualTo(5.5f);
        assertThat(received.getObjectProperty("double")).isEqualTo(6.5);
        assertThat(received.getObjectProperty("string")).isEqualTo("text");
    }

    private BlockingQueue<Message> consume(String name) {
        BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
        Consumer consumer = client.consumerBuilder()
                .queue(name)
                .messageHandler((context, message) -> {
                    arrived.add(message);
                    context.accept();
                })
                .build();
        opened(consumer);
        return arrived;
    }

    @Test
    void whatAnyQueueSendsArrivesAtTheClientWithItsTypes() throws Exception {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(BODY);
        message.setJMSCorrelationID("correlated");
        message.setJMSType("kind");
        message.setJMSReplyTo(session.createQueue("an swers"));
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 12);
        message.setBooleanProperty("boolean", true);
        message.setByteProperty("byte", (byte) 1);
        message.setShortProperty("short", (short) 2);
        message.setIntProperty("int", 3);
        message.setLongProperty("long", 4L);
        message.setFloatProperty("float", 5.5f);
        message.setDoubleProperty("double", 6.5);
        message.setStringProperty("string", "text");
        session.createProducer(destination).send(message, DeliveryMode.PERSISTENT, 7, 60_000);

        Message received = consume(queue).poll(SOON, TimeUnit.MILLISECONDS);
        assertThat(received).isNotNull();
        assertThat(received.body()).isEqualTo(BODY);
        assertThat(received.messageId().toString()).isEqualTo(message.getJMSMessageID());
        assertThat(received.correlationId()).isEqualTo("correlated");
        assertThat(received.subject()).isEqualTo("kind");
        assertThat(received.to()).isEqualTo("/queues/" + queue);
        assertThat(received.replyTo()).isEqualTo("/queues/an%20swers");
        assertThat(received.groupId()).isEqualTo("group");
        assertThat(received.groupSequence()).isEqualTo(12);
        assertThat(received.priority()).isEqualTo((byte) 7);
        assertThat(received.durable()).isTrue();
        assertThat(received.absoluteExpiryTime()).isEqualTo(message.getJMSExpiration());
        assertThat(received.property("boolean")).isEqualTo(true);
        assertThat(received.property("byte")).isEqualTo((byte) 1);
        assertThat(received.property("short")).isEqualTo((short) 2);
        assertThat(received.property("int")).isEqualTo(3);
        assertThat(received.property("long")).isEqualTo(4L);
        assertThat(received.property("float")).isEqualTo(5.5f);
        assertThat(received.property("double")).isEqualTo(6.5);
        assertThat(received.property("string")).isEqualTo("text");
    }

    @Test
    void theClientAnswersARequestToItsTemporaryQueue() throws Exception {
        TemporaryQueue replies = session.createTemporaryQueue();
        MessageConsumer answers = session.createConsumer(replies);
        BytesMessage question = session.createBytesMessage();
        question.writeBytes(BODY);
        question.setJMSReplyTo(replies);
        MessageProducer producer = session.createProducer(destination);
        producer.send(question);

        Message asked = consume(queue).poll(SOON, TimeUnit.MILLISECONDS);
        Publisher publisher = opened(client.publisherBuilder().build());
        Message answer = publisher
                .message("yes".getBytes(StandardCharsets.UTF_8))
                .messageId(UUID.randomUUID())
                .correlationId(asked.messageId())
                .to(asked.replyTo());
        publish(publisher, answer);

        BytesMessage received = (BytesMessage) answers.receive(SOON);
        assertThat(received.getBody(byte[].class)).isEqualTo("yes".getBytes(StandardCharsets.UTF_8));
        assertThat(received.getJMSCorrelationID()).isEqualTo(question.getJMSMessageID());
        assertThat(received.getJMSMessageID()).startsWith("ID:");
    }
}
