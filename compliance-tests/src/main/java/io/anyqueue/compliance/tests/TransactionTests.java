package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Transacted sessions. */
@Needs(Feature.TRANSACTIONS)
class TransactionTests extends ComplianceTest {

    @Test
    @Requirement({"6.2.7-4", "6.2.7-1", "6.2.9.2-1"})
    void whatIsSentIsSeenAfterCommitAndNotBefore() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.queue());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add("m" + i);
            producer.send(session.createTextMessage("m" + i));
        }
        assertThat(jms.drain(jms.queue())).isEmpty();
        session.commit();
        assertThat(jms.drain(jms.queue())).isEqualTo(texts);
    }

    @Test
    @Requirement({"6.2.7-2", "6.2.7-3"})
    void aRollbackDestroysWhatWasSent() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.queue());
        producer.send(session.createTextMessage("lost"));
        session.rollback();
        producer.send(session.createTextMessage("kept"));
        session.commit();
        assertThat(jms.drain(jms.queue())).containsExactly("kept");
    }

    @Test
    @Requirement({"6.2.7-2", "3.4.7-2", "3.5.11-2", "6.2.10-5"})
    void aRollbackBringsBackWhatWasReceivedInOrderAndMarked() throws Exception {
        jms.send(jms.queue(), "a", "b", "c");
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        assertThat(jms.receiveTexts(consumer, 2)).containsExactly("a", "b");
        session.rollback();
        for (String text : List.of("a", "b")) {
            Message again = jms.receive(consumer);
            assertThat(again.getBody(String.class)).isEqualTo(text);
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(again.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
        }
        Message fresh = jms.receive(consumer);
        assertThat(fresh.getBody(String.class)).isEqualTo("c");
        assertThat(fresh.getJMSRedelivered()).isFalse();
        session.commit();
        consumer.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement({"6.2.7-1", "6.2.11-1"})
    void aCommitAcknowledgesWhatWasReceived() throws Exception {
        jms.send(jms.queue(), "a", "b");
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        session.commit();
        assertThat(jms.receiveText(consumer)).isEqualTo("b");
        session.rollback();
        session.close();
        assertThat(jms.drain(jms.queue())).containsExactly("b");
    }

    @Test
    @Requirement("6.2.7-5")
    void oneTransactionSpansDestinations() throws Exception {
        Queue in = jms.newQueue();
        Queue out = jms.newQueue();
        jms.send(jms.queue(), "a");
        jms.send(in, "b");
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageConsumer first = session.createConsumer(jms.queue());
        MessageConsumer second = session.createConsumer(in);
        MessageProducer producer = session.createProducer(out);
        for (boolean commit : new boolean[] {false, true}) {
            producer.send(session.createTextMessage(jms.receiveText(first) + jms.receiveText(second)));
            if (commit) {
                session.commit();
            } else {
                session.rollback();
            }
        }
        session.close();
        assertThat(jms.drain(out)).containsExactly("ab");
        assertThat(jms.drain(jms.queue())).isEmpty();
        assertThat(jms.drain(in)).isEmpty();
    }

    @Test
    @Needs(Feature.TOPICS)
    @Requirement({"6.2.7-2", "6.2.7-1"})
    void publishedMessagesAreTransactedToo() throws Exception {
        MessageConsumer subscriber = jms.session().createConsumer(jms.topic());
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.topic());
        producer.send(session.createTextMessage("lost"));
        session.rollback();
        producer.send(session.createTextMessage("kept"));
        session.commit();
        assertThat(jms.receiveAll(subscriber, jms.topic())).containsExactly("kept");
    }

    @Test
    @Needs(Feature.TOPICS)
    @Requirement({"6.2.7-2", "4.2.8-1"})
    void aNonDurableSubscriberGetsBackWhatItRolledBack() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageConsumer subscriber = session.createConsumer(jms.topic());
        jms.send(jms.topic(), "a", "b");
        assertThat(jms.receiveTexts(subscriber, 2)).containsExactly("a", "b");
        session.rollback();
        assertThat(jms.receiveTexts(subscriber, 2)).containsExactly("a", "b");
        session.commit();
    }

    @Test
    @Requirement("6.2.7-3")
    void emptyTransactionsEnd() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        session.commit();
        session.rollback();
        session.commit();
        session.createProducer(jms.queue()).send(session.createTextMessage("a"));
        session.commit();
        session.rollback();
        assertThat(jms.drain(jms.queue())).containsExactly("a");
    }

    @Test
    @Requirement("6.2.7-2")
    void aMessageSentAndRolledBackByAListenerIsGone() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        Queue out = jms.newQueue();
        Inbox inbox = jms.inbox(message -> {
            session.createProducer(out).send(session.createTextMessage("re: " + message.getJMSRedelivered()));
            if (message.getJMSRedelivered()) {
                session.commit();
            } else {
                session.rollback();
            }
        });
        session.createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        inbox.await(2);
        assertThat(jms.drain(out)).containsExactly("re: true");
    }

    @Test
    @Requirement("3.6-1")
    void acknowledgeIsIgnored() throws Exception {
        jms.send(jms.queue(), "a");
        Session session = jms.session(Session.SESSION_TRANSACTED);
        jms.receive(session.createConsumer(jms.queue())).acknowledge();
        session.rollback();
        session.close();
        assertThat(jms.drain(jms.queue())).containsExactly("a");
    }

    @Test
    @Requirement({"10.3-2", "Session.recover-2"})
    void recoverIsRefused() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        refused(IllegalStateException.class, session::recover);
    }

    @Test
    @Requirement({"Connection.createSession-2", "Connection.createSession-3"})
    void aTransactedSessionSaysSo() throws Exception {
        for (Session session : List.of(
                jms.connection().createSession(true, Session.CLIENT_ACKNOWLEDGE),
                jms.connection().createSession(true, 99),
                jms.session(Session.SESSION_TRANSACTED))) {
            assertThat(session.getTransacted()).isTrue();
            assertThat(session.getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        }
    }

    @Test
    @Requirement({"6.2.15-4", "6.1.8-6"})
    void closingRollsBack() throws Exception {
        jms.send(jms.queue(), "a");
        try (Session session = jms.session(Session.SESSION_TRANSACTED)) {
            session.createProducer(jms.queue()).send(session.createTextMessage("lost"));
            assertThat(jms.receiveText(session.createConsumer(jms.queue()))).isEqualTo("a");
        }
        assertThat(jms.drain(jms.queue())).containsExactly("a");
        jms.send(jms.queue(), "b");
        try (var connection = jms.factory().createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            session.createProducer(jms.queue()).send(session.createTextMessage("lost"));
            assertThat(jms.receiveText(session.createConsumer(jms.queue()))).isEqualTo("b");
        }
        assertThat(jms.drain(jms.queue())).containsExactly("b");
    }

    @Test
    @Requirement({"Session.commit-2", "10.3-8", "6.2.7-2"})
    void aCommitWhoseBrokerIsGoneSaysThatItWasRolledBack() throws Exception {
        CompletableFuture<JMSException> failed = new CompletableFuture<>();
        Connection connection = jms.connect();
        connection.setExceptionListener(failed::complete);
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        session.createProducer(jms.queue()).send(session.createTextMessage("lost"));
        Workbench.requireHook(jms.target().failConnections(), "failConnections");
        Workbench.await(failed);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
    }

    @Test
    @Requirement({"JMSContext.commit-3", "10.3-11"})
    void aCommitOfAContextWhoseBrokerIsGoneSaysThatItWasRolledBack() throws Exception {
        CompletableFuture<JMSException> failed = new CompletableFuture<>();
        JMSContext context = jms.context(Session.SESSION_TRANSACTED);
        context.setExceptionListener(failed::complete);
        context.createProducer().send(jms.queue(), "lost");
        Workbench.requireHook(jms.target().failConnections(), "failConnections");
        Workbench.await(failed);
        assertThatThrownBy(context::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);
    }
}
