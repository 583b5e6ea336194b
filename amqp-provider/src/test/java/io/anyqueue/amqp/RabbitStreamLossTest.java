package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers of streams whose connections are cut go on where they were. */
@Timeout(600)
final class RabbitStreamLossTest extends OnRabbit {
    private void send(int from, int to) throws JMSException {
        try (Connection connection = factory("").createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue(name + "?stream-offset=first"));
            for (int i = from; i < to; i++) {
                producer.send(session.createTextMessage("m" + i));
            }
        }
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private static void expect(MessageConsumer consumer, int from, int to, boolean redelivered) throws JMSException {
        for (int i = from; i < to; i++) {
            Message message = consumer.receive(SOON);
            assertThat(message).as("m" + i).isNotNull();
            assertThat(message.getBody(String.class)).isEqualTo("m" + i);
            assertThat(message.getJMSRedelivered()).as("redelivered m" + i).isEqualTo(redelivered);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "next", "0", "last", "1h"})
    void eachMessageIsReceivedOnceWhereverTheConsumerStarted(String start) throws Exception {
        send(0, 0);
        try (CuttingProxy proxy = proxy()) {
            Session session = through(proxy, "&prefetch=10").createSession();
            MessageConsumer consumer = session.createConsumer(session.createQueue(name + "?stream-offset=" + start));
            send(0, 40);
            expect(consumer, 0, 15, false);
            proxy.cutNow();
            send(40, 50);
            expect(consumer, 15, 30, false);
            proxy.cutNow();
            proxy.cutNow();
            expect(consumer, 30, 50, false);
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void aListenerGetsEachMessageInOrderAndOnlyWhatItHeldAgain() throws Exception {
        List<String> unmarked = new CopyOnWriteArrayList<>();
        try (CuttingProxy proxy = proxy()) {
            Session session = through(proxy, "").createSession();
            session.createConsumer(session.createQueue(name + "?stream-offset=next"))
                    .setMessageListener(message -> {
                        try {
                            if (!message.getJMSRedelivered()) {
                                unmarked.add(message.getBody(String.class));
                            }
                        } catch (JMSException e) {
                            unmarked.add(e.toString());
                        }
                    });
            send(0, 1);
            await().until(() -> unmarked.size() == 1);
            for (int i = 1; i < 200; i += 40) {
                send(i, i + 20);
                proxy.cutNow();
                send(i + 20, i + 40);
            }
            await().untilAsserted(() -> assertThat(unmarked).hasSizeGreaterThanOrEqualTo(201));
            assertThat(unmarked).isEqualTo(texts(0, 201));
        }
    }

    @Test
    void whatWasNotAcknowledgedComesAgainMarkedAndTheRestOnce() throws Exception {
        send(0, 30);
        try (CuttingProxy proxy = proxy()) {
            ConnectionStates states = new ConnectionStates();
            Session session = through(proxy, states).createSession(Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(name + "?stream-offset=first"));
            expect(consumer, 0, 4, false);
            Message fifth = consumer.receive(SOON);
            fifth.acknowledge();
            expect(consumer, 5, 12, false);
            proxy.cutNow();
            send(30, 33);
            states.awaitRestored(1);
            expect(consumer, 5, 12, true);
            expect(consumer, 12, 33, false);
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void whereNothingWasAcknowledgedAllThatWasSeenComesAgain() throws Exception {
        send(0, 3);
        try (CuttingProxy proxy = proxy()) {
            ConnectionStates states = new ConnectionStates();
            Session session = through(proxy, states).createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue(name));
            send(3, 10);
            expect(consumer, 3, 8, false);
            proxy.cutNow();
            states.awaitRestored(1);
            session.rollback();
            expect(consumer, 3, 8, true);
            expect(consumer, 8, 10, false);
            session.commit();
            proxy.cutNow();
            send(10, 12);
            expect(consumer, 10, 12, false);
        }
    }

    @Test
    void messagesThatWereAcknowledgedOutOfOrderDoNotComeAgain() throws Exception {
        send(0, 20);
        try (CuttingProxy proxy = proxy()) {
            ConnectionStates states = new ConnectionStates();
            Session session = through(proxy, states).createSession(AnyQueue.INDIVIDUAL_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(name + "?stream-offset=first"));
            for (int i = 0; i < 10; i++) {
                Message message = consumer.receive(SOON);
                if (i % 3 != 0) {
                    message.acknowledge();
                }
            }
            for (int loss = 1; loss <= 2; loss++) {
                proxy.cutNow();
                states.awaitRestored(loss);
            }
            List<String> again = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Message message = consumer.receive(SOON);
                assertThat(message.getJMSRedelivered()).isTrue();
                again.add(message.getBody(String.class));
            }
            assertThat(again).containsExactly("m0", "m3", "m6", "m9");
            expect(consumer, 10, 20, false);
        }
    }

    @Test
    void aStreamThatWasDeletedAndDeclaredAnewIsReadFromItsBeginning() throws Exception {
        send(0, 10);
        Session session = connect("?recoveryDelay=20ms").createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue(name + "?stream-offset=first"));
        expect(consumer, 0, 10, false);
        ctl("delete_queue", name);
        send(0, 3);
        expect(consumer, 0, 3, false);
    }

    private Connection through(CuttingProxy proxy, ConnectionStates states) throws JMSException {
        ConnectionFactory factory = AnyQueue.builder()
                .url(url(proxy, ""))
                .connectionStateListener(states)
                .build();
        return start(factory.createConnection());
    }
}
