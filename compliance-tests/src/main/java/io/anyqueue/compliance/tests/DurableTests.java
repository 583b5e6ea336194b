package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unshared durable subscriptions. */
@Needs(Feature.DURABLE_SUBSCRIPTIONS)
class DurableTests extends ComplianceTest {
    private String client = "";
    private String name = "";

    @BeforeEach
    void names() {
        client = jms.unique("client");
        name = jms.unique("sub");
    }

    @Test
    @Requirement({"8.3.3-1", "4.2.11-1", "4.2.9-1"})
    void messagesAreKeptWhileNoConsumerIsThere() throws Exception {
        Session session = clientSession();
        session.createDurableSubscriber(jms.topic(), name).close();
        jms.send(jms.topic(), "a", "b");
        MessageConsumer back = session.createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(back, jms.topic())).containsExactly("a", "b");
        back.close();
        session.unsubscribe(name);
    }

    @Test
    @Requirement({"8.3.3-1", "8.3.3-10"})
    void theSubscriptionOutlivesTheConnection() throws Exception {
        Connection first = started(client);
        first.createSession().createDurableConsumer(jms.topic(), name);
        first.close();
        jms.send(jms.topic(), "a");
        MessageConsumer back = started(client).createSession().createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(back, jms.topic())).containsExactly("a");
    }

    @Test
    @Requirement("8.3.3-10")
    void anotherClientHasItsOwnSubscriptionOfThatName() throws Exception {
        clientSession().createDurableConsumer(jms.topic(), name).close();
        jms.send(jms.topic(), "a");
        MessageConsumer other = started(jms.unique("other")).createSession().createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(other, jms.topic())).isEmpty();
    }

    @Test
    @Requirement({"8.3.3-2", "Session.unsubscribe-2"})
    void aConsumerThatAcknowledgedLazilyIsNotActiveWhenItIsClosed() throws Exception {
        Session session = started(client).createSession(Session.DUPS_OK_ACKNOWLEDGE);
        MessageConsumer first = session.createDurableConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a", "b");
        assertThat(jms.receive(first).getBody(String.class)).isEqualTo("a");
        first.close();
        MessageConsumer next = session.createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(next, jms.topic())).contains("b");
        next.close();
        session.unsubscribe(name);
    }

    @Test
    @Requirement("8.3.3-2")
    void oneConsumerIsActiveAtMost() throws Exception {
        Session session = clientSession();
        MessageConsumer first = session.createDurableSubscriber(jms.topic(), name);
        refused(() -> session.createDurableSubscriber(jms.topic(), name));
        refused(() -> session.createDurableConsumer(jms.topic(), name));
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveAll(first, jms.topic())).containsExactly("a");
    }

    @Test
    @Requirement({"8.3.3-3", "Session.createDurableConsumer-2"})
    void aClientIdentifierIsNeeded() throws Exception {
        Session session = jms.session();
        refused(IllegalStateException.class, () -> session.createDurableSubscriber(jms.topic(), name));
        refused(IllegalStateException.class, () -> session.createDurableConsumer(jms.topic(), name));
    }

    @Test
    @Requirement("8.3.3-4")
    void anotherTopicMakesTheSubscriptionAnew() throws Exception {
        Session session = clientSession();
        session.createDurableConsumer(jms.topic(), name).close();
        jms.send(jms.topic(), "a");
        Topic other = jms.newTopic();
        MessageConsumer moved = session.createDurableConsumer(other, name);
        jms.send(jms.topic(), "b");
        jms.send(other, "c");
        assertThat(jms.receiveAll(moved, other)).containsExactly("c");
        moved.close();
        MessageConsumer back = session.createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(back, jms.topic())).isEmpty();
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement({"8.3.3-5", "8.3.3-8"})
    void anotherSelectorMakesTheSubscriptionAnew() throws Exception {
        Session session = clientSession();
        session.createDurableConsumer(jms.topic(), name, "n = 1 OR sentinel = TRUE", false)
                .close();
        jms.send(jms.topic(), jms.numbered(1));
        MessageConsumer changed = session.createDurableConsumer(jms.topic(), name, "n = 2 OR sentinel = TRUE", false);
        jms.send(jms.topic(), jms.numbered(1));
        jms.send(jms.topic(), jms.numbered(2));
        assertThat(jms.receiveAll(changed, jms.topic())).containsExactly("n2");
    }

    @Test
    @Needs(Feature.NO_LOCAL)
    @Requirement("8.3.3-6")
    void anotherNoLocalMakesTheSubscriptionAnew() throws Exception {
        Session session = clientSession();
        session.createDurableSubscriber(jms.topic(), name, null, false).close();
        jms.send(jms.topic(), "before");
        MessageConsumer changed = session.createDurableSubscriber(jms.topic(), name, null, true);
        assertThat(jms.receiveAll(changed, jms.topic())).isEmpty();
    }

    @Test
    @Needs(Feature.NO_LOCAL)
    @Requirement("8.3.3-9")
    void noLocalKeepsOutTheOwnClientsMessages() throws Exception {
        Connection connection = started(client);
        Session session = connection.createSession();
        session.createDurableConsumer(jms.topic(), name, null, true).close();
        session.createProducer(jms.topic()).send(session.createTextMessage("own"));
        jms.send(jms.topic(), "other");
        MessageConsumer back = session.createDurableConsumer(jms.topic(), name, null, true);
        assertThat(jms.receiveAll(back, jms.topic())).containsExactly("other");
    }

    @Test
    @Needs(Feature.NO_LOCAL)
    @Requirement("8.3.3-9")
    void noLocalKeepsOutWhatTheClientSentOnAnEarlierConnection() throws Exception {
        Connection earlier = started(client);
        Session session = earlier.createSession();
        session.createDurableConsumer(jms.topic(), name, null, true).close();
        session.createProducer(jms.topic()).send(session.createTextMessage("own"));
        earlier.close();
        jms.send(jms.topic(), "other");
        MessageConsumer back = started(client).createSession().createDurableConsumer(jms.topic(), name, null, true);
        assertThat(jms.receiveAll(back, jms.topic())).containsExactly("other");
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement("8.3.3-8")
    void aSelectorDecidesWhatIsKept() throws Exception {
        Session session = clientSession();
        String selector = "n = 2 OR sentinel = TRUE";
        session.createDurableSubscriber(jms.topic(), name, selector, false).close();
        jms.send(jms.topic(), jms.numbered(1));
        jms.send(jms.topic(), jms.numbered(2));
        MessageConsumer back = session.createDurableSubscriber(jms.topic(), name, selector, false);
        assertThat(jms.receiveAll(back, jms.topic())).containsExactly("n2");
    }

    @Test
    @Requirement({"6.2-2", "4.2.8-2"})
    void whatWasNotAcknowledgedComesAgainAsRedelivered() throws Exception {
        Connection connection = started(client);
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createDurableConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a", "b");
        assertThat(jms.receiveTexts(consumer, 2)).containsExactly("a", "b");
        connection.close();
        MessageConsumer back = started(client).createSession().createDurableConsumer(jms.topic(), name);
        Message again = jms.receive(back);
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(jms.receiveAll(back, jms.topic())).containsExactly("b");
    }

    @Test
    @Requirement("Session.unsubscribe-3")
    void aDeletedSubscriptionKeepsNothing() throws Exception {
        Session session = clientSession();
        session.createDurableConsumer(jms.topic(), name).close();
        jms.send(jms.topic(), "a");
        session.unsubscribe(name);
        MessageConsumer fresh = session.createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(fresh, jms.topic())).isEmpty();
    }

    @Test
    @Requirement({"Session.unsubscribe-1", "Session.unsubscribe-2"})
    void anUnknownOrActiveSubscriptionIsNotDeleted() throws Exception {
        Session session = clientSession();
        refused(InvalidDestinationException.class, () -> session.unsubscribe(name));
        MessageConsumer active = session.createDurableConsumer(jms.topic(), name);
        refused(() -> session.unsubscribe(name));
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveText(active)).isEqualTo("a");
        active.close();
        session.unsubscribe(name);
        refused(InvalidDestinationException.class, () -> session.unsubscribe(name));
    }

    @Test
    @Requirement("Session.unsubscribe-4")
    void aSubscriptionWithUnacknowledgedMessagesIsNotDeleted() throws Exception {
        Session session = started(client).createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createDurableConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        consumer.close();
        refused(() -> session.unsubscribe(name));
    }

    @Test
    @Requirement({"4.2.4-1", "4.2.4-2"})
    void namesMayHoldAllAllowedCharactersAndBeLong() throws Exception {
        Session session = clientSession();
        for (String odd : new String[] {"a.b-c_d9\u00e9", "n".repeat(128)}) {
            session.createDurableConsumer(jms.topic(), odd).close();
            jms.send(jms.topic(), "a");
            MessageConsumer back = session.createDurableConsumer(jms.topic(), odd);
            assertThat(jms.receiveText(back)).isEqualTo("a");
            back.close();
            session.unsubscribe(odd);
        }
    }

    @Test
    @Requirement("TopicSubscriber.getTopic-1")
    void aSubscriberTellsItsTopicAndNoLocal() throws Exception {
        TopicSubscriber subscriber = clientSession().createDurableSubscriber(jms.topic(), name);
        assertThat(subscriber.getTopic()).isEqualTo(jms.topic());
        assertThat(subscriber.getNoLocal()).isFalse();
        assertThat(subscriber.getMessageSelector()).isNull();
    }

    private Session clientSession() throws Exception {
        return started(client).createSession();
    }

    private Connection started(String clientId) throws Exception {
        Connection connection = jms.connect(clientId);
        connection.start();
        return connection;
    }
}
