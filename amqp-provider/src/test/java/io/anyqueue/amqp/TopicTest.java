package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Topics and every kind of subscription, on a real broker. */
final class TopicTest extends OnArtemis {

    private static String textOf(Message message) throws Exception {
        return message == null ? null : ((TextMessage) message).getText();
    }

    private static void send(Session session, Topic topic, String... texts) throws Exception {
        try (MessageProducer producer = session.createProducer(topic)) {
            for (String each : texts) {
                TextMessage message = session.createTextMessage(each);
                message.setStringProperty("text", each);
                producer.send(message);
            }
        }
    }

    @Test
    void everySubscriberGetsItsOwnCopy() throws Exception {
        Session session = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(name);
        MessageConsumer one = session.createConsumer(topic);
        MessageConsumer two = session.createConsumer(topic, "text <> 'a'");
        send(session, topic, "a", "b");
        assertThat(textOf(one.receive(SOON))).isEqualTo("a");
        assertThat(textOf(one.receive(SOON))).isEqualTo("b");
        assertThat(textOf(two.receive(SOON))).isEqualTo("b");
        assertThat(two.receiveNoWait()).isNull();
    }

    @Test
    void noLocalLeavesOutOnesOwn() throws Exception {
        Session session = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(name);
        MessageConsumer consumer = session.createConsumer(topic, null, true);
        send(session, topic, "own");
        send(connect().createSession(), topic, "other");
        assertThat(textOf(consumer.receive(SOON))).isEqualTo("other");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void aDurableSubscriptionOutlivesItsConsumerAndItsConnection() throws Exception {
        Connection connection = connectAs(name);
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(name);
        MessageConsumer consumer = session.createDurableConsumer(topic, "sub");
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "sub")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.unsubscribe("sub")).isInstanceOf(IllegalStateException.class);
        send(session, topic, "1");
        assertThat(textOf(consumer.receive(SOON))).isEqualTo("1");
        consumer.close();
        send(session, topic, "2");
        consumer = session.createDurableConsumer(topic, "sub");
        assertThat(textOf(consumer.receive(SOON))).isEqualTo("2");
        connection.close();

        Connection next = connectAs(name);
        Session again = next.createSession(false, Session.AUTO_ACKNOWLEDGE);
        send(again, topic, "3");
        MessageConsumer last = again.createDurableConsumer(topic, "sub");
        assertThat(textOf(last.receive(SOON))).isEqualTo("3");
        last.close();
        again.unsubscribe("sub");
        assertThatThrownBy(() -> again.unsubscribe("sub")).isInstanceOf(InvalidDestinationException.class);
        send(again, topic, "4");
        assertThat(again.createDurableConsumer(topic, "sub").receiveNoWait()).isNull();
    }

    @Test
    void anotherSelectorMakesADurableSubscriptionAnew() throws Exception {
        Session session = connectAs(name).createSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(name);
        session.createDurableConsumer(topic, "sub", "text = 'x'", false).close();
        send(session, topic, "x");
        MessageConsumer changed = session.createDurableConsumer(topic, "sub", "text = 'y'", false);
        send(session, topic, "x", "y");
        assertThat(textOf(changed.receive(SOON))).isEqualTo("y");
        assertThat(changed.receiveNoWait()).isNull();
    }

    @Test
    void sharedSubscriptionsDivideTheMessages() throws Exception {
        Session sending = connect().createSession();
        Topic topic = sending.createTopic(name);
        Session one = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer first = one.createSharedConsumer(topic, name);
        MessageConsumer second =
                connect().createSession(false, Session.AUTO_ACKNOWLEDGE).createSharedConsumer(topic, name);
        MessageConsumer third = one.createSharedConsumer(topic, name);
        send(sending, topic, "1", "2", "3", "4", "5", "6");
        Set<String> received = new HashSet<>();
        while (received.size() < 6) {
            for (MessageConsumer each : new MessageConsumer[] {first, second, third}) {
                String text = textOf(each.receive(20));
                if (text != null) {
                    assertThat(received.add(text)).isTrue();
                }
            }
        }
        for (MessageConsumer each : new MessageConsumer[] {first, second, third}) {
            assertThat(each.receiveNoWait()).isNull();
        }
    }

    @Test
    void sharedDurableSubscriptionsWorkWithAndWithoutClientId() throws Exception {
        for (Connection connection : new Connection[] {connect(), connectAs(name)}) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Topic topic = session.createTopic(name + connection.getClientID());
            MessageConsumer one = session.createSharedDurableConsumer(topic, name);
            MessageConsumer two = session.createSharedDurableConsumer(topic, name);
            one.close();
            two.close();
            send(session, topic, "kept");
            MessageConsumer again = session.createSharedDurableConsumer(topic, name);
            assertThat(textOf(again.receive(SOON))).isEqualTo("kept");
            again.close();
            session.unsubscribe(name);
            assertThatThrownBy(() -> session.unsubscribe(name)).isInstanceOf(InvalidDestinationException.class);
        }
    }

    @Test
    void aClientIdServesOneConnectionAtATime() throws Exception {
        Connection connection = connectAs(name);
        assertThatThrownBy(() -> connectAs(name)).isInstanceOf(InvalidClientIDException.class);
        connection.close();
        connectAs(name);
    }
}
