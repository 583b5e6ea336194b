package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Acknowledgement modes and recovery. */
class AcknowledgeTests extends ComplianceTest {

    @Test
    @Requirement({"6.2.10-1", "6.2.11-1", "7.7-2"})
    void autoAcknowledgeAcknowledgesWhatReceiveReturned() throws Exception {
        jms.send(jms.queue(), "a", "b");
        try (Connection connection = jms.factory().createConnection()) {
            connection.start();
            MessageConsumer consumer =
                    connection.createSession(Session.AUTO_ACKNOWLEDGE).createConsumer(jms.queue());
            assertThat(jms.receiveText(consumer)).isEqualTo("a");
        }
        assertThat(jms.drain(jms.queue())).containsExactly("b");
    }

    @Test
    @Requirement({"6.2.10-6", "7.7-1"})
    void dupsOkAcknowledgesAtTheLatestWhenTheSessionIsClosed() throws Exception {
        jms.send(jms.queue(), "a", "b");
        try (Connection connection = jms.factory().createConnection()) {
            connection.start();
            MessageConsumer consumer =
                    connection.createSession(Session.DUPS_OK_ACKNOWLEDGE).createConsumer(jms.queue());
            assertThat(jms.receiveTexts(consumer, 2)).containsExactly("a", "b");
        }
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement({"6.2.10-3", "6.2.11-1"})
    void acknowledgingAMessageAcknowledgesAllThatTheSessionDelivered() throws Exception {
        Queue other = jms.newQueue();
        jms.send(jms.queue(), "a", "b");
        jms.send(other, "c", "d");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer first = session.createConsumer(jms.queue());
        MessageConsumer second = session.createConsumer(other);
        Message earliest = jms.receive(first);
        jms.receive(second);
        jms.receive(first);
        earliest.acknowledge();
        session.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
        assertThat(jms.drain(other)).containsExactly("d");
    }

    @Test
    @Requirement("6.2.10-3")
    void whatIsReceivedAfterAnAcknowledgementIsNotAcknowledgedByIt() throws Exception {
        jms.send(jms.queue(), "a", "b");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        jms.receive(consumer).acknowledge();
        assertThat(jms.receiveText(consumer)).isEqualTo("b");
        session.close();
        assertThat(jms.drain(jms.queue())).containsExactly("b");
    }

    @Test
    @Requirement({"6.2.10-4", "6.2.10-5", "3.4.7-2", "3.5.11-2"})
    void recoverGoesBackToTheFirstMessageNotAcknowledged() throws Exception {
        jms.send(jms.queue(), "a", "b", "c", "d");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        jms.receive(consumer).acknowledge();
        assertThat(jms.receiveTexts(consumer, 2)).containsExactly("b", "c");

        session.recover();

        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            Message again = jms.receive(consumer);
            texts.add(again.getBody(String.class));
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(again.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
        }
        assertThat(texts).containsExactlyInAnyOrder("b", "c");
        Message fresh = jms.receive(consumer);
        assertThat(fresh.getBody(String.class)).isEqualTo("d");
        fresh.acknowledge();
        consumer.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement("Session.recover-1")
    void recoverKeepsTheOrder() throws Exception {
        jms.send(jms.queue(), "a", "b", "c", "d", "e");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        jms.receiveTexts(consumer, 3);
        session.recover();
        assertThat(jms.receiveTexts(consumer, 5)).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    @Requirement("3.4.7-4")
    void recoverDoesNotMarkWhatWasNotDelivered() throws Exception {
        jms.send(jms.queue(), "a", "b");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        session.recover();
        assertThat(jms.receive(consumer).getJMSRedelivered()).isTrue();
        Message fresh = jms.receive(consumer);
        assertThat(fresh.getBody(String.class)).isEqualTo("b");
        assertThat(fresh.getJMSRedelivered()).isFalse();
        assertThat(fresh.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @Test
    @Requirement("3.5.11-3")
    void theDeliveryCountGrowsWithEachDelivery() throws Exception {
        jms.send(jms.queue(), "a");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        for (int delivery = 1; delivery <= 5; delivery++) {
            assertThat(jms.receive(consumer).getIntProperty("JMSXDeliveryCount"))
                    .isEqualTo(delivery);
            session.recover();
        }
    }

    @Test
    @Requirement("6.2.10-4")
    void recoverInAListenerDeliversAgain() throws Exception {
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        Inbox inbox = jms.inbox(message -> {
            if (message.getJMSRedelivered()) {
                message.acknowledge();
            } else {
                session.recover();
            }
        });
        session.createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        assertThat(inbox.awaitTexts(2)).containsExactly("a", "a");
    }

    @Test
    @Requirement({"3.6-1", "6.2.11-1"})
    void acknowledgeIsIgnoredInOtherModes() throws Exception {
        jms.send(jms.queue(), "a", "b");
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            try (Session session = jms.session(mode)) {
                jms.receive(session.createConsumer(jms.queue())).acknowledge();
            }
        }
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement("6.2.11-1")
    void recoverBringsBackNothingThatWasAcknowledged() throws Exception {
        jms.send(jms.queue(), "a", "b");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        jms.receive(consumer);
        jms.receive(consumer).acknowledge();
        session.recover();
        assertThat(jms.receiveAll(consumer, jms.queue())).isEmpty();
    }

    @Test
    @Requirement({"10.3-1", "Session.commit-1"})
    void aSessionWithoutTransactionsRefusesCommitAndRollback() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            Session session = jms.session(mode);
            refused(IllegalStateException.class, session::commit);
            refused(IllegalStateException.class, session::rollback);
        }
    }

    @Test
    @Requirement({"Session.getAcknowledgeMode-1", "Connection.createSession-1", "Connection.createSession-2"})
    void aSessionTellsItsMode() throws Exception {
        Session plain = jms.connection().createSession();
        assertThat(plain.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
        assertThat(plain.getTransacted()).isFalse();
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            for (Session session : List.of(jms.session(mode), jms.connection().createSession(false, mode))) {
                assertThat(session.getAcknowledgeMode()).isEqualTo(mode);
                assertThat(session.getTransacted()).isFalse();
            }
        }
    }

    @Test
    @Requirement("Connection.createSession-4")
    void aModeThatDoesNotExistIsRefused() throws Exception {
        refused(() -> jms.connection().createSession(77));
        refused(() -> jms.connection().createSession(false, 77));
    }

    @Test
    @Requirement({"9.1-1", "7.7-3"})
    void aPersistentMessageSurvivesARestartAndIsMarkedIfItWasDelivered() throws Exception {
        jms.send(jms.queue(), "a");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        jms.receive(session.createConsumer(jms.queue()));
        Workbench.requireHook(jms.target().restart(), "restart");
        try (Connection connection = jms.factory().createConnection()) {
            connection.start();
            Message again = jms.receive(connection.createSession().createConsumer(jms.queue()));
            assertThat(again.getBody(String.class)).isEqualTo("a");
            assertThat(again.getJMSRedelivered()).isTrue();
        }
    }
}
