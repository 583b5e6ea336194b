package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicRequestor;
import jakarta.jms.TopicSession;
import org.junit.jupiter.api.Test;

/** Topics and unshared non-durable subscriptions. */
@Needs(Feature.TOPICS)
class TopicTests extends ComplianceTest {

    @Test
    @Requirement({"4.2.2-1", "8.3.1-1"})
    void eachSubscriptionGetsACopyOfWhatIsSentAfterItWasMade() throws Exception {
        Session session = jms.session();
        jms.send(jms.topic(), "too early");
        MessageConsumer first = session.createConsumer(jms.topic());
        jms.send(jms.topic(), "a");
        MessageConsumer second = session.createConsumer(jms.topic());
        jms.send(jms.topic(), "b");
        assertThat(jms.receiveAll(first, jms.topic())).containsExactly("a", "b");
        assertThat(jms.receiveTexts(second, 2)).containsExactly("b", Workbench.SENTINEL);
    }

    @Test
    @Requirement("4.2.2-2")
    void copiesAreSeparate() throws Exception {
        Session first = jms.session(Session.CLIENT_ACKNOWLEDGE);
        Session second = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer one = first.createConsumer(jms.topic());
        MessageConsumer two = second.createConsumer(jms.topic());
        jms.send(jms.topic(), "a");
        Message copy = jms.receive(one);
        copy.acknowledge();
        copy.clearBody();
        assertThat(jms.receiveText(two)).isEqualTo("a");
        second.recover();
        assertThat(jms.receiveText(two)).isEqualTo("a");
    }

    @Test
    @Requirement("8.3.1-2")
    void theSubscriptionEndsWithItsConsumer() throws Exception {
        Session session = jms.session();
        MessageConsumer first = session.createConsumer(jms.topic());
        jms.send(jms.topic(), "a");
        first.close();
        jms.send(jms.topic(), "b");
        MessageConsumer second = session.createConsumer(jms.topic());
        jms.send(jms.topic(), "c");
        assertThat(jms.receiveAll(second, jms.topic())).containsExactly("c");
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement({"8.3.1-3", "4.2.2-3"})
    void aSelectorDecidesWhatIsAdded() throws Exception {
        MessageConsumer blue = jms.session().createConsumer(jms.topic(), "colour = 'blue' OR sentinel = TRUE");
        assertThat(blue.getMessageSelector()).contains("blue");
        for (String colour : new String[] {"red", "blue", "green"}) {
            Message message = jms.text(colour);
            message.setStringProperty("colour", colour);
            jms.send(jms.topic(), message);
        }
        assertThat(jms.receiveAll(blue, jms.topic())).containsExactly("blue");
    }

    @Test
    @Needs(Feature.NO_LOCAL)
    @Requirement("8.3.1-4")
    void noLocalKeepsOutMessagesOfTheOwnConnectionOnly() throws Exception {
        Connection connection = jms.connection();
        MessageConsumer consumer = jms.session().createConsumer(jms.topic(), null, true);
        MessageConsumer all = jms.session().createConsumer(jms.topic(), null, false);
        Session own = connection.createSession();
        own.createProducer(jms.topic()).send(own.createTextMessage("own"));
        jms.send(jms.topic(), "other");
        assertThat(jms.receiveAll(consumer, jms.topic())).containsExactly("other");
        assertThat(jms.receiveTexts(all, 2)).containsExactly("own", "other");
    }

    @Test
    @Needs({Feature.NO_LOCAL, Feature.SUBSCRIPTION_SELECTORS})
    @Requirement({"8.3.1-4", "8.3.1-3"})
    void noLocalAndSelectorWorkTogether() throws Exception {
        MessageConsumer consumer =
                jms.session().createConsumer(jms.topic(), "colour = 'blue' OR sentinel = TRUE", true);
        Session own = jms.session();
        TextMessage message = own.createTextMessage("own blue");
        message.setStringProperty("colour", "blue");
        own.createProducer(jms.topic()).send(message);
        TextMessage other = jms.text("other blue");
        other.setStringProperty("colour", "blue");
        jms.send(jms.topic(), other);
        jms.send(jms.topic(), "other plain");
        assertThat(jms.receiveAll(consumer, jms.topic())).containsExactly("other blue");
    }

    @Test
    @Requirement("4.2.8-1")
    void unacknowledgedMessagesAreRecoveredWhileTheSubscriberLives() throws Exception {
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.topic());
        jms.send(jms.topic(), "a", "b");
        assertThat(jms.receiveTexts(consumer, 2)).containsExactly("a", "b");
        session.recover();
        Message again = jms.receive(consumer);
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(jms.receiveText(consumer)).isEqualTo("b");
    }

    @Test
    @Requirement({"6.2.3-1", "Queue.getQueueName-1"})
    void aTopicMadeFromANameIsThatTopic() throws Exception {
        Session session = jms.session();
        MessageConsumer consumer =
                session.createConsumer(session.createTopic(jms.topic().getTopicName()));
        jms.send(jms.topic(), "a");
        Message received = jms.receive(consumer);
        assertThat(received.getBody(String.class)).isEqualTo("a");
        assertThat(received.getJMSDestination()).isInstanceOf(Topic.class);
        assertThat(jms.queue().getQueueName()).isNotEmpty();
    }

    @Test
    @Requirement("8.7-1")
    void aListenerGetsPublishedMessages() throws Exception {
        Inbox inbox = jms.inbox();
        jms.session().createConsumer(jms.topic()).setMessageListener(inbox);
        jms.send(jms.topic(), "a", "b");
        assertThat(inbox.awaitTexts(2)).containsExactly("a", "b");
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.TEMPORARY_TOPICS})
    @Requirement("4.2.10-1")
    void aTopicRequestorSendsAndWaitsForTheReply() throws Exception {
        Session replying = jms.session();
        replying.createConsumer(jms.topic()).setMessageListener(jms.inbox(request -> {
            TextMessage reply = replying.createTextMessage("re: " + ((TextMessage) request).getText());
            replying.createProducer(null).send(request.getJMSReplyTo(), reply);
        }));
        TopicConnection connection = jms.keep(((TopicConnectionFactory) jms.factory()).createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicRequestor requestor = new TopicRequestor(session, jms.topic());
        assertThat(((TextMessage) requestor.request(jms.text("hello"))).getText())
                .isEqualTo("re: hello");
        requestor.close();
    }
}
