package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shared durable subscriptions. */
@Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.DURABLE_SUBSCRIPTIONS})
class SharedDurableTests extends ComplianceTest {
    private String client = "";
    private String name = "";

    @BeforeEach
    void names() {
        client = jms.unique("client");
        name = jms.unique("sub");
    }

    @Test
    @Requirement("8.3.4-1")
    void consumersShareTheMessagesEachGoingToOne() throws Exception {
        Inbox inbox = jms.inbox();
        for (int i = 0; i < 2; i++) {
            jms.session().createSharedDurableConsumer(jms.topic(), name).setMessageListener(inbox);
        }
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            sent.add("m" + i);
        }
        jms.send(jms.topic(), sent.toArray(String[]::new));
        assertThat(inbox.awaitTexts(30)).hasSize(30).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    @Requirement({"8.3.4-2", "8.3.4-3"})
    void messagesAreKeptWithAndWithoutClientIdentifier() throws Exception {
        for (boolean named : new boolean[] {true, false}) {
            Connection first = named ? jms.connect(client) : jms.connect();
            first.createSession().createSharedDurableConsumer(jms.topic(), name);
            first.close();
            jms.send(jms.topic(), "a");
            Connection second = named ? jms.connect(client) : jms.connect();
            second.start();
            Session session = second.createSession();
            MessageConsumer back = session.createSharedDurableConsumer(jms.topic(), name);
            assertThat(jms.receiveAll(back, jms.topic())).containsExactly("a");
            back.close();
            session.unsubscribe(name);
        }
    }

    @Test
    @Requirement("8.3.4-4")
    void anotherTopicMakesTheSubscriptionAnewWhenNoneIsActive() throws Exception {
        Session session = jms.session();
        session.createSharedDurableConsumer(jms.topic(), name).close();
        jms.send(jms.topic(), "a");
        Topic other = jms.newTopic();
        MessageConsumer moved = session.createSharedDurableConsumer(other, name);
        jms.send(other, "b");
        assertThat(jms.receiveAll(moved, other)).containsExactly("b");
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement({"8.3.4-4", "8.3.4-7"})
    void anotherSelectorMakesTheSubscriptionAnewWhenNoneIsActive() throws Exception {
        Session session = jms.session();
        session.createSharedDurableConsumer(jms.topic(), name, "n = 1 OR sentinel = TRUE")
                .close();
        jms.send(jms.topic(), jms.numbered(1));
        MessageConsumer changed = session.createSharedDurableConsumer(jms.topic(), name, "n = 2 OR sentinel = TRUE");
        jms.send(jms.topic(), jms.numbered(1));
        jms.send(jms.topic(), jms.numbered(2));
        assertThat(jms.receiveAll(changed, jms.topic())).containsExactly("n2");
    }

    @Test
    @Requirement("8.3.4-5")
    void anotherTopicIsRefusedWhileAConsumerIsActive() throws Exception {
        Session session = jms.session();
        Topic other = jms.newTopic();
        session.createSharedDurableConsumer(jms.topic(), name);
        refused(() -> session.createSharedDurableConsumer(other, name));
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement("8.3.4-5")
    void anotherSelectorIsRefusedWhileAConsumerIsActive() throws Exception {
        Session session = jms.session();
        session.createSharedDurableConsumer(jms.topic(), name, "a = 1");
        refused(() -> session.createSharedDurableConsumer(jms.topic(), name, "a = 2"));
    }

    @Test
    @Requirement({"8.3.4-6", "8.3.3-7"})
    void sharedAndUnsharedMayNotHaveOneName() throws Exception {
        Connection connection = jms.connect(client);
        Session session = connection.createSession();
        session.createDurableConsumer(jms.topic(), name).close();
        refused(() -> session.createSharedDurableConsumer(jms.topic(), name));
        String other = jms.unique("sub");
        session.createSharedDurableConsumer(jms.topic(), other).close();
        refused(() -> session.createDurableConsumer(jms.topic(), other));
        refused(() -> session.createDurableSubscriber(jms.topic(), other));
    }

    @Test
    @Requirement({"6.2-2", "4.2.8-2"})
    void whatWasNotAcknowledgedGoesToAnother() throws Exception {
        Session first = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = first.createSharedDurableConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        first.close();
        Message again = jms.receive(jms.session().createSharedDurableConsumer(jms.topic(), name));
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    @Requirement({"Session.unsubscribe-2", "Session.unsubscribe-3"})
    void anActiveSubscriptionIsNotDeletedAnInactiveOneIs() throws Exception {
        Session session = jms.session();
        MessageConsumer consumer = session.createSharedDurableConsumer(jms.topic(), name);
        refused(() -> session.unsubscribe(name));
        consumer.close();
        jms.send(jms.topic(), "a");
        session.unsubscribe(name);
        MessageConsumer fresh = session.createSharedDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(fresh, jms.topic())).isEmpty();
    }
}
