package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a queue is. */
class QueueTests extends ComplianceTest {

    @Test
    @Requirement({"4.1.8-1", "6.2.9.1-1"})
    void aQueueHoldsMessagesUntilAConsumerComes() throws Exception {
        jms.send(jms.queue(), "a", "b", "c");

        assertThat(jms.drain(jms.queue())).containsExactly("a", "b", "c");
    }

    @Test
    @Requirement({"4.1.2-1", "6.2.12-1"})
    void eachMessageGoesToOneConsumerOnly() throws Exception {
        MessageConsumer first = jms.session().createConsumer(jms.queue());
        MessageConsumer second = jms.session().createConsumer(jms.queue());
        String[] texts = new String[50];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "m" + i;
        }
        jms.send(jms.queue(), texts);

        assertThat(receivedByAny(List.of(first, second), texts.length)).containsExactlyInAnyOrder(texts);
        first.close();
        second.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement("4.1.2-2")
    void messagesThatAreNotSelectedStayForOthers() throws Exception {
        TextMessage blue = jms.text("blue");
        blue.setStringProperty("colour", "blue");
        jms.send(jms.queue(), "plain");
        jms.send(jms.queue(), blue);

        Session session = jms.session();
        assertThat(jms.receiveText(session.createConsumer(jms.queue(), "colour = 'blue'")))
                .isEqualTo("blue");
        assertThat(jms.drain(jms.queue())).containsExactly("plain");
    }

    @Test
    @Requirement("6.2.3-1")
    void aQueueMadeFromANameIsThatQueue() throws Exception {
        jms.send(jms.queue(), "a");
        Session session = jms.session();

        assertThat(session.createQueue(jms.queue().getQueueName()).getQueueName())
                .isEqualTo(jms.queue().getQueueName());
        assertThat(jms.receiveText(
                        session.createConsumer(session.createQueue(jms.queue().getQueueName()))))
                .isEqualTo("a");
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.TEMPORARY_QUEUES})
    @Requirement("4.1.7-1")
    void aQueueRequestorSendsAndWaitsForTheReply() throws Exception {
        Session replying = jms.session();
        replying.createConsumer(jms.queue()).setMessageListener(jms.inbox(request -> {
            TextMessage reply = replying.createTextMessage("re: " + ((TextMessage) request).getText());
            replying.createProducer(null).send(request.getJMSReplyTo(), reply);
        }));
        QueueConnection connection = jms.keep(((QueueConnectionFactory) jms.factory()).createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);

        QueueRequestor requestor = new QueueRequestor(session, jms.queue());

        assertThat(((TextMessage) requestor.request(jms.text("hello"))).getText())
                .isEqualTo("re: hello");
        requestor.close();
    }

    @Test
    @Requirement("6.2-1")
    void whatWasReceivedButNotAcknowledgedComesAgainWhenTheSessionEnds() throws Exception {
        jms.send(jms.queue(), "a", "b");
        try (Connection other = jms.factory().createConnection();
                Session session = other.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            other.start();
            assertThat(jms.receiveTexts(session.createConsumer(jms.queue()), 2)).containsExactly("a", "b");
        }

        assertThat(jms.drain(jms.queue())).containsExactly("a", "b");
    }
}
