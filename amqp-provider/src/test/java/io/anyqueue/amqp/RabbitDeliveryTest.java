package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acknowledgement, redelivery, transactions, delay, priority and expiry on classic and quorum queues of RabbitMQ. */
final class RabbitDeliveryTest extends OnRabbit {

    private Connection connectFor(String type, String more) throws JMSException {
        return connect("?rabbitmq.queueType=" + type + more);
    }

    private static void send(Session session, Queue queue, int count) throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
        producer.close();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    private static List<String> receive(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(consumer));
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void whatWasNotAcknowledgedComesAgainInOrderAndMarked(String type) throws Exception {
        Connection connection = connectFor(type, "");
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        send(session, queue, 5);
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(receive(consumer, 3)).isEqualTo(texts(3));
        session.recover();
        Message again = consumer.receive(SOON);
        assertThat(again.getBody(String.class)).isEqualTo("m0");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        session.close();

        Session next = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer2 = next.createConsumer(queue);
        Message third = consumer2.receive(SOON);
        assertThat(third.getBody(String.class)).isEqualTo("m0");
        assertThat(third.getJMSRedelivered()).isTrue();
        assertThat(third.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
        assertThat(receive(consumer2, 4)).containsExactly("m1", "m2", "m3", "m4");
        next.recover();
        receive(consumer2, 5);
        third.acknowledge();
        assertThat(consumer2.receiveNoWait()).isNull();
        next.close();
        await().untilAsserted(() -> assertThat(queueColumn(name, "messages")).isEqualTo("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void messagesAreNeverDroppedHoweverOftenTheyAreGivenBack(String type) throws Exception {
        Connection connection = connectFor(type, "");
        Session sending = connection.createSession();
        Queue queue = sending.createQueue(name);
        send(sending, queue, 1);
        for (int i = 0; i < 40; i++) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Message message = session.createConsumer(queue).receive(SOON);
            assertThat(message).as("delivery %d", i).isNotNull();
            assertThat(message.getJMSRedelivered()).isEqualTo(i > 0);
            session.close();
        }
        assertThat(text(sending.createConsumer(queue))).isEqualTo("m0");
    }

    @Test
    void aDeliveryLimitMovesAMessageToTheDeadLetterQueue() throws Exception {
        Connection connection =
                connectFor("quorum", "&rabbitmq.deliveryLimit=3&rabbitmq.deadLetterQueue=" + name + ".dead");
        Session sending = connection.createSession();
        Queue queue = sending.createQueue(name);
        send(sending, queue, 1);
        MessageConsumer dead = sending.createConsumer(sending.createQueue(name + ".dead"));
        Message letter = null;
        while (letter == null) {
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            session.createConsumer(queue).receiveNoWait();
            session.close();
            letter = dead.receive(200);
        }
        assertThat(letter.getBody(String.class)).isEqualTo("m0");
        assertThat(letter.getJMSDestination()).isEqualTo(queue);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void theClientsDeliveryLimitRejectsToTheDeadLetterQueue(String type) throws Exception {
        Connection connection = connectFor(type, "&deliveryLimit=2&rabbitmq.deadLetterQueue=" + name + ".dead");
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue queue = session.createQueue(name);
        send(session, queue, 1);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 2; i++) {
            assertThat(text(consumer)).isEqualTo("m0");
            session.rollback();
        }
        Session looking = connection.createSession();
        assertThat(text(looking.createConsumer(looking.createQueue(name + ".dead"))))
                .isEqualTo("m0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void prefetchedMessagesGoBackInOrderWhenTheirConsumerCloses(String type) throws Exception {
        Session session = connectFor(type, "").createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 60);
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(receive(consumer, 25)).isEqualTo(texts(25));
        consumer.close();
        assertThat(receive(session.createConsumer(queue), 35))
                .isEqualTo(texts(60).subList(25, 60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void aTransactionSendsAndConsumesAtItsCommit(String type) throws Exception {
        Connection connection = connectFor(type, "");
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Queue in = session.createQueue(name + ".in");
        Queue out = session.createQueue(name + ".out");
        MessageProducer producer = session.createProducer(null);
        producer.send(in, session.createTextMessage("1"));
        Session looking = connection.createSession();
        MessageConsumer outside = looking.createConsumer(in);
        assertThat(outside.receiveNoWait()).isNull();
        outside.close();
        session.commit();
        MessageConsumer consumer = session.createConsumer(in);
        TextMessage received = (TextMessage) consumer.receive(SOON);
        producer.send(out, session.createTextMessage(received.getText() + "!"));
        session.rollback();
        received = (TextMessage) consumer.receive(SOON);
        assertThat(received.getJMSRedelivered()).isTrue();
        producer.send(out, session.createTextMessage(received.getText() + "!!"));
        session.commit();
        assertThat(text(session.createConsumer(out))).isEqualTo("1!!");
        session.commit();
        consumer.close();
        await().untilAsserted(() -> {
            assertThat(queueColumn(name + ".in", "messages")).isEqualTo("0");
            assertThat(queueColumn(name + ".out", "messages")).isEqualTo("0");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void aReceiveWithoutWaitFindsEverythingThatIsThere(String type) throws Exception {
        Session session = connectFor(type, "").createSession();
        Queue queue = session.createQueue(name);
        for (int round = 0; round < 10; round++) {
            send(session, queue, 100);
            MessageConsumer consumer = session.createConsumer(queue);
            for (int i = 0; i < 100; i++) {
                assertThat(consumer.receiveNoWait()).as("message %d", i).isNotNull();
            }
            assertThat(consumer.receiveNoWait()).isNull();
            consumer.close();
        }
    }

    @Test
    void emulatedTransactionsCanBeRefused() throws Exception {
        Connection connection = connect("?transactions=native");
        assertThatThrownBy(() -> connection.createSession(true, Session.SESSION_TRANSACTED))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("transactions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void delayedMessagesComeWhenTheyAreDue(String type) throws Exception {
        Session session = connectFor(type, "").createSession();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        // The first, which is never due here, must not hold back the others.
        for (long delay : new long[] {3_600_000, 1500, 300, 0}) {
            producer.setDeliveryDelay(delay);
            producer.send(session.createTextMessage("after " + delay));
        }
        // A life that is shorter than the delay must not make a message come early.
        producer.setDeliveryDelay(600);
        producer.send(session.createTextMessage("never"), DeliveryMode.PERSISTENT, 4, 100);
        Set<Long> waited = new HashSet<>(Set.of(0L, 300L, 1500L));
        while (!waited.isEmpty()) {
            Message message = consumer.receive(SOON);
            long delay = Long.parseLong(message.getBody(String.class).replace("after ", ""));
            assertThat(waited.remove(delay)).as("after %d", delay).isTrue();
            assertThat(System.currentTimeMillis())
                    .isGreaterThanOrEqualTo(message.getJMSDeliveryTime())
                    .isGreaterThanOrEqualTo(message.getJMSTimestamp() + delay);
            assertThat(message.getJMSRedelivered()).isFalse();
            assertThat(message.getJMSDestination()).isEqualTo(queue);
        }
    }

    @Test
    void aDelayedMessageIsNotLostWhenItsProducerClosesAtOnce() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(500);
        for (int i = 0; i < 20; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
        connection.close();
        assertThat(receive(session().createConsumer(queue), 20)).isEqualTo(texts(20));
    }

    @Test
    void aDelayOnATopicIsRefused() throws Exception {
        Session session = session();
        Topic topic = session.createTopic(name);
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(1000);
        assertThatThrownBy(() -> producer.send(session.createMessage()))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("delivery delay");
        producer.setDeliveryDelay(0);
        producer.send(session.createMessage());
    }

    @Test
    void aClassicQueueHasTenPriorities() throws Exception {
        Session session = connectFor("classic", "").createSession();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        for (int priority : new int[] {4, 0, 9, 5, 1}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }
        assertThat(receive(session.createConsumer(queue), 5)).containsExactly("p9", "p5", "p4", "p1", "p0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void expiredMessagesAreNotDeliveredAndNotDeadLetters(String type) throws Exception {
        Session session =
                connectFor(type, "&rabbitmq.deadLetterQueue=" + name + ".dead").createSession();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("short"), DeliveryMode.PERSISTENT, 4, 50);
        await().untilAsserted(() -> assertThat(queueColumn(name, "messages")).isEqualTo("0"));
        producer.send(session.createTextMessage("long"), DeliveryMode.PERSISTENT, 4, 60_000);
        assertThat(text(session.createConsumer(queue))).isEqualTo("long");
        assertThat(session.createConsumer(session.createQueue(name + ".dead")).receiveNoWait())
                .isNull();
    }
}
