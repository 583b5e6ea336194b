package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Lacks;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * What a provider does not claim it refuses with an exception of Jakarta Messaging, promptly: it neither hangs nor
 * silently does less.
 */
class AbsentFeatureTests extends ComplianceTest {

    @Test
    @Lacks(Feature.TRANSACTIONS)
    @Requirement("10.2-1")
    void withoutTransactionsATransactedSessionIsRefused() throws Exception {
        promptlyRefused(() -> jms.connection().createSession(Session.SESSION_TRANSACTED));
    }

    @Test
    @Lacks(Feature.QUEUE_SELECTORS)
    @Requirement("10.2-1")
    void withoutQueueSelectorsASelectorIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(() -> session.createConsumer(jms.queue(), "a = 1"));
    }

    @Test
    @Lacks(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement("10.2-1")
    void withoutSubscriptionSelectorsASelectorIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(() -> session.createConsumer(session.createTopic(jms.unique("topic")), "a = 1"));
    }

    @Test
    @Lacks(Feature.NO_LOCAL)
    @Requirement("10.2-1")
    void withoutNoLocalItIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(() -> session.createConsumer(session.createTopic(jms.unique("topic")), null, true));
    }

    @Test
    @Lacks(Feature.BROWSERS)
    @Requirement("10.2-1")
    void withoutBrowsersABrowserIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(() -> session.createBrowser(jms.queue()).getEnumeration());
    }

    @Test
    @Lacks(Feature.TOPICS)
    @Requirement("10.2-1")
    void withoutTopicsASubscriberIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(() -> session.createConsumer(session.createTopic(jms.unique("topic"))));
    }

    @Test
    @Lacks(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement("10.2-1")
    void withoutDurableSubscriptionsOneIsRefused() throws Exception {
        Connection connection = jms.connect(jms.unique("client"));
        Session session = connection.createSession();
        promptlyRefused(() -> session.createDurableConsumer(session.createTopic(jms.unique("topic")), "sub"));
    }

    @Test
    @Lacks(Feature.SHARED_SUBSCRIPTIONS)
    @Requirement("10.2-1")
    void withoutSharedSubscriptionsOneIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(() -> session.createSharedConsumer(session.createTopic(jms.unique("topic")), "sub"));
    }

    @Test
    @Lacks(Feature.TEMPORARY_QUEUES)
    @Requirement("10.2-1")
    void withoutTemporaryQueuesOneIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(session::createTemporaryQueue);
    }

    @Test
    @Lacks(Feature.TEMPORARY_TOPICS)
    @Requirement("10.2-1")
    void withoutTemporaryTopicsOneIsRefused() throws Exception {
        Session session = jms.session();
        promptlyRefused(session::createTemporaryTopic);
    }

    @Test
    @Lacks(Feature.DELIVERY_DELAY)
    @Requirement("10.2-1")
    void withoutDeliveryDelayOneIsRefused() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        promptlyRefused(() -> {
            producer.setDeliveryDelay(1000);
            producer.send(session.createMessage());
        });
    }

    @Test
    @Lacks(Feature.EXPIRY)
    @Requirement("10.2-1")
    void withoutExpiryATimeToLiveIsRefused() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        promptlyRefused(() -> {
            producer.setTimeToLive(1000);
            producer.send(session.createMessage());
        });
    }

    @Test
    @Lacks(Feature.CONNECTION_CONSUMERS)
    @Requirement("10.2-1")
    void withoutConnectionConsumersOneIsRefused() throws Exception {
        promptlyRefused(() -> jms.connection()
                .createConnectionConsumer(
                        jms.queue(),
                        null,
                        () -> {
                            throw new JMSException("the pool is not to be used");
                        },
                        1));
    }

    private static void promptlyRefused(ThrowingCallable call) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refused(call));
    }
}
