package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Selectors of wrong syntax are refused by whichever method is given one. */
class InvalidSelectorTests extends ComplianceTest {
    private static final String WRONG = "colour = ";

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement({"3.8.1.1-34", "3.8.1.1-11"})
    void wrongSyntaxIsRefusedWhenItIsPresented() throws Exception {
        Session session = jms.session();
        SoftAssertions all = new SoftAssertions();
        for (String selector : new String[] {
            "=", "a =", "= 1", "a = 'x", "a LIKE", "a BETWEEN 1", "a BETWEEN 1 OR 2", "a IN ()", "a IN ('x'", "(a = 1",
            "a = 1)", "a IS", "a IS NOT", "a == 1", "a = 1 AND", "NOT", "NULL = 1", "LIKE = 1", "a NOT = 1", "1x = 2",
            "a = 1 b = 2", "a LIKE 'x' ESCAPE", "a IN (1, 2", "AND a = 1", "a # 1"
        }) {
            all.assertThatThrownBy(() -> session.createConsumer(jms.queue(), selector))
                    .as(selector)
                    .isInstanceOf(InvalidSelectorException.class);
        }
        all.assertAll();
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement("3.8.1.1-17")
    void otherHeaderFieldsAreRefusedOrNeverMatch() throws Exception {
        Session session = jms.session();
        for (String selector :
                new String[] {"JMSReplyTo IS NOT NULL", "JMSDestination IS NOT NULL", "JMSExpiration = 0"}) {
            jms.send(jms.queue(), "a");
            try (MessageConsumer consumer = session.createConsumer(jms.queue(), selector + " OR sentinel = TRUE")) {
                assertThat(jms.receiveAll(consumer, jms.queue())).as(selector).isEmpty();
            } catch (InvalidSelectorException e) {
                assertThat(e).as("refusing the selector is as good").isNotNull();
            }
        }
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement("3.8.1.3-3")
    void commentsAreNoPartOfASelector() throws Exception {
        Session session = jms.session();
        assertThatThrownBy(() -> session.createConsumer(jms.queue(), "a = 1 -- comment b"))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createConsumer(jms.queue(), "a = 1 /* comment */"))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    @Needs({Feature.BROWSERS, Feature.QUEUE_SELECTORS})
    @Requirement("Session.createSelector-1")
    void aBrowserRefusesIt() throws Exception {
        Session session = jms.session();
        refused(InvalidSelectorException.class, () -> session.createBrowser(jms.queue(), WRONG));
    }

    @Test
    @Needs({Feature.TOPICS, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement("Session.createSelector-1")
    void aSubscriptionRefusesIt() throws Exception {
        Session session = jms.session();
        refused(InvalidSelectorException.class, () -> session.createConsumer(jms.topic(), WRONG));
        refused(InvalidSelectorException.class, () -> session.createConsumer(jms.topic(), WRONG, true));
    }

    @Test
    @Needs({Feature.DURABLE_SUBSCRIPTIONS, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement("Session.createSelector-1")
    void aDurableSubscriptionRefusesIt() throws Exception {
        Connection connection = jms.connect(jms.unique("client"));
        Session session = connection.createSession();
        String name = jms.unique("sub");
        refused(InvalidSelectorException.class, () -> session.createDurableSubscriber(jms.topic(), name, WRONG, false));
        refused(InvalidSelectorException.class, () -> session.createDurableConsumer(jms.topic(), name, WRONG, false));
    }

    @Test
    @Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement("Session.createSelector-1")
    void aSharedSubscriptionRefusesIt() throws Exception {
        Session session = jms.session();
        String name = jms.unique("sub");
        refused(InvalidSelectorException.class, () -> session.createSharedConsumer(jms.topic(), name, WRONG));
        refused(InvalidSelectorException.class, () -> session.createSharedDurableConsumer(jms.topic(), name, WRONG));
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement({"JMSContext.createSelector-1", "10.3-11"})
    void aContextRefusesIt() throws Exception {
        JMSContext context = jms.context();
        refused(InvalidSelectorRuntimeException.class, () -> context.createConsumer(jms.queue(), WRONG));
        refused(InvalidSelectorRuntimeException.class, () -> context.createConsumer(jms.queue(), WRONG, false));
    }

    @Test
    @Needs({Feature.BROWSERS, Feature.QUEUE_SELECTORS})
    @Requirement("JMSContext.createSelector-1")
    void aBrowserOfAContextRefusesIt() throws Exception {
        JMSContext context = jms.context();
        refused(InvalidSelectorRuntimeException.class, () -> context.createBrowser(jms.queue(), WRONG));
    }

    @Test
    @Needs({Feature.DURABLE_SUBSCRIPTIONS, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement("JMSContext.createSelector-1")
    void aDurableSubscriptionOfAContextRefusesIt() throws Exception {
        JMSContext context = jms.context();
        context.setClientID(jms.unique("client"));
        String name = jms.unique("sub");
        refused(
                InvalidSelectorRuntimeException.class,
                () -> context.createDurableConsumer(jms.topic(), name, WRONG, false));
    }

    @Test
    @Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.DURABLE_SUBSCRIPTIONS, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement("JMSContext.createSelector-1")
    void aSharedSubscriptionOfAContextRefusesIt() throws Exception {
        JMSContext context = jms.context();
        String name = jms.unique("sub");
        refused(InvalidSelectorRuntimeException.class, () -> context.createSharedConsumer(jms.topic(), name, WRONG));
        refused(
                InvalidSelectorRuntimeException.class,
                () -> context.createSharedDurableConsumer(jms.topic(), name, WRONG));
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.QUEUE_SELECTORS})
    @Requirement("QueueSession.createReceiver-2")
    void aQueueSessionRefusesIt() throws Exception {
        QueueConnection connection = jms.keep(((QueueConnectionFactory) jms.factory()).createQueueConnection());
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        refused(InvalidSelectorException.class, () -> session.createReceiver(jms.queue(), WRONG));
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.TOPICS, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement("TopicSession.createSubscriber-2")
    void aTopicSessionRefusesIt() throws Exception {
        TopicConnection connection = jms.keep(((TopicConnectionFactory) jms.factory()).createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        refused(InvalidSelectorException.class, () -> session.createSubscriber(jms.topic(), WRONG, false));
    }
}
