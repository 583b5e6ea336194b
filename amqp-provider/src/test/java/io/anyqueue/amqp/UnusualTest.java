package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import io.anyqueue.testing.BrokerJ;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is legal and seldom done, on each broker that follows the JMS mapping. */
final class UnusualTest extends WithConnections {
    enum On {
        ARTEMIS,
        BROKER_J
    }

    private static Artemis artemis;
    private static BrokerJ brokerJ;

    @BeforeAll
    static void openBrokers() {
        artemis = Artemis.start();
        brokerJ = BrokerJTest.startBroker();
    }

    @AfterAll
    static void closeBrokers() {
        artemis.close();
        brokerJ.close();
    }

    private Connection connect(On broker, String clientId) throws JMSException {
        Connection connection = AnyQueue.connectionFactory(broker == On.ARTEMIS ? artemis.url() : brokerJ.url())
                .createConnection("alice", "secret");
        return clientId == null ? start(connection) : startAs(clientId, connection);
    }

    private static Queue queue(Session session, String name) throws JMSException {
        return session.createQueue("BrokerJTest.unusual." + name);
    }

    private static Topic topic(On broker, Session session, String name) throws JMSException {
        if (broker == On.BROKER_J) {
            brokerJ.createTopic(name);
        }
        return session.createTopic(name);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfTenMegabytesArrivesWhole(On broker) throws Exception {
        Session session = connect(broker, null).createSession();
        Queue queue = queue(session, "large");
        byte[] content = new byte[10 << 20];
        new java.util.Random(5).nextBytes(content);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(content);
        session.createProducer(queue).send(message);
        assertThat(session.createConsumer(queue).receive(SOON).getBody(byte[].class))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource
    void emptyBodiesArriveEmpty(On broker) throws Exception {
        Session session = connect(broker, null).createSession();
        Queue queue = queue(session, "empty");
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createBytesMessage());
        producer.send(session.createTextMessage(""));
        producer.send(session.createTextMessage());
        producer.send(session.createMapMessage());
        producer.send(session.createStreamMessage());
        producer.send(session.createObjectMessage());
        producer.send(session.createMessage());
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(((BytesMessage) consumer.receive(SOON)).getBodyLength()).isZero();
        assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEmpty();
        assertThat(((TextMessage) consumer.receive(SOON)).getText()).isNull();
        assertThat(((jakarta.jms.MapMessage) consumer.receive(SOON))
                        .getMapNames()
                        .hasMoreElements())
                .isFalse();
        StreamMessage stream = (StreamMessage) consumer.receive(SOON);
        assertThatThrownBy(stream::readObject).isInstanceOf(jakarta.jms.MessageEOFException.class);
        assertThat(((jakarta.jms.ObjectMessage) consumer.receive(SOON)).getObject())
                .isNull();
        assertThat(consumer.receive(SOON)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void queuesOfUnusualNamesAreThemselves(On broker) throws Exception {
        Session session = connect(broker, null).createSession();
        for (String name :
                new String[] {"with space", "a/b", "ümläut-日本", "a?b=c&d", "per%20cent", "quote'\"", "x:y", "colon::no"
                }) {
            boolean reserved = broker == On.ARTEMIS ? name.contains("::") || name.contains("?") : name.contains("/");
            if (reserved) {
                // Syntax of their own: a queue of an address, its parameters, and a routing key of an exchange.
                continue;
            }
            Queue queue = queue(session, name);
            session.createProducer(queue).send(session.createTextMessage(name));
            Message received = session.createConsumer(queue).receive(SOON);
            assertThat(received).as(name).isNotNull();
            assertThat(received.getBody(String.class)).isEqualTo(name);
            assertThat(received.getJMSDestination()).isEqualTo(queue);
        }
    }

    @ParameterizedTest
    @EnumSource
    void temporaryQueuesAreSentToByOthersAndReadByTheirConnectionOnly(On broker) throws Exception {
        Session owner = connect(broker, null).createSession();
        Session other = connect(broker, null).createSession();
        TemporaryQueue queue = owner.createTemporaryQueue();
        MessageConsumer consumer = owner.createConsumer(queue);
        other.createProducer(queue).send(other.createTextMessage("hello"));
        assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo("hello");
        assertThatThrownBy(() -> other.createConsumer(queue)).isInstanceOf(JMSException.class);
        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);
        consumer.close();
        queue.delete();
        assertThatThrownBy(() -> owner.createProducer(queue).send(owner.createMessage()))
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aClientIdentifierIsFreeAgainAfterItsConnection(On broker) throws Exception {
        for (int i = 0; i < 5; i++) {
            Connection first = connect(broker, "one-at-a-time");
            assertThatThrownBy(() -> connect(broker, "one-at-a-time")).isInstanceOf(InvalidClientIDException.class);
            first.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDurableSubscriptionWithNoLocalLeavesOutOnesOwn(On broker) throws Exception {
        Session session = connect(broker, "no-local-" + broker).createSession();
        Topic topic = topic(broker, session, "noLocal");
        MessageConsumer consumer = session.createDurableConsumer(topic, "durable", null, true);
        session.createProducer(topic).send(session.createTextMessage("own"));
        Session other = connect(broker, null).createSession();
        other.createProducer(topic).send(other.createTextMessage("other"));
        assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo("other");
        assertThat(consumer.receiveNoWait()).isNull();
        consumer.close();
        session.unsubscribe("durable");
        assertThatThrownBy(() -> session.unsubscribe("durable"))
                .isInstanceOf(jakarta.jms.InvalidDestinationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void browsersSeeWhatWaitsInOrderAndWithSelectors(On broker) throws Exception {
        Session session = connect(broker, null).createSession();
        Queue queue = queue(session, "browsed");
        MessageProducer producer = session.createProducer(queue);
        int count = 300;
        for (int i = 0; i < count; i++) {
            Message message = session.createTextMessage("m" + i);
            message.setBooleanProperty("even", i % 2 == 0);
            producer.send(message);
        }
        try (QueueBrowser all = session.createBrowser(queue);
                QueueBrowser even = session.createBrowser(queue, "even = TRUE")) {
            assertThat(OnArtemis.all(all.getEnumeration(), TextMessage.class)).hasSize(count);
            assertThat(OnArtemis.all(even.getEnumeration(), TextMessage.class)).hasSize(count / 2);
            assertThat(OnArtemis.all(all.getEnumeration(), TextMessage.class)).hasSize(count);
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < count; i++) {
            assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo("m" + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manySessionsWorkSideBySideAndCloseInAnyOrder(On broker) throws Exception {
        Connection connection = connect(broker, null);
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Session session = connection.createSession();
            Queue queue = queue(session, "side" + i);
            session.createProducer(queue).send(session.createTextMessage("m" + i));
            assertThat(session.createConsumer(queue).receive(SOON).getBody(String.class))
                    .isEqualTo("m" + i);
            sessions.add(session);
        }
        java.util.Collections.shuffle(sessions, new java.util.Random(7));
        for (Session each : sessions.subList(0, 40)) {
            each.close();
        }
        MessageProducer orphan = sessions.get(50).createProducer(queue(sessions.get(50), "orphan"));
        connection.close();
        orphan.close();
        sessions.get(50).close();
    }

    @ParameterizedTest
    @EnumSource
    void anIdentifierThatAnotherClientSetCorrelatesItsAnswer(On broker) throws Exception {
        Session session = connect(broker, null).createSession();
        Queue queue = queue(session, "ids");
        try (org.apache.qpid.protonj2.client.Client client = org.apache.qpid.protonj2.client.Client.create();
                org.apache.qpid.protonj2.client.Connection raw = client.connect(
                        "localhost",
                        java.net
                                .URI
                                .create(broker == On.ARTEMIS ? artemis.url() : brokerJ.url())
                                .getPort(),
                        new org.apache.qpid.protonj2.client.ConnectionOptions()
                                .user("alice")
                                .password("secret"))) {
            java.util.UUID id = java.util.UUID.randomUUID();
            org.apache.qpid.protonj2.client.Message<String> sent =
                    org.apache.qpid.protonj2.client.Message.create("question");
            sent.messageId(id)
                    .annotation("x-opt-origin", 7)
                    .property("number", org.apache.qpid.protonj2.types.UnsignedInteger.valueOf(5));
            MessageConsumer consumer = session.createConsumer(queue);
            raw.openSender(queue.getQueueName()).send(sent).awaitSettlement();
            Message question = consumer.receive(SOON);
            assertThat(question.getJMSMessageID()).isEqualTo("ID:AMQP_UUID:" + id);
            Queue answers = queue(session, "answers");
            Message answer = session.createTextMessage("answer");
            answer.setJMSCorrelationID(question.getJMSMessageID());
            session.createProducer(answers).send(answer);
            session.createProducer(answers).send(question);
            org.apache.qpid.protonj2.client.Receiver receiver = raw.openReceiver(answers.getQueueName());
            assertThat(receiver.receive().message().correlationId()).isEqualTo(id);
            org.apache.qpid.protonj2.client.Message<?> forwarded =
                    receiver.receive().message();
            assertThat(forwarded.body()).isEqualTo("question");
            assertThat(forwarded.annotation("x-opt-origin")).isEqualTo(7);
            assertThat(forwarded.property("number"))
                    .isEqualTo(org.apache.qpid.protonj2.types.UnsignedInteger.valueOf(5));
        }
    }
}
