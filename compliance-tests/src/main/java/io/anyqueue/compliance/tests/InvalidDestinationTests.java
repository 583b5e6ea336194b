package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No destination, or one that is neither queue nor topic, is refused by whichever method is given it. */
class InvalidDestinationTests extends ComplianceTest {
    /** Understood by no provider. */
    private static final Destination NEITHER = new Destination() {};

    @Test
    @Requirement({"Session.createProducer-1", "Session.createConsumer-1", "10.3-3"})
    void aSessionRefusesADestinationThatIsNeitherQueueNorTopic() throws Exception {
        Session session = jms.session();
        refused(InvalidDestinationException.class, () -> session.createProducer(NEITHER));
        refused(InvalidDestinationException.class, () -> session.createConsumer(NEITHER));
        refused(InvalidDestinationException.class, () -> session.createConsumer(NEITHER, null));
        refused(InvalidDestinationException.class, () -> session.createConsumer(NEITHER, null, false));
    }

    @Test
    @Needs(Feature.BROWSERS)
    @Requirement("Session.createBrowser-1")
    void aBrowserOnNoQueueIsRefused() throws Exception {
        Session session = jms.session();
        refused(InvalidDestinationException.class, () -> session.createBrowser(null));
        refused(InvalidDestinationException.class, () -> session.createBrowser(null, "a = 1"));
        JMSContext context = jms.context();
        refused(InvalidDestinationRuntimeException.class, () -> context.createBrowser(null));
        refused(InvalidDestinationRuntimeException.class, () -> context.createBrowser(null, "a = 1"));
    }

