package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Temporary destinations on RabbitMQ. */
final class RabbitTemporaryTest extends OnRabbit {

    @Test
    void aRequestIsAnsweredThroughATemporaryQueue() throws Exception {
        Session asking = session();
        Queue queue = asking.createQueue(name);
        TemporaryQueue replies = asking.createTemporaryQueue();
        Message question = asking.createTextMessage("question");
        question.setJMSReplyTo(replies);
        asking.createProducer(queue).send(question);

        Session answering = session();
        Message received = answering.createConsumer(queue).receive(SOON);
        assertThat(received.getJMSReplyTo()).isInstanceOf(TemporaryQueue.class);
        Message answer = answering.createTextMessage("answer");
        answer.setJMSCorrelationID(received.getJMSMessageID());
        answering.createProducer(null).send(received.getJMSReplyTo(), answer);
        assertThatThrownBy(() -> answering.createConsumer(received.getJMSReplyTo()))
                .isInstanceOf(InvalidDestinationException.class);

        MessageConsumer consumer = asking.createConsumer(replies);
        Message answered = consumer.receive(SOON);
        assertThat(answered.getJMSCorrelationID()).isEqualTo(question.getJMSMessageID());
        assertThat(answered.getJMSDestination()).isEqualTo(replies);
        assertThatThrownBy(replies::delete).isInstanceOf(IllegalStateException.class);
        consumer.close();
        replies.delete();
        assertThatThrownBy(
                        () -> answering.createProducer(null).send(received.getJMSReplyTo(), answering.createMessage()))
                .isInstanceOf(jakarta.jms.JMSException.class);
    }

    @Test
    void aTemporaryQueueGoesWithItsConnection() throws Exception {
        Connection connection = connect();
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        connection.close();
        Session session = session();
        // The broker deletes it after it has answered the close.
        await().untilAsserted(() -> assertThatThrownBy(() -> {
                    MessageProducer producer = session.createProducer(queue);
                    producer.send(session.createMessage());
                })
                .isInstanceOf(InvalidDestinationException.class));
    }

    @Test
    void aTemporaryTopicReachesItsConnectionFromOthers() throws Exception {
        Session session = session();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer consumer = session.createConsumer(topic);
        Message request = session.createTextMessage("request");
        request.setJMSReplyTo(topic);
        session.createProducer(session.createQueue(name)).send(request);
        Session other = session();
        Message received = other.createConsumer(other.createQueue(name)).receive(SOON);
        assertThat(received.getJMSReplyTo()).isInstanceOf(TemporaryTopic.class);
        other.createProducer(received.getJMSReplyTo()).send(other.createTextMessage("reply"));
        TextMessage reply = (TextMessage) consumer.receive(SOON);
        assertThat(reply.getText()).isEqualTo("reply");
        assertThat(reply.getJMSDestination()).isEqualTo(topic);
        consumer.close();
        topic.delete();
    }

    @Test
    void repliesToManyRequestorsDoNotUseUpTheSession() throws Exception {
        Session session = session();
        Session answering = session();
        MessageProducer replier = answering.createProducer(null);
        for (int i = 0; i < 40; i++) {
            TemporaryQueue queue = session.createTemporaryQueue();
            replier.send(queue, answering.createTextMessage("r" + i));
            if (i % 10 == 0) {
                MessageConsumer consumer = session.createConsumer(queue);
                assertThat(text(consumer)).isEqualTo("r" + i);
                consumer.close();
            }
            queue.delete();
        }
    }
}
