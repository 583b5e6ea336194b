package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueueConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TopicConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several faults of a call is reported, and that a refused call has no effect. */
class WrongArgumentsTest {
    private final World world = World.create();
    private final AnyQueueConnectionFactory factory = world.factory();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void aBodyOfNoTypeIsRefusedBeforeAMessageIsTaken() {
        try (JMSContext context = factory.createContext()) {
            Queue queue = context.createQueue("q");
            context.createProducer().send(queue, "a");
            JMSConsumer consumer = context.createConsumer(queue);

            assertThatThrownBy(() -> consumer.receiveBody(null, World.LIMIT_MILLIS))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("receiveBody");
            assertThatThrownBy(() -> consumer.receiveBody(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> consumer.receiveBodyNoWait(null)).isInstanceOf(NullPointerException.class);
            assertThat(consumer.receiveBody(String.class, World.LIMIT_MILLIS)).isEqualTo("a");
        }
    }

    @Test
    void aClosedConnectionSaysSoWhateverTheMode() throws JMSException {
        Connection connection = factory.createConnection();
        connection.close();

        assertThatThrownBy(() -> connection.createSession(77)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSession(false, 77)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSession(false, Session.SESSION_TRANSACTED))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSessionWithNeitherTransactionNorModeAcknowledgesByItself() throws JMSException {
        Session session = world.connect().createSession(false, Session.SESSION_TRANSACTED);

        assertThat(session.getTransacted()).isFalse();
        assertThat(session.getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
    }

    @Test
    void aProducerOfAClosedContextSaysSoWhateverTheMessage() {
        JMSContext context = factory.createContext();
        Queue queue = context.createQueue("q");
        JMSProducer producer = context.createProducer();
        context.close();

        assertThatThrownBy(() -> producer.send(queue, (Message) null)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void theSelectorOfAConnectionConsumerIsLookedAtBeforeItsPool() throws JMSException {
        Connection connection = world.connect();
        Queue queue = connection.createSession().createQueue("q");

        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "a =", null, 0))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "a = 1", null, 0))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("pool");
    }

    @Test
    void plainSessionsOfConnectionsForOneDomainServeBoth() throws JMSException {
        try (QueueConnection forQueues = factory.createQueueConnection();
                TopicConnection forTopics = factory.createTopicConnection()) {
            Session ofQueues = forQueues.createSession();
            Session ofTopics = forTopics.createSession(false, Session.AUTO_ACKNOWLEDGE);

            assertThat(ofQueues.createTopic("t").getTopicName()).isEqualTo("t");
            assertThat(ofTopics.createBrowser(ofTopics.createQueue("q"))
                            .getEnumeration()
                            .hasMoreElements())
                    .isFalse();
        }
    }

    @Test
    void aReceiverGivesBackTheTemporaryQueueThatItWasMadeFor() throws JMSException {
        Session session = world.connect().createSession();
        TemporaryQueue temporary = session.createTemporaryQueue();
        QueueReceiver receiver = (QueueReceiver) session.createConsumer(temporary);

        Queue told = receiver.getQueue();
        receiver.close();
        ((TemporaryQueue) told).delete();

        assertThatThrownBy(() -> session.createConsumer(temporary)).isInstanceOf(JMSException.class);
    }
}
