package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

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
