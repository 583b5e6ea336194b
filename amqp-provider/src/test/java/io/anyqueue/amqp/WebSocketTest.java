package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AMQP over WebSocket. */
final class WebSocketTest extends OnArtemis {

    /** By default the broker announces larger frames than it takes messages of the WebSocket. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?maxFrameSize=65536"})
    void messagesPassThroughAWebSocket(String options) throws Exception {
        String url = "amqp+ws://localhost:" + broker().port() + "/" + options;
        try (Connection connection = AnyQueue.connectionFactory(url).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            Queue queue = session.createQueue(name);
            session.createProducer(queue).send(session.createTextMessage("framed"));
            MessageConsumer consumer = session.createConsumer(queue);
            TextMessage received = (TextMessage) consumer.receive(SOON);
            assertThat(received.getText()).isEqualTo("framed");
            BytesMessage large = session.createBytesMessage();
            large.writeBytes(new byte[500_000]);
            session.createProducer(queue).send(large);
            assertThat(((BytesMessage) consumer.receive(SOON)).getBodyLength()).isEqualTo(500_000);
        }
    }
}
