package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A consumer that is closed is not an active one any more, although its session can still acknowledge what it delivered (sections
 * 4.11, 6.2.2 and 8.8).
 */
class ClosedConsumerTest {
    private final World world = World.create();
    private Connection connection;

    @BeforeEach
    void connect() throws JMSException {
        connection = world.connect("clientId=me");
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    private static Message receiveAndClose(MessageConsumer consumer) throws JMSException {
        Message received = consumer.receive(World.LIMIT_MILLIS);
        consumer.close();
        return received;
    }

    @ParameterizedTest
    @EnumSource
    void aDurableSubscriptionIsFreeForTheNextConsumer(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        Topic topic = session.createTopic("t");
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        world.publish("t", "1", "2");
        Message received = receiveAndClose(consumer);
        MessageConsumer next = session.createDurableConsumer(topic, "s");
        Message second = next.receive(World.LIMIT_MILLIS);
        assertThat(second.getBody(String.class)).isEqualTo("2");
        mode.confirm(session, received);
        mode.confirm(session, second);
        next.close();
        session.unsubscribe("s");
    }

    @ParameterizedTest
    @EnumSource
    void aDurableSubscriptionIsDeletedWhenWhatItDeliveredIsAcknowledged(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        MessageConsumer consumer = session.createDurableConsumer(session.createTopic("t"), "s");
        world.publish("t", "1");
        Message received = receiveAndClose(consumer);
        if (mode.confirms()) {
            assertThatThrownBy(() -> session.unsubscribe("s"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("acknowledged");
            mode.confirm(session, received);
        }
        session.unsubscribe("s");
        assertThat(world.broker().subscriptions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aSharedDurableSubscriptionTakesAnotherSelector(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        Topic topic = session.createTopic("t");
        MessageConsumer consumer = session.createSharedDurableConsumer(topic, "s");
        world.publish("t", "1", "2");
        Message received = receiveAndClose(consumer);
        MessageConsumer next = session.createSharedDurableConsumer(topic, "s", "JMSPriority > 0");
        world.publish("t", "3");
        assertThat(World.receiveText(next)).isEqualTo("3");
        mode.confirm(session, received);
    }

    @ParameterizedTest
    @EnumSource
    void aSharedSubscriptionEndsWithItsLastConsumer(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        Topic topic = session.createTopic("t");
        MessageConsumer consumer = session.createSharedConsumer(topic, "s");
        world.publish("t", "1", "2");
        Message received = receiveAndClose(consumer);
        world.publish("t", "3");
        MessageConsumer next = session.createSharedConsumer(topic, "s");
        world.publish("t", "4");
        assertThat(World.receiveText(next)).isEqualTo("4");
        mode.confirm(session, received);
    }

    @ParameterizedTest
    @EnumSource
    void aPlainSubscriptionCollectsNothingMore(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        TemporaryTopic topic = session.createTemporaryTopic();
        Session sending = connection.createSession();
        MessageConsumer consumer = session.createConsumer(topic);
        sending.createProducer(topic).send(sending.createTextMessage("1"));
        Message received = receiveAndClose(consumer);
        // Refused while the topic has subscribers.
        topic.delete();
        mode.confirm(session, received);
        mode.giveBack(session);
    }

    @ParameterizedTest
    @EnumSource
    void aTemporaryQueueCanBeDeleted(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        TemporaryQueue queue = session.createTemporaryQueue();
        Session sending = connection.createSession();
        sending.createProducer(queue).send(sending.createTextMessage("1"));
        Message received = receiveAndClose(session.createConsumer(queue));
        queue.delete();
        mode.confirm(session, received);
        assertThat(world.broker().temporaryDestinations()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"CLIENT", "INDIVIDUAL", "TRANSACTED"})
    void whatWasNotAcknowledgedComesToTheNextConsumerOfADurableSubscription(Mode mode) throws JMSException {
        Session session = connection.createSession(mode.number());
        Topic topic = session.createTopic("t");
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        world.publish("t", "1", "2");
        receiveAndClose(consumer);
        mode.giveBack(session);
        MessageConsumer next = session.createDurableConsumer(topic, "s");
        Message again = next.receive(World.LIMIT_MILLIS);
        assertThat(again.getBody(String.class)).isEqualTo("1");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(World.receiveText(next)).isEqualTo("2");
    }
}
