package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections to RabbitMQ that are cut, and what becomes of messages, subscriptions and temporary queues. */
@Timeout(600)
final class RabbitLossTest extends OnRabbit {

    @Test
    void noAcknowledgedSendIsLostInManyCuts() throws Exception {
        SendLedger ledger = new SendLedger();
        try (CuttingProxy proxy = proxy()) {
            Connection connection = through(proxy, "");
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue(name));
            proxy.cutAfter(12_011);
            proxy.cutNow();
            // As many sends as it takes: a burst of them fails between a loss and its detection.
            for (int i = 0; i < 600 || proxy.cuts() <= 5; i++) {
                ledger.send(session, producer, "m" + i);
            }
        }
        ledger.assertAccountsFor(drain(name));
    }

    @Test
    void aTransactionThatMovesMessagesLosesNoneInManyCuts() throws Exception {
        int count = 150;
        Session sending = session();
        MessageProducer producer = sending.createProducer(sending.createQueue(name + ".in"));
        for (int i = 0; i < count; i++) {
            producer.send(sending.createTextMessage("m" + i));
        }
        try (CuttingProxy proxy = proxy()) {
            Connection connection = through(proxy, "&prefetch=10");
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer in = session.createConsumer(session.createQueue(name + ".in"));
            MessageProducer out = session.createProducer(session.createQueue(name + ".out"));
            proxy.cutAfter(7_013);
            proxy.cutNow();
            Set<String> moved = new HashSet<>();
            while (moved.size() < count) {
                try {
                    Message message = in.receive(2_000);
                    if (message == null) {
                        moved.addAll(drain(name + ".out"));
                    } else {
                        out.send(message);
                    }
                    session.commit();
                } catch (JMSException e) {
                    rollBack(session);
                }
            }
            assertThat(proxy.cuts()).isGreaterThan(2);
            // What is left was moved too, and its acknowledgement lost.
            assertThat(moved).containsAll(drain(name + ".in"));
        }
    }

    /** Fails where the connection is cut again meanwhile. */
    private static void rollBack(Session session) {
        await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
            session.rollback();
            return true;
        });
    }

    @Test
    void aClientIdentifierItsSubscriptionAndATemporaryQueueComeBack() throws Exception {
        try (CuttingProxy proxy = proxy()) {
            Connection connection = through(proxy, "&clientId=" + name);
            Session session = connection.createSession();
            Topic topic = session.createTopic(name);
            MessageConsumer durable = session.createDurableConsumer(topic, "s");
            MessageConsumer passing = session.createConsumer(topic);
            TemporaryQueue temporary = session.createTemporaryQueue();
            MessageConsumer replies = session.createConsumer(temporary);
            Queue question = session.createQueue(name);
            TextMessage asked = session.createTextMessage("?");
            asked.setJMSReplyTo(temporary);
            session.createProducer(question).send(asked);
            proxy.cutNow();
            Session other = session();
            Message received = other.createConsumer(question).receive(SOON);
            // The address in the question is the one that the temporary queue had before the cut.
            await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
                other.createProducer(received.getJMSReplyTo()).send(other.createTextMessage("!"));
                return true;
            });
            assertThat(text(replies)).isEqualTo("!");
            await().untilAsserted(() -> {
                other.createProducer(topic).send(other.createTextMessage("news"));
                assertThat(passing.receive(500)).isNotNull();
            });
            assertThat(text(durable)).isEqualTo("news");
        }
    }

    @Test
    void aListenerGetsEverythingWhenTheBrokerClosesItsConnections() throws Exception {
        Connection connection = connect("?recoveryDelay=20ms&clientId=" + name);
        Session session = connection.createSession();
        Set<String> received = java.util.concurrent.ConcurrentHashMap.newKeySet();
        session.createConsumer(session.createQueue(name)).setMessageListener(message -> {
            try {
                received.add(message.getBody(String.class));
            } catch (JMSException e) {
                received.add(e.toString());
            }
        });
        Session sending = connect("?recoveryDelay=20ms&inDoubtSend=resend").createSession();
        MessageProducer producer = sending.createProducer(sending.createQueue(name));
        for (int i = 0; i < 60; i++) {
            producer.send(sending.createTextMessage("m" + i));
            if (i % 20 == 10) {
                ctl("close_all_connections", "test");
            }
        }
        await().untilAsserted(() -> assertThat(received).hasSize(60));
    }
}
