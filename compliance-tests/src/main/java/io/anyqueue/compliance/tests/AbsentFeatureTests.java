package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Lacks;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
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
    /** A refusal that waits for nothing, on a machine that is slow. */
    private static final Duration PROMPTLY = Workbench.PATIENCE;

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

    @Test
    @Lacks(Feature.OBJECT_MESSAGES)
    @Requirement("10.2-1")
    void withoutObjectMessagesOneIsRefused() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        promptlyRefused(() -> producer.send(session.createObjectMessage("object")));
    }

    @Test
    @Lacks(Feature.PRIORITY)
    @Requirement({"3.4.10-2", "10.2-1"})
    void withoutPriorityEveryPriorityArrivesInTheOrderOfTheSends() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        for (int priority : new int[] {1, 9, 4, 7, 0}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }
        MessageConsumer consumer = session.createConsumer(jms.queue());
        assertThat(jms.receiveTexts(consumer, 5)).containsExactly("p1", "p9", "p4", "p7", "p0");
    }

    @Test
    @Lacks(Feature.UNIQUE_CLIENT_ID)
    @Requirement("10.2-1")
    void withoutUniqueClientIdentifiersTwoConnectionsOfOneAreUsable() throws Exception {
        String id = jms.unique("client");
        for (Connection connection : new Connection[] {jms.connect(id), jms.connect(id)}) {
            Session session = connection.createSession();
            session.createProducer(jms.queue()).send(session.createTextMessage("a"));
        }
        assertThat(jms.drain(jms.queue())).containsExactly("a", "a");
    }

    @Test
    @Lacks(Feature.AUTHENTICATION)
    @Requirement({"10.2-1", "6.1.1-1"})
    void withoutAuthenticationInventedCredentialsAreIgnoredOrRefused() throws Exception {
        ConnectionFactory factory = jms.factory();
        Assertions.assertTimeoutPreemptively(PROMPTLY, () -> {
            try (Connection connection = factory.createConnection("nobody at all", "x")) {
                Session session = connection.createSession();
                session.createProducer(session.createQueue(jms.unique("queue"))).send(session.createMessage());
            } catch (JMSSecurityException e) {
                assertThat(e).as("refusing the credentials is as good").isNotNull();
            }
        });
    }

    private static void promptlyRefused(ThrowingCallable call) {
        Assertions.assertTimeoutPreemptively(PROMPTLY, () -> refused(call));
    }
}
