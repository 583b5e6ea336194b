package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that the broker forgets as it delivers them, so that only the client has what its consumer gives back. */
final class PresettledReceiveTest extends OnArtemis {
    private static final int COUNT = 500;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatStopsLosesNothingOfWhatItHeldAhead(boolean presettled) throws Exception {
        Session sender = connect().createSession();
        Queue queue = sender.createQueue(name);
        MessageProducer producer = sender.createProducer(queue);
        for (int i = 0; i < COUNT; i++) {
            producer.send(sender.createTextMessage("m-" + i));
        }
        Connection connection = connect("?presettledReceives=" + presettled);
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        for (int i = 0; i < COUNT; i++) {
            if (i % 100 == 50) {
                connection.stop();
                connection.start();
            }
            assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("m-" + i);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }
}
