package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.Test;

/** The domain-specific API: what it does, and what it must refuse of the methods it inherits. */
@Needs(Feature.DOMAIN_FACTORIES)
class DomainTests extends ComplianceTest {
    private static final ServerSessionPool NO_POOL = () -> {
        throw new JMSException("the pool is not to be used");
    };

    @Test
    @Requirement({"QueueConnection.createQueueSession-1", "8.2-1", "7.2-3"})
    void queueSendersSendAndReceiversReceive() throws Exception {
        QueueSession session = queueSession();
        QueueSender named = session.createSender(jms.queue());
        QueueSender anonymous = session.createSender(null);
        named.send(session.createTextMessage("1"));
        named.send(session.createTextMessage("2"), DeliveryMode.PERSISTENT, 4, 0);
        anonymous.send(jms.queue(), session.createTextMessage("3"));
        anonymous.send(jms.queue(), session.createTextMessage("4"), DeliveryMode.PERSISTENT, 4, 0);
        QueueReceiver receiver = session.createReceiver(jms.queue());
        assertThat(jms.receiveTexts(receiver, 4)).containsExactly("1", "2", "3", "4");
    }

    @Test
    @Needs(Feature.TOPICS)
    @Requirement({"TopicConnection.createTopicSession-1", "7.2-4"})
    void topicPublishersPublishAndSubscribersReceive() throws Exception {
        TopicSession session = topicSession();
        TopicSubscriber subscriber = session.createSubscriber(jms.topic());
        TopicPublisher named = session.createPublisher(jms.topic());
        TopicPublisher anonymous = session.createPublisher(null);
        named.publish(session.createTextMessage("1"));
        named.publish(session.createTextMessage("2"), DeliveryMode.PERSISTENT, 4, 0);
        anonymous.publish(jms.topic(), session.createTextMessage("3"));
        anonymous.publish(jms.topic(), session.createTextMessage("4"), DeliveryMode.PERSISTENT, 4, 0);
        assertThat(jms.receiveTexts(subscriber, 4)).containsExactly("1", "2", "3", "4");
    }

    @Test
    @Requirement("QueueReceiver.getQueue-1")
    void sendersAndReceiversTellTheirQueue() throws Exception {
        QueueSession session = queueSession();
        assertThat(session.createSender(jms.queue()).getQueue()).isEqualTo(jms.queue());
        assertThat(session.createReceiver(jms.queue()).getQueue()).isEqualTo(jms.queue());
    }

    @Test
    @Needs({Feature.TOPICS, Feature.NO_LOCAL})
    @Requirement("TopicSubscriber.getTopic-1")
    void publishersAndSubscribersTellTheirTopic() throws Exception {
        TopicSession session = topicSession();
        assertThat(session.createPublisher(jms.topic()).getTopic()).isEqualTo(jms.topic());
        TopicSubscriber subscriber = session.createSubscriber(jms.topic(), null, true);
        assertThat(subscriber.getTopic()).isEqualTo(jms.topic());
        assertThat(subscriber.getNoLocal()).isTrue();
    }

    @Test
    @Needs({Feature.TRANSACTIONS, Feature.BROWSERS})
    @Requirement("QueueConnection.createQueueSession-1")
    void aQueueSessionMayBeTransactedAndBrowse() throws Exception {
        QueueSession session = queueConnection().createQueueSession(true, Session.AUTO_ACKNOWLEDGE);
        session.createSender(jms.queue()).send(session.createTextMessage("a"));
        session.rollback();
        assertThat(session.createBrowser(jms.queue()).getEnumeration().hasMoreElements())
                .isFalse();
    }

    @Test
    @Requirement("9.2-1")
    void aQueueSessionRefusesDurableSubscriptions() throws Exception {
        QueueSession session = queueSession();
        refused(IllegalStateException.class, () -> session.createDurableSubscriber(jms.topic(), "n"));
        refused(IllegalStateException.class, () -> session.createDurableSubscriber(jms.topic(), "n", null, false));
        refused(IllegalStateException.class, () -> session.createDurableConsumer(jms.topic(), "n"));
        refused(IllegalStateException.class, () -> session.createDurableConsumer(jms.topic(), "n", null, false));
    }

    @Test
    @Requirement("9.2-2")
    void aQueueSessionRefusesSharedSubscriptions() throws Exception {
        QueueSession session = queueSession();
        refused(IllegalStateException.class, () -> session.createSharedConsumer(jms.topic(), "n"));
        refused(IllegalStateException.class, () -> session.createSharedConsumer(jms.topic(), "n", "a = 1"));
        refused(IllegalStateException.class, () -> session.createSharedDurableConsumer(jms.topic(), "n"));
        refused(IllegalStateException.class, () -> session.createSharedDurableConsumer(jms.topic(), "n", "a = 1"));
    }

    @Test
    @Requirement("9.2-3")
    void aQueueSessionRefusesTopics() throws Exception {
        QueueSession session = queueSession();
        refused(IllegalStateException.class, () -> session.createTopic("t"));
        refused(IllegalStateException.class, session::createTemporaryTopic);
        refused(IllegalStateException.class, () -> session.unsubscribe("n"));
    }

    @Test
    @Requirement("9.2-4")
    void aTopicSessionRefusesQueues() throws Exception {
        TopicSession session = topicSession();
        refused(IllegalStateException.class, () -> session.createBrowser(jms.queue()));
        refused(IllegalStateException.class, () -> session.createBrowser(jms.queue(), "a = 1"));
        refused(IllegalStateException.class, () -> session.createQueue("q"));
        refused(IllegalStateException.class, session::createTemporaryQueue);
    }

    @Test
    @Requirement("9.2-5")
    void aQueueConnectionRefusesConnectionConsumersOfTopics() throws Exception {
        QueueConnection connection = queueConnection();
        refused(
                IllegalStateException.class,
                () -> connection.createSharedConnectionConsumer(jms.topic(), "n", null, NO_POOL, 1));
        refused(
                IllegalStateException.class,
                () -> connection.createDurableConnectionConsumer(jms.topic(), "n", null, NO_POOL, 1));
        refused(
                IllegalStateException.class,
                () -> connection.createSharedDurableConnectionConsumer(jms.topic(), "n", null, NO_POOL, 1));
    }

    private QueueConnection queueConnection() throws Exception {
        QueueConnection connection = jms.keep(((QueueConnectionFactory) jms.factory()).createQueueConnection());
        connection.start();
        return connection;
    }

    private QueueSession queueSession() throws Exception {
        return queueConnection().createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private TopicSession topicSession() throws Exception {
        TopicConnection connection = jms.keep(((TopicConnectionFactory) jms.factory()).createTopicConnection());
        connection.start();
        return connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    }
}
