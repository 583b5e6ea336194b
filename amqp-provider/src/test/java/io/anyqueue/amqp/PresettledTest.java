package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.Test;

/** Messages that travel settled through a broker, where options ask for that. */
final class PresettledTest extends OnArtemis {
    @Test
    void presettledMessagesPassThroughABrokerAndTransactionsStayWhole() throws Exception {
        Connection connection = connect("?presettledSends=all&presettledReceives=true");
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        int count = 500;
        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("message " + i));
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < count; i++) {
            assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("message " + i);
        }
        consumer.close();
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        transacted.createProducer(queue).send(transacted.createTextMessage("rolled back"));
        transacted.rollback();
        transacted.createProducer(queue).send(transacted.createTextMessage("committed"));
        transacted.commit();
        assertThat(session.createConsumer(queue).receive(SOON).getBody(String.class))
                .isEqualTo("committed");
    }

    @Test
    void aMessageLargerThanAFrameIsSentSettledWhole() throws Exception {
        Connection connection = connect("?presettledSends=all&maxFrameSize=4096");
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        String text = "0123456789".repeat(100_000);
        session.createProducer(queue).send(session.createTextMessage(text));
        assertThat(session.createConsumer(queue).receive(SOON).getBody(String.class))
                .isEqualTo(text);
    }

    @Test
    void whatThePeerDoesNotReadIsNotSaidToBeSent() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(broker().port())) {
            String url = "amqp://localhost:" + proxy.port() + "/?presettledSends=all&sendTimeout=2s&closeTimeout=1s";
            try (Connection connection = AnyQueue.connectionFactory(url).createConnection()) {
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(name));
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(new byte[100_000]);
                producer.send(message);
                proxy.stopReading();
                // Less than the credit, more than sockets and memory take.
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 900; i++) {
                                producer.send(message);
                            }
                        })
                        .isInstanceOf(JMSException.class)
                        .hasMessageContaining("sendTimeout");
                proxy.cutNow();
            }
        }
    }
}
