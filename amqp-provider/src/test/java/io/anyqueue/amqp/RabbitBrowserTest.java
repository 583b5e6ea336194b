package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.testing.RabbitVersion;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers of ordinary queues, which take the messages and give them back where that is opted for. */
final class RabbitBrowserTest extends OnRabbit {
    private static final String EMULATED = "?rabbitmq.browsers=emulated";

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private static void send(Session session, Queue queue, int from, int to) throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        for (String each : texts(from, to)) {
            producer.send(session.createTextMessage(each));
        }
    }

    private static List<String> browse(Session session, Queue queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(queue)) {
            for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements(); ) {
                texts.add(((Message) each.nextElement()).getBody(String.class));
            }
        }
        return texts;
    }

    private static List<String> consume(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(consumer));
        }
        assertThat(consumer.receiveNoWait()).isNull();
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void manyBrowsersSeeAllAndTakeNothing(String type) throws Exception {
        Session session = connect(EMULATED + "&rabbitmq.queueType=" + type).createSession();
        Queue queue = session.createQueue(name);
        assertThat(browse(session, queue)).isEmpty();
        send(session, queue, 0, 250);
        for (int round = 0; round < 30; round++) {
            assertThat(browse(session, queue)).as("round %d", round).isEqualTo(texts(0, 250));
        }
        await().untilAsserted(() -> assertThat(queueColumn(name, "messages")).isEqualTo("250"));
        assertThat(consume(session.createConsumer(queue), 250)).isEqualTo(texts(0, 250));
    }

    @Test
    void anEnumerationEndsThoughMessagesKeepComing() throws Exception {
        Session session = connect(EMULATED).createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 0, 10);
        Enumeration<?> waiting = session.createBrowser(queue).getEnumeration();
        assertThat(waiting.hasMoreElements()).isTrue();
        send(session, queue, 10, 20);
        List<Object> seen = new ArrayList<>();
        while (waiting.hasMoreElements()) {
            seen.add(waiting.nextElement());
        }
        assertThat(seen).hasSize(10);
        assertThat(consume(session.createConsumer(queue), 20)).containsExactlyInAnyOrderElementsOf(texts(0, 20));
    }

    @Test
    void whatABrowserHoldsIsHiddenUntilItIsClosed() throws Exception {
        Session session = connect(EMULATED).createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 0, 5);
        QueueBrowser browser = session.createBrowser(queue);
        assertThat(browser.getEnumeration().hasMoreElements()).isTrue();
        MessageConsumer consumer = session().createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        browser.close();
        assertThat(consume(consumer, 5)).isEqualTo(texts(0, 5));
    }

    @Test
    void whatABrowserHoldsComesBackWhenItsConnectionIsCut() throws Exception {
        Connection connection = connect(EMULATED + "&recovery=false");
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 0, 5);
        assertThat(session.createBrowser(queue).getEnumeration().hasMoreElements())
                .isTrue();
        ctl("close_all_connections", "test");
        MessageConsumer consumer = session().createConsumer(queue);
        await().untilAsserted(
                        () -> assertThat(queueColumn(name, "messages_ready")).isEqualTo("5"));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Message message = consumer.receive(SOON);
            texts.add(message.getBody(String.class));
            assertThat(message.getJMSRedelivered()).isTrue();
        }
        assertThat(texts).isEqualTo(texts(0, 5));
    }

    @Test
    void aQueueThatWouldLoseMessagesByBrowsingIsRefused() throws Exception {
        Session session = connect(EMULATED + "&rabbitmq.deliveryLimit=20").createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 0, 1);
        if (version == RabbitVersion.V4_0) {
            assertThatThrownBy(() -> session.createBrowser(queue).getEnumeration())
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("delivery limit");
        } else {
            for (int round = 0; round < 30; round++) {
                assertThat(browse(session, queue)).containsExactly("m0");
            }
        }
        assertThat(consume(session.createConsumer(queue), 1)).containsExactly("m0");
    }

    @Test
    void aQueueWithOneActiveConsumerIsRefused() throws Exception {
        Session session = connect(EMULATED + "&rabbitmq.queueArguments=x-single-active-consumer=true")
                .createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 0, 1);
        assertThatThrownBy(() -> session.createBrowser(queue).getEnumeration())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("one active consumer");
    }

    @Test
    void aSelectorOnABrowserIsRefused() throws Exception {
        Session session = connect(EMULATED).createSession();
        Queue queue = session.createQueue(name);
        send(session, queue, 0, 1);
        assertThatThrownBy(() -> session.createBrowser(queue, "n = 1").getEnumeration())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("selector");
        assertThat(consume(session.createConsumer(queue), 1)).containsExactly("m0");
    }
}
