package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.testing.BrokerJ;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Qpid Broker-J: what it does in another way than Artemis, what it refuses, and Qpid JMS on its other side. */
final class BrokerJTest extends WithConnections {
    private static BrokerJ broker;

    @BeforeAll
    static void openBroker() {
        broker = startBroker();
    }

    /** With {@code alice}, and {@code bob}, who may do less. It makes queues whose names begin with that of this class. */
    static BrokerJ startBroker() {
        return BrokerJ.builder()
                .account("alice", "secret")
                .account("bob", "secret")
                .rules(BrokerJTest.class.getResource("broker-j.acl"))
                .queues("BrokerJTest.*", "{}")
                .start();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    private Connection unstarted() throws JMSException {
        return toClose(AnyQueue.connectionFactory(broker.url()).createConnection("alice", "secret"));
    }

    private Session session() throws JMSException {
        return start(unstarted()).createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private Session qpidSession() throws JMSException {
        return start(new JmsConnectionFactory("alice", "secret", broker.url()).createConnection())
                .createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    /** The broker refuses a delivery tag that another unsettled delivery of the link has. */
    @Test
    void thousandsOfSendsMayBeUnansweredAtOnce() throws Exception {
        int many = 3000;
        Session session = start(AnyQueue.builder(broker.url())
                        .option(ClientOptions.ASYNC_SEND_WINDOW, many)
                        .build()
                        .createConnection("alice", "secret"))
                .createSession();
        Queue queue = session.createQueue(name);
        Completions completions = new Completions(many);
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < many; i++) {
            producer.send(session.createTextMessage("m" + i), completions);
        }
        completions.assertAllSucceed();
        MessageConsumer consumer = session().createConsumer(queue);
        for (int i = 0; i < many; i++) {
            assertThat(text(consumer)).isEqualTo("m" + i);
        }
    }

    @Test
    void theWrongPasswordIsASecurityException() {
        assertThatThrownBy(() -> AnyQueue.connectionFactory(broker.url()).createConnection("alice", "guess"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("alice")
                .hasMessageNotContaining("guess");
    }

    @Test
    void nobodyIsASecurityException() {
        assertThatThrownBy(() -> AnyQueue.connectionFactory(broker.url()).createConnection())
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("anonymously");
    }

    @Test
    void challengesAreAnswered() throws Exception {
        for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5")) {
            String url = broker.url() + "/?saslMechanisms=" + mechanism;
            try (Connection connection = AnyQueue.connectionFactory(url).createConnection("alice", "secret")) {
                assertThat(connection.createSession()).as(mechanism).isNotNull();
            }
            assertThatThrownBy(() -> AnyQueue.connectionFactory(url).createConnection("alice", "guess"))
                    .as(mechanism)
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void anUnknownVirtualHostIsRefused() {
        assertThatThrownBy(() -> AnyQueue.connectionFactory(broker.url() + "/?vhost=nowhere")
                        .createConnection("alice", "secret")
                        .createSession())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void aClientIdServesOneConnectionAtATime() throws Exception {
        Connection first = unstarted();
        first.setClientID(name);
        Connection second = unstarted();
        assertThatThrownBy(() -> second.setClientID(name)).isInstanceOf(InvalidClientIDException.class);
        first.close();
        Connection third = unstarted();
        third.setClientID(name);
    }

    @Test
    void whatDoesNotExistIsRefusedAndTheSessionLives() throws Exception {
        Session session = session();
        Queue missing = session.createQueue("missing");
        assertThatThrownBy(() -> session.createProducer(missing).send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(missing)).isInstanceOf(InvalidDestinationException.class);
        Queue present = session.createQueue(name);
        assertThatThrownBy(() -> session.createConsumer(present, "= =")).isInstanceOf(InvalidSelectorException.class);
        session.createProducer(present).send(session.createTextMessage("lives"));
        assertThat(text(session.createConsumer(present))).isEqualTo("lives");
    }

    @Test
    void whatAnAccountMayNotDoIsASecurityExceptionAndTheSessionLives() throws Exception {
        Session session = start(AnyQueue.connectionFactory(broker.url()).createConnection("bob", "secret"))
                .createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue forbidden = session.createQueue("BrokerJTest.forbidden");
        // It is there: what is missing is the permission.
        Session all = session();
        all.createProducer(forbidden).send(all.createTextMessage("for others"));
        assertThatThrownBy(() -> session.createProducer(forbidden).send(session.createMessage()))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> session.createConsumer(forbidden))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("forbidden");
        Queue permitted = session.createQueue(name);
        session.createProducer(permitted).send(session.createTextMessage("lives"));
        assertThat(text(session.createConsumer(permitted))).isEqualTo("lives");
        assertThat(text(all.createConsumer(forbidden))).isEqualTo("for others");
    }

    @Test
    void aFullQueueRejectsTheMessageAndTheProducerLives() throws Exception {
        broker.createQueueForOne("small");
        Session session = session();
        Queue small = session.createQueue("small");
        MessageProducer producer = session.createProducer(small);
        producer.send(session.createTextMessage("first"));
        assertThatThrownBy(() -> producer.send(session.createTextMessage("too much")))
                .isInstanceOf(ResourceAllocationException.class);
        MessageConsumer consumer = session.createConsumer(small);
        assertThat(text(consumer)).isEqualTo("first");
        // There is room as soon as the broker has seen that the first is acknowledged.
        await().ignoreExceptions().untilAsserted(() -> producer.send(session.createTextMessage("second")));
        assertThat(text(consumer)).isEqualTo("second");
    }

    @Test
    void aDelayThatTheQueueDoesNotKeepIsRefused() throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(session.createQueue(name));
        producer.setDeliveryDelay(1_000);
        assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(JMSException.class);
        producer.setDeliveryDelay(0);
        producer.send(session.createMessage());
    }

    @Test
    void aDelayOnATopicIsRefusedRatherThanTheMessageLost() throws Exception {
        broker.createTopic(name);
        Session session = session();
        MessageProducer producer = session.createProducer(session.createTopic(name));
        producer.setDeliveryDelay(1_000);
        assertThatThrownBy(() -> producer.send(session.createMessage()))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("does not hold messages back");
        producer.setDeliveryDelay(0);
        producer.send(session.createMessage());
    }

    @Test
    void messagesPassBetweenQpidJmsAndUsBothWays() throws Exception {
        Session ours = session();
        Session theirs = qpidSession();
        for (Session[] way : new Session[][] {{ours, theirs}, {theirs, ours}}) {
            TemporaryQueue replies = way[0].createTemporaryQueue();
            MapMessage question = way[0].createMapMessage();
            question.setLong("n", 42);
            question.setStringProperty("colour", "blue");
            question.setJMSReplyTo(replies);
            way[0].createProducer(way[0].createQueue(name)).send(question);
            try (MessageConsumer asked = way[1].createConsumer(way[1].createQueue(name), "colour = 'blue'")) {
                MapMessage received = (MapMessage) asked.receive(SOON);
                assertThat(received.getLong("n")).isEqualTo(42);
                Message answer = way[1].createTextMessage("answer");
                answer.setJMSCorrelationID(received.getJMSMessageID());
                way[1].createProducer(null).send(received.getJMSReplyTo(), answer);
            }
            Message answered = way[0].createConsumer(replies).receive(SOON);
            assertThat(answered.getBody(String.class)).isEqualTo("answer");
            assertThat(answered.getJMSCorrelationID()).isEqualTo(question.getJMSMessageID());
        }
    }

    @Test
    void aDurableSubscriptionOfOursIsReadByQpidJms() throws Exception {
        broker.createTopic("news");
        Connection connection = unstarted();
        connection.setClientID(name);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic("news");
        session.createDurableConsumer(topic, "reader").close();
        session.createProducer(topic).send(session.createTextMessage("kept"));
        connection.close();
        Connection other = startAs(name, new JmsConnectionFactory("alice", "secret", broker.url()).createConnection());
        Session reading = other.createSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThat(text(reading.createDurableConsumer(reading.createTopic("news"), "reader")))
                .isEqualTo("kept");
    }

    @Test
    void aTransactionIsTakenBackOrKeptAsAWhole() throws Exception {
        Session session = start(unstarted()).createSession(true, Session.SESSION_TRANSACTED);
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("lost"));
        session.rollback();
        producer.send(session.createTextMessage("kept"));
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(text(consumer)).isEqualTo("kept");
        session.rollback();
        Message again = consumer.receive(SOON);
        assertThat(again.getBody(String.class)).isEqualTo("kept");
        assertThat(again.getJMSRedelivered()).isTrue();
        session.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }
}
