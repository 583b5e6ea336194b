package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitVersion;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams on RabbitMQ: read from anywhere, as often as wanted. */
final class RabbitStreamTest extends OnRabbit {

    private void send(Session session, int from, int to) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue(name + "?stream-offset=first"));
        for (int i = from; i < to; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
    }

    @Test
    void aStreamIsReadAgainFromWhereItsNameSays() throws Exception {
        Session session = session();
        send(session, 0, 10);
        assertThat(queueColumn(name, "type")).contains("stream");
        for (int round = 0; round < 2; round++) {
            MessageConsumer all = session.createConsumer(session.createQueue(name + "?stream-offset=first"));
            for (int i = 0; i < 10; i++) {
                Message message = all.receive(SOON);
                assertThat(message.getBody(String.class)).isEqualTo("m" + i);
                assertThat(message.getLongProperty("JMS_AnyQueue_StreamOffset")).isEqualTo(i);
            }
            assertThat(all.receiveNoWait()).isNull();
            all.close();
        }
        assertThat(text(session.createConsumer(session.createQueue(name + "?stream-offset=7"))))
                .isEqualTo("m7");
        String longAgo = Instant.now().minusSeconds(3600).toString();
        assertThat(text(session.createConsumer(session.createQueue(name + "?stream-offset=" + longAgo))))
                .isEqualTo("m0");
        assertThat(text(session.createConsumer(session.createQueue(name + "?stream-offset=1h"))))
                .isEqualTo("m0");
        MessageConsumer next = session.createConsumer(session.createQueue(name));
        assertThat(next.receiveNoWait()).isNull();
        send(session, 10, 11);
        assertThat(text(next)).isEqualTo("m10");
    }

    private String first(Session session, String offset) throws JMSException {
        try (MessageConsumer consumer =
                session.createConsumer(session.createQueue(name + "?stream-offset=" + offset))) {
            return text(consumer);
        }
    }

    /** Enough and large enough for several chunks, with a pause of more than a second in the middle, by the broker's clock. */
    @Test
    void eachStartSkipsWhatLiesBeforeIt() throws Exception {
        Session session = session();
        send(session, 0, 20);
        Instant middle = Instant.now().plusSeconds(1);
        Instant later = middle.plusSeconds(3);
        await().until(() -> Instant.now().isAfter(later));
        send(session, 20, 40);
        assertThat(first(session, "first")).isEqualTo("m0");
        // The last chunk, which each confirmed send has to itself.
        assertThat(first(session, "last")).isEqualTo("m39");
        assertThat(first(session, "25")).isEqualTo("m25");
        assertThat(first(session, middle.toString())).isEqualTo("m20");
        // The broker looks back from when it is asked: where that was too late, it is asked again.
        Instant asked;
        do {
            long age = Duration.between(middle, Instant.now()).toSeconds();
            String found = first(session, age + "s");
            asked = Instant.now().minusSeconds(age);
            if (asked.isBefore(later)) {
                assertThat(found).isEqualTo("m20");
            }
        } while (!asked.isBefore(later));
        try (MessageConsumer next = session.createConsumer(session.createQueue(name + "?stream-offset=next"))) {
            assertThat(next.receiveNoWait()).isNull();
            send(session, 40, 41);
            assertThat(text(next)).isEqualTo("m40");
        }
    }

    @Test
    void aConsumerGoesOnAfterTheOffsetOfTheLastMessageThatItDealtWith() throws Exception {
        Session session = session();
        send(session, 0, 30);
        long offset = -1;
        List<String> read = new ArrayList<>();
        while (read.size() < 30) {
            try (MessageConsumer consumer =
                    session.createConsumer(session.createQueue(name + "?stream-offset=" + (offset + 1)))) {
                for (int i = 0; i < 7 && read.size() < 30; i++) {
                    Message message = consumer.receive(SOON);
                    read.add(message.getBody(String.class));
                    offset = message.getLongProperty("JMS_AnyQueue_StreamOffset");
                }
            }
        }
        assertThat(read).isEqualTo(IntStream.range(0, 30).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void whatAConsumerHeldAheadIsNotSkippedWhenItsConnectionStopsOrItIdles() throws Exception {
        Session session = session();
        send(session, 0, 300);
        Connection connection = connect("?prefetchIdle=20ms");
        Session reading = connection.createSession();
        MessageConsumer consumer = reading.createConsumer(reading.createQueue(name + "?stream-offset=first"));
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (i % 70 == 50) {
                connection.stop();
                connection.start();
            }
            read.add(text(consumer));
        }
        assertThat(read)
                .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
    }

    /**
     * The third time, part of what is given back has been given back before, and part has not. It takes many receives without a pause
     * before so much is held ahead.
     */
    @ParameterizedTest
    @ValueSource(ints = {26, 28, 30, 32, 34})
    void whatIsGivenBackAgainAndAgainStaysInOrder(int third) throws Exception {
        Session session = session();
        send(session, 0, 700);
        Connection connection = connect("?prefetch=200&prefetchIdle=1h");
        Session reading = connection.createSession();
        MessageConsumer consumer = reading.createConsumer(reading.createQueue(name + "?stream-offset=first"));
        List<Integer> stops = List.of(300, 350, 350 + third, 420, 470, 470 + third);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            if (stops.contains(i)) {
                connection.stop();
                connection.start();
            }
            read.add(text(consumer));
        }
        assertThat(read)
                .isEqualTo(IntStream.range(0, 700).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void whatWasRolledBackComesAgainWithTheRestInOrder() throws Exception {
        send(session(), 0, 60);
        Session session = connect().createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(name + "?stream-offset=first"));
        for (int i = 0; i < 30; i++) {
            assertThat(text(consumer)).isEqualTo("m" + i);
        }
        session.rollback();
        for (int i = 0; i < 60; i++) {
            Message message = consumer.receive(SOON);
            assertThat(message.getBody(String.class)).isEqualTo("m" + i);
            assertThat(message.getJMSRedelivered()).isEqualTo(i < 30);
        }
        session.commit();
    }

    private static final List<Object> VALUES = List.of(
            0,
            1,
            2,
            3L,
            (byte) 2,
            (short) 3,
            2.0,
            2.5,
            1.5f,
            16_777_216f,
            -1,
            Long.MAX_VALUE,
            Long.MAX_VALUE - 1,
            9.223372036854776E18,
            Double.MAX_VALUE,
            "2",
            "x",
            "X",
            "xy",
            "x_y",
            "x%",
            "x\ny",
            "\u2615",
            "it's",
            "",
            " ",
            true,
            false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v = 2",
                "v <> 2",
                "v > 1",
                "v <= 2",
                "v >= -1 AND v < 2.5",
                "v BETWEEN 1 AND 2",
                "v = 2.5",
                "v = 16777217",
                "v >= 16777217",
                "v BETWEEN 16777217 AND 16777218",
                "v = 'x'",
                "v <> 'x'",
                "v <> 'x_y'",
                "v <> 'x%'",
                "v <> ''",
                "v <> '\u2615'",
                "v > 999999999999999",
                "v <> 999999999999999",
                "v LIKE 'x%y'",
                "v LIKE '%y'",
                "v NOT LIKE '%y'",
                "v LIKE '%'",
                "v LIKE ''",
                "v LIKE '.'",
                "v LIKE 'x!%' ESCAPE '!'",
                "v = 'it''s'",
                "v = ''",
                "v IN ('x', '2')",
                "v NOT IN ('x', '2')",
                "v LIKE 'x%'",
                "v LIKE 'x!_y' ESCAPE '!'",
                "v NOT LIKE 'x%'",
                "v = TRUE",
                "v <> FALSE",
                "v IS NULL",
                "v IS NOT NULL",
                "other = 1 OR v = 3",
                "other IS NULL AND (v = 'x' OR v > 2)",
                "JMSType = 'kind'",
                "JMSType <> 'kind'",
                "JMSType IS NULL",
                "JMSXGroupID = 'g'",
                // These have no form in the broker's language.
                "NOT (v = 2)",
                "v LIKE 'x_y'",
                "v + 1 = 3",
                "v = 2 AND JMSPriority > 3",
                "JMSCorrelationID IS NULL AND JMSMessageID IS NULL",
            })
    void aSelectorOnAStreamAdmitsWhatItAdmitsElsewhere(String selector) throws Exception {
        Session session = session();
        Queue stream = session.createQueue(name + "?stream-offset=first");
        // The same messages to a subscription, whose selectors this client applies, and with a last one that both must
        // admit.
        Topic topic = session.createTopic(name);
        MessageConsumer expected = session.createConsumer(topic, "(" + selector + ") OR last = TRUE");
        MessageProducer producer = session.createProducer(null);
        for (Message each : messages(session)) {
            producer.send(topic, each);
            producer.send(stream, each);
        }
        MessageConsumer actual = session.createConsumer(stream, "(" + selector + ") OR last = TRUE");
        List<String> texts = new ArrayList<>();
        for (String each = text(expected); !each.equals("last"); each = text(expected)) {
            texts.add(each);
        }
        List<String> found = new ArrayList<>();
        for (String each = text(actual); !each.equals("last"); each = text(actual)) {
            found.add(each);
        }
        assertThat(found).isEqualTo(texts);
    }

    private static List<Message> messages(Session session) throws JMSException {
        List<Message> messages = new ArrayList<>();
        for (Object value : VALUES) {
            Message message =
                    session.createTextMessage(value + " " + value.getClass().getSimpleName());
            message.setObjectProperty("v", value);
            messages.add(message);
        }
        messages.add(session.createTextMessage("nothing"));
        Message typed = session.createTextMessage("typed");
        typed.setJMSType("kind");
        messages.add(typed);
        for (int i = 1; i < 4; i++) {
            Message grouped = session.createTextMessage("grouped " + i);
            grouped.setStringProperty("JMSXGroupID", "g");
            grouped.setIntProperty("JMSXGroupSeq", i);
            messages.add(grouped);
        }
        Message last = session.createTextMessage("last");
        last.setBooleanProperty("last", true);
        messages.add(last);
        return messages;
    }

    /** Every send is confirmed, so each message is a chunk of its own and the broker can leave it out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMS_AnyQueue_StreamFilter = 'b''s'",
                "JMS_AnyQueue_StreamFilter IN ('b''s', 'none') AND n >= 0",
                "n >= 0 AND JMS_AnyQueue_StreamFilter = 'b''s' AND JMSPriority < 9",
                "(JMS_AnyQueue_StreamFilter = 'b''s') OR n = 1000",
                "NOT (JMS_AnyQueue_StreamFilter <> 'b''s')",
            })
    void aFilterValueSelectsLikeAnyOtherProperty(String selector) throws Exception {
        Session session = session();
        Queue stream = session.createQueue(name + "?stream-offset=first");
        MessageProducer producer = session.createProducer(stream);
        for (int i = 0; i < 30; i++) {
            Message message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            if (i % 3 != 2) {
                message.setStringProperty("JMS_AnyQueue_StreamFilter", i % 3 == 0 ? "a" : "b's");
            }
            producer.send(message);
        }
        MessageConsumer consumer = session.createConsumer(stream, selector);
        for (int i = 1; i < 30; i += 3) {
            Message message = consumer.receive(SOON);
            assertThat(message.getBody(String.class)).isEqualTo("m" + i);
            assertThat(message.getStringProperty("JMS_AnyQueue_StreamFilter")).isEqualTo("b's");
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    /** A hundred messages of ten thousand bytes, each a chunk of its own, of which one matches. */
    @ParameterizedTest
    @ValueSource(strings = {"JMS_AnyQueue_StreamFilter = 'b'", "n = 99"})
    void theBrokerLeavesOutWhatItCanTell(String selector) throws Exception {
        Session session = session();
        Queue stream = session.createQueue(name + "?stream-offset=first");
        MessageProducer producer = session.createProducer(stream);
        for (int i = 0; i < 100; i++) {
            Message message = session.createTextMessage("x".repeat(10_000));
            message.setIntProperty("n", i);
            message.setStringProperty("JMS_AnyQueue_StreamFilter", i == 99 ? "b" : "a");
            producer.send(message);
        }
        try (CuttingProxy proxy = new CuttingProxy(broker().port());
                Connection connection = AnyQueue.connectionFactory("amqp://guest:guest@localhost:" + proxy.port())
                        .createConnection()) {
            connection.start();
            Session reading = connection.createSession();
            assertThat(reading.createConsumer(stream, selector).receive(SOON).getIntProperty("n"))
                    .isEqualTo(99);
            boolean told = selector.startsWith("JMS_AnyQueue") || version != RabbitVersion.V4_0;
            if (told) {
                assertThat(proxy.carriedFromBroker()).isLessThan(500_000);
            } else {
                assertThat(proxy.carriedFromBroker()).isGreaterThan(1_000_000);
            }
        }
    }

    @Test
    void aConsumerThatSelectsGoesOnAfterWhatItPassedOver() throws Exception {
        send(session(), 0, 500);
        Session session = connect().createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer =
                session.createConsumer(session.createQueue(name + "?stream-offset=first"), "NOT (JMSPriority > 4)");
        for (int i = 0; i < 100; i++) {
            assertThat(text(consumer)).isEqualTo("m" + i);
        }
        session.rollback();
        for (int i = 0; i < 500; i++) {
            assertThat(text(consumer)).isEqualTo("m" + i);
        }
        session.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void aBrowserOfAStreamMaySelect() throws Exception {
        Session session = connect("?rabbitmq.browsers=streams").createSession();
        Queue stream = session.createQueue(name + "?stream-offset=first");
        MessageProducer producer = session.createProducer(stream);
        for (Message each : messages(session)) {
            producer.send(each);
        }
        List<String> seen = new ArrayList<>();
        for (Enumeration<?> each =
                        session.createBrowser(stream, "v = 'x' OR v = 'xy'").getEnumeration();
                each.hasMoreElements(); ) {
            seen.add(((Message) each.nextElement()).getBody(String.class));
        }
        assertThat(seen).containsExactly("x String", "xy String");
    }

    @Test
    void theConnectionSaysWhereToStartForStreamsThatDoNot() throws Exception {
        send(session(), 0, 3);
        Session session = connect("?rabbitmq.streamOffset=first").createSession();
        assertThat(text(session.createConsumer(session.createQueue(name)))).isEqualTo("m0");
    }

    @Test
    void aStreamIsBrowsedToItsEnd() throws Exception {
        send(session(), 0, 50);
        Session session = connect("?rabbitmq.browsers=streams").createSession();
        Queue stream = session.createQueue(name);
        List<Object> seen = new ArrayList<>();
        Enumeration<?> browsed = session.createBrowser(stream).getEnumeration();
        while (browsed.hasMoreElements()) {
            seen.add(browsed.nextElement());
        }
        assertThat(seen).hasSize(50);
        assertThat(((Message) seen.get(49)).getBody(String.class)).isEqualTo("m49");
    }

    @Test
    void anOffsetOnAnOrdinaryQueueIsRefused() throws Exception {
        Session session = session();
        session.createConsumer(session.createQueue(name)).close();
        assertThatThrownBy(() -> session.createConsumer(session.createQueue(name + "?stream-offset=first")))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("stream");
    }
}
