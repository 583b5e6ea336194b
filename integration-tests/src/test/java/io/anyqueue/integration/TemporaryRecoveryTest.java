package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Temporary destinations keep their name for the application while recovery makes them anew. */
class TemporaryRecoveryTest {
    private final World world = World.create();
    private final Journal journal = new Journal();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void aTemporaryQueueWorksAfterADrop() throws JMSException {
        Session session = world.connect().createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        String name = queue.getQueueName();
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        world.dropAndRestore();
        world.dropAndRestore();
        producer.send(session.createTextMessage("1"));
        session.createProducer(null).send(queue, session.createTextMessage("2"));
        journal.receive(consumer);
        journal.receive(consumer);
        assertThat(journal.texts()).containsExactly("1", "2");
        assertThat(queue.getQueueName()).isEqualTo(name);
        assertThat(world.broker().temporaryDestinations()).isEqualTo(1);
    }

    @Test
    void aTemporaryTopicWorksAfterADrop() throws JMSException {
        Session session = world.connect().createSession();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer consumer = session.createConsumer(topic);
        world.dropAndRestore();
        session.createProducer(topic).send(session.createTextMessage("1"));
        journal.receive(consumer);
    }

    @Test
    void theApplicationSeesTheNameThatItKnows() throws JMSException {
        Session session = world.connect().createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(queue);
        world.dropAndRestore();
        TextMessage sent = session.createTextMessage("1");
        sent.setJMSReplyTo(queue);
        session.createProducer(queue).send(sent);
        assertThat(sent.getJMSDestination()).isEqualTo(queue);
        assertThat(sent.getJMSReplyTo()).isEqualTo(queue);
        Message received = journal.receive(consumer);
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(received.getJMSReplyTo()).isEqualTo(queue);
    }

    @Test
    void aReplyFindsTheRequesterAfterADrop() throws JMSException {
        Session asking = world.connect().createSession();
        TemporaryQueue replies = asking.createTemporaryQueue();
        MessageConsumer answers = asking.createConsumer(replies);
        Session answering = world.connect().createSession();
        MessageConsumer requests = answering.createConsumer(answering.createQueue("requests"));
        world.faults().dropConnections();
        world.states().awaitRestored(2);
        TextMessage request = asking.createTextMessage("ping");
        request.setJMSReplyTo(replies);
        asking.createProducer(asking.createQueue("requests")).send(request);
        Destination replyTo = journal.receive(requests).getJMSReplyTo();
        answering.createProducer(null).send(replyTo, answering.createTextMessage("pong"));
        journal.receive(answers);
        assertThat(journal.texts()).containsExactly("ping", "pong");
    }

    @Test
    void aRequestorGoesOnAfterADrop() throws Exception {
        QueueConnection connection = world.factory().createQueueConnection();
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueRequestor requestor = new QueueRequestor(session, session.createQueue("requests"));
        Session answering = world.connect().createSession();
        MessageProducer producer = answering.createProducer(null);
        answering.createConsumer(answering.createQueue("requests")).setMessageListener(message -> {
            try {
                producer.send(message.getJMSReplyTo(), answering.createTextMessage(((TextMessage) message).getText()));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Message> reply =
                    Background.call(() -> requestor.request(session.createTextMessage("hello")));
            // A request that comes again before the reply queue does makes the listener fail, and pause by the clock.
            world.awaitWhileTimePasses(() -> assertThat(reply).isDone());
            assertThat(((TextMessage) Background.get(reply)).getText()).isEqualTo("hello");
            world.faults().dropConnections();
            world.states().awaitRestored(2 * (i + 1));
        }
        connection.close();
    }

    @Test
    void aDeletedTemporaryQueueIsNotMadeAgain() throws JMSException {
        Session session = world.connect().createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        session.createTemporaryTopic();
        queue.delete();
        world.dropAndRestore();
        assertThat(world.broker().temporaryDestinations()).isEqualTo(1);
        assertThatThrownBy(() -> session.createProducer(queue).send(session.createMessage()))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void aTemporaryQueueCanBeDeletedAfterADrop() throws JMSException {
        Connection connection = world.connect();
        Session session = connection.createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(queue);
        world.dropAndRestore();
        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class).hasMessageContaining("consumer");
        consumer.close();
        queue.delete();
        assertThat(world.broker().temporaryDestinations()).isZero();
    }

    @Test
    void onlyItsOwnConnectionConsumesFromATemporaryQueueAlsoAfterADrop() throws JMSException {
        TemporaryQueue queue = world.connect().createSession().createTemporaryQueue();
        Session other = world.connect().createSession();
        world.faults().dropConnections();
        world.states().awaitRestored(2);
        assertThatThrownBy(() -> other.createConsumer(queue)).isInstanceOf(JMSException.class);
    }

    @Test
    void aReplyToASessionThatHasEndedIsRefusedAndNothingHangs() throws JMSException {
        Connection asking = world.connect();
        TemporaryQueue replies = asking.createSession().createTemporaryQueue();
        asking.close();
        Session answering = world.connect().createSession();
        MessageProducer producer = answering.createProducer(null);
        assertThatThrownBy(() -> producer.send(replies, answering.createTextMessage("late")))
                .isInstanceOf(InvalidDestinationException.class);
    }
}
