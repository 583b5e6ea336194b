package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import org.junit.jupiter.api.Test;

/** Temporary queues and topics. */
class TemporaryDestinationTests extends ComplianceTest {
    private static final long PATIENCE = Workbench.PATIENCE.toMillis();

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement("6.2.2-1")
    void anySessionOfTheConnectionConsumesATemporaryQueue() throws Exception {
        Session maker = jms.session();
        TemporaryQueue queue = maker.createTemporaryQueue();
        maker.createProducer(queue).send(maker.createTextMessage("a"));
        maker.close();
        assertThat(jms.receiveText(jms.session().createConsumer(queue))).isEqualTo("a");
    }

    @Test
    @Needs(Feature.TEMPORARY_TOPICS)
    @Requirement({"6.2.2-1", "6.2.2-4"})
    void anySessionOfTheConnectionConsumesATemporaryTopic() throws Exception {
        TemporaryTopic topic = jms.session().createTemporaryTopic();
        MessageConsumer consumer = jms.session().createConsumer(topic);
        jms.send(topic, "a");
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement({"6.2.2-2", "4.1.5-1"})
    void anotherConnectionMayNotConsumeATemporaryQueue() throws Exception {
        TemporaryQueue queue = jms.session().createTemporaryQueue();
        Session other = jms.connect().createSession();
        refused(() -> other.createConsumer(queue));
    }

    @Test
    @Needs(Feature.TEMPORARY_TOPICS)
    @Requirement({"6.2.2-2", "4.2.7-1"})
    void anotherConnectionMayNotConsumeATemporaryTopic() throws Exception {
        TemporaryTopic topic = jms.session().createTemporaryTopic();
        Session other = jms.connect().createSession();
        refused(() -> other.createConsumer(topic));
    }

    @Test
    @Needs({Feature.TEMPORARY_QUEUES, Feature.TEMPORARY_TOPICS})
    @Requirement("6.2.2-3")
    void eachIsUnique() throws Exception {
        Session session = jms.session();
        assertThat(session.createTemporaryQueue().getQueueName())
                .isNotEqualTo(session.createTemporaryQueue().getQueueName());
        assertThat(session.createTemporaryTopic().getTopicName())
                .isNotEqualTo(session.createTemporaryTopic().getTopicName());
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement("TemporaryQueue.delete-1")
    void aTemporaryQueueIsDeletedUnlessItHasAConsumer() throws Exception {
        Session session = jms.session();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(queue);
        refused(queue::delete);
        consumer.close();
        queue.delete();
        refused(() -> session.createConsumer(queue));
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement("TemporaryQueue.delete-1")
    void aTemporaryQueueIsDeletedAfterAConsumerThatAcknowledgedLazily() throws Exception {
        Session session = jms.session(Session.DUPS_OK_ACKNOWLEDGE);
        TemporaryQueue queue = session.createTemporaryQueue();
        jms.send(queue, "a");
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(jms.receive(consumer).getBody(String.class)).isEqualTo("a");
        consumer.close();
        queue.delete();
    }

    @Test
    @Needs(Feature.TEMPORARY_TOPICS)
    @Requirement("TemporaryTopic.delete-1")
    void aTemporaryTopicIsDeletedUnlessItHasAConsumer() throws Exception {
        Session session = jms.session();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer consumer = session.createConsumer(topic);
        refused(topic::delete);
        consumer.close();
        topic.delete();
        refused(() -> session.createConsumer(topic));
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement("10.3-4")
    void aDeletedDestinationIsAnInvalidOne() throws Exception {
        Session session = jms.session();
        TemporaryQueue queue = session.createTemporaryQueue();
        queue.delete();
        refused(InvalidDestinationException.class, () -> session.createConsumer(queue));
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement("10.3-4")
    void aProducerThatIsOpenCannotSendToADeletedDestination() throws Exception {
        Session session = jms.session();
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("a"));
        MessageProducer elsewhere = jms.connect().createSession().createProducer(queue);
        elsewhere.send(session.createTextMessage("b"));
        queue.delete();
        refused(JMSException.class, () -> producer.send(session.createTextMessage("c")));
        refused(JMSException.class, () -> elsewhere.send(session.createTextMessage("d")));
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement("10.3-4")
    void aReplyToADeletedDestinationIsRefused() throws Exception {
        Connection requester = jms.connect();
        TemporaryQueue replies = requester.createSession().createTemporaryQueue();
        Message request = jms.text("a");
        request.setJMSReplyTo(replies);
        Destination replyTo = sent(request).getJMSReplyTo();
        requester.close();
        Session session = jms.session();
        refused(JMSException.class, () -> session.createProducer(replyTo).send(session.createTextMessage("b")));
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement({"6.2.2-5", "10.3-4"})
    void closingTheConnectionDeletesItsTemporaryQueues() throws Exception {
        Connection connection = jms.connect();
        TemporaryQueue queue = connection.createSession().createTemporaryQueue();
        connection.close();
        Session session = jms.session();
        assertThat(catchThrowable(() -> {
                    MessageProducer producer = session.createProducer(queue);
                    producer.send(session.createTextMessage("a"));
                }))
                .isInstanceOf(JMSException.class);
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement({"JMSContext.createTemporaryQueue-1", "6.2.2-1"})
    void contextsOfOneConnectionShareTemporaryDestinations() throws Exception {
        JMSContext first = jms.context();
        JMSContext second = jms.keep(first.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        TemporaryQueue queue = first.createTemporaryQueue();
        first.close();
        second.createProducer().send(queue, "a");
        assertThat(second.createConsumer(queue).receiveBody(String.class, PATIENCE))
                .isEqualTo("a");
    }
}
