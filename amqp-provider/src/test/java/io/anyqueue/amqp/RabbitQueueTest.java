package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Queues on RabbitMQ. */
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
}