    @Test
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement({"Session.createDurableConsumer-1", "JMSContext.createDurableConsumer-2"})
    void aDurableSubscriptionOfNoTopicIsRefused() throws Exception {
        Session session = jms.connect(jms.unique("client")).createSession();
        String name = jms.unique("sub");
        refused(InvalidDestinationException.class, () -> session.createDurableConsumer(null, name));
        refused(InvalidDestinationException.class, () -> session.createDurableConsumer(null, name, null, false));
        refused(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, name));
        refused(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, name, null, false));
        JMSContext context = jms.context();
        context.setClientID(jms.unique("client"));
        refused(InvalidDestinationRuntimeException.class, () -> context.createDurableConsumer(null, name));
        refused(InvalidDestinationRuntimeException.class, () -> context.createDurableConsumer(null, name, null, false));
    }

    @Test
    @Needs(Feature.SHARED_SUBSCRIPTIONS)
    @Requirement({"Session.createSharedConsumer-1", "JMSContext.createSharedConsumer-2"})
    void aSharedSubscriptionOfNoTopicIsRefused() throws Exception {
        Session session = jms.session();
        String name = jms.unique("sub");
        refused(InvalidDestinationException.class, () -> session.createSharedConsumer(null, name));
        refused(InvalidDestinationException.class, () -> session.createSharedConsumer(null, name, null));
        JMSContext context = jms.context();
        refused(InvalidDestinationRuntimeException.class, () -> context.createSharedConsumer(null, name));
        refused(InvalidDestinationRuntimeException.class, () -> context.createSharedConsumer(null, name, null));
    }

    @Test
    @Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.DURABLE_SUBSCRIPTIONS})
    @Requirement({"Session.createSharedDurableConsumer-1", "JMSContext.createSharedDurableConsumer-1"})
    void aSharedDurableSubscriptionOfNoTopicIsRefused() throws Exception {
        Session session = jms.session();
        String name = jms.unique("sub");
        refused(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(null, name));
        refused(InvalidDestinationException.class, () -> session.createSharedDurableConsumer(null, name, null));
        JMSContext context = jms.context();
        refused(InvalidDestinationRuntimeException.class, () -> context.createSharedDurableConsumer(null, name));
        refused(InvalidDestinationRuntimeException.class, () -> context.createSharedDurableConsumer(null, name, null));
    }

    @Test
    @Requirement({"Session.unsubscribe-1", "JMSContext.unsubscribe-1"})
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    void unsubscribingWhatDoesNotExistIsRefused() throws Exception {
        Session session = jms.connect(jms.unique("client")).createSession();
        refused(InvalidDestinationException.class, () -> session.unsubscribe(jms.unique("sub")));
        JMSContext context = jms.context();
        context.setClientID(jms.unique("client"));
        refused(InvalidDestinationRuntimeException.class, () -> context.unsubscribe(jms.unique("sub")));
    }

    @Test
    @Requirement({"JMSContext.createConsumer-1", "10.3-11"})
    void aContextRefusesAConsumerOnNothing() throws Exception {
        JMSContext context = jms.context();
        for (Destination wrong : new Destination[] {null, NEITHER}) {
            refused(InvalidDestinationRuntimeException.class, () -> context.createConsumer(wrong));
            refused(InvalidDestinationRuntimeException.class, () -> context.createConsumer(wrong, "a = 1"));
            refused(InvalidDestinationRuntimeException.class, () -> context.createConsumer(wrong, "a = 1", false));
        }
    }

    @Test
    @Requirement("JMSProducer.send-1")
    void everySendOfAJmsProducerRefusesNoDestination() throws Exception {
        JMSContext context = jms.context();
        JMSProducer producer = context.createProducer();
        for (Destination wrong : new Destination[] {null, NEITHER}) {
            refused(InvalidDestinationRuntimeException.class, () -> producer.send(wrong, context.createMessage()));
            refused(InvalidDestinationRuntimeException.class, () -> producer.send(wrong, "text"));
            refused(InvalidDestinationRuntimeException.class, () -> producer.send(wrong, Map.of("a", 1)));
            refused(InvalidDestinationRuntimeException.class, () -> producer.send(wrong, new byte[1]));
        }
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement("JMSProducer.send-1")
    void anObjectIsNotSentToNoDestination() throws Exception {
        JMSProducer producer = jms.context().createProducer();
        refused(InvalidDestinationRuntimeException.class, () -> producer.send(null, (Serializable) 17));
    }

    @Test
    @Needs(Feature.DOMAIN_FACTORIES)
    @Requirement({"QueueSession.createReceiver-1", "QueueSender.send-2"})
    void aQueueSessionRefusesNoQueue() throws Exception {
        QueueConnection connection = jms.keep(((QueueConnectionFactory) jms.factory()).createQueueConnection());
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        refused(InvalidDestinationException.class, () -> session.createReceiver(null));
        refused(InvalidDestinationException.class, () -> session.createReceiver(null, "a = 1"));
        var sender = session.createSender(null);
        refused(InvalidDestinationException.class, () -> sender.send(null, session.createMessage()));
        refused(InvalidDestinationException.class, () -> sender.send(null, session.createMessage(), 1, 4, 0));
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.TOPICS})
    @Requirement({"TopicSession.createSubscriber-1", "TopicPublisher.publish-2"})
    void aTopicSessionRefusesNoTopic() throws Exception {
        TopicConnection connection = jms.keep(((TopicConnectionFactory) jms.factory()).createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        refused(InvalidDestinationException.class, () -> session.createSubscriber(null));
        refused(InvalidDestinationException.class, () -> session.createSubscriber(null, "a = 1", true));
        var publisher = session.createPublisher(null);
        refused(InvalidDestinationException.class, () -> publisher.publish(null, session.createMessage()));
        refused(InvalidDestinationException.class, () -> publisher.publish(null, session.createMessage(), 1, 4, 0));
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.DURABLE_SUBSCRIPTIONS})
    @Requirement("TopicSession.createDurableSubscriber-1")
    void aTopicSessionRefusesADurableSubscriptionOfNoTopic() throws Exception {
        TopicConnection connection = jms.keep(((TopicConnectionFactory) jms.factory()).createTopicConnection());
        connection.setClientID(jms.unique("client"));
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        String name = jms.unique("sub");
        refused(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, name));
        refused(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, name, null, true));
        refused(InvalidDestinationException.class, () -> session.unsubscribe(name));
    }
}
