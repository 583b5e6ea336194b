package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics on RabbitMQ and the four kinds of subscription. */
final class RabbitTopicTest extends OnRabbit {

    private static void send(Session session, Topic topic, String... texts) throws JMSException {
        MessageProducer producer = session.createProducer(topic);
        for (String each : texts) {
            Message message = session.createTextMessage(each);
            message.setIntProperty("n", each.charAt(each.length() - 1) - '0');
            producer.send(message);
        }
        producer.close();
    }

    @Test
    void everySubscriberGetsEveryMessageAndNobodyIsAsGood() throws Exception {
        Session session = session();
        Topic topic = session.createTopic(name + "/with space");
        send(session, topic, "to nobody 0");
        MessageConsumer one = session.createConsumer(topic);
        MessageConsumer two = session.createConsumer(topic);
        send(session, topic, "m1", "m2");
        for (MessageConsumer each : List.of(one, two)) {
            Message first = each.receive(SOON);
            assertThat(first.getBody(String.class)).isEqualTo("m1");
            assertThat(first.getJMSDestination()).isEqualTo(topic);
            assertThat(text(each)).isEqualTo("m2");
            assertThat(each.receiveNoWait()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void subscribersThatGoWithTheirSessionOrConnectionHurtNoSender(boolean withConnection) throws Exception {
        Session publishing = session();
        Topic topic = publishing.createTopic(name);
        MessageConsumer steady = session().createConsumer(topic);
        MessageProducer producer = publishing.createProducer(topic);
        CompletableFuture<Void> subscribers = CompletableFuture.runAsync(() -> comeAndGo(topic, withConnection));
        int sent = 0;
        while (!subscribers.isDone()) {
            producer.send(publishing.createTextMessage("m" + sent));
            assertThat(text(steady)).isEqualTo("m" + sent);
            sent++;
        }
        subscribers.get();
        assertThat(sent).isPositive();
    }

    private void comeAndGo(Topic topic, boolean withConnection) {
        try {
            Connection staying = connect();
            for (int i = 0; i < 30; i++) {
                Connection own = withConnection ? factory("").createConnection() : staying;
                own.start();
                Session session = own.createSession();
                session.createConsumer(topic).receive(10);
                session.createConsumer(topic);
                (withConnection ? (AutoCloseable) own : session).close();
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aDurableSubscriptionHasNoneOfTheArgumentsOfQueues() throws Exception {
        Connection connection = connect(
                "?clientId=" + name
                        + "&rabbitmq.queueType=classic&rabbitmq.queueArguments=x-max-priority=5,x-max-length=3,x-expires=60000");
        Session session = connection.createSession();
        Topic topic = session.createTopic(name);
        session.createDurableConsumer(topic, "s").close();
        send(session, topic, "m1", "m2", "m3", "m4", "m5");
        MessageConsumer back = session.createDurableConsumer(topic, "s");
        for (int i = 1; i <= 5; i++) {
            assertThat(text(back)).isEqualTo("m" + i);
        }
    }

    @Test
    void aTopicPermissionThatIsMissingIsASecurityException() throws Exception {
        String user = "u" + System.nanoTime();
        ctl("add_user", user, "secret");
        ctl("set_permissions", user, ".*", ".*", ".*");
        ctl("set_topic_permissions", user, "amq.topic", "^ok[.].*", "^ok[.].*");
        Session session = start(
                        AnyQueue.connectionFactory(url(user, "secret", "")).createConnection())
                .createSession();
        session.createProducer(session.createTopic("ok." + name)).send(session.createMessage());
        assertThatThrownBy(() -> session.createProducer(session.createTopic("bad." + name))
                        .send(session.createMessage()))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("bad." + name);
    }

    @Test
    void aClosedSubscriptionLeavesNoQueueBehind() throws Exception {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(session.createTopic(name));
        assertThat(ctl("list_bindings", "--no-table-headers", "routing_key", "destination_name"))
                .contains(name);
        consumer.close();
        await().untilAsserted(
                        () -> assertThat(ctl("list_bindings", "--no-table-headers", "routing_key", "destination_name"))
                                .doesNotContain(name));
    }

    @Test
    void selectorsAndNoLocalFilterExactly() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Topic topic = session.createTopic(name);
        MessageConsumer even = session.createConsumer(topic, "n = 2 OR n = 4");
        MessageConsumer foreign = session.createConsumer(topic, null, true);
        send(session, topic, "m1", "m2", "m3", "m4");
        send(session(), topic, "x5");
        assertThat(text(even)).isEqualTo("m2");
        assertThat(text(even)).isEqualTo("m4");
        assertThat(even.receiveNoWait()).isNull();
        Message received = foreign.receive(SOON);
        assertThat(received.getBody(String.class)).isEqualTo("x5");
        assertThat(foreign.receiveNoWait()).isNull();
    }

    @Test
    void aDurableSubscriptionKeepsWhatComesWhileNobodyListens() throws Exception {
        Connection connection = connectAs(name);
        Session session = connection.createSession();
        Topic topic = session.createTopic(name);
        session.createDurableConsumer(topic, "s.1 é/").close();
        send(session, topic, "kept 1");
        connection.close();
        send(session(), topic, "kept 2");
        Session later = connectAs(name).createSession();
        MessageConsumer consumer = later.createDurableConsumer(topic, "s.1 é/");
        assertThat(text(consumer)).isEqualTo("kept 1");
        assertThat(text(consumer)).isEqualTo("kept 2");
        assertThatThrownBy(() -> later.unsubscribe("s.1 é/")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> later.createDurableConsumer(topic, "s.1 é/"))
                .isInstanceOf(IllegalStateException.class);
        consumer.close();
        later.unsubscribe("s.1 é/");
        assertThatThrownBy(() -> later.unsubscribe("s.1 é/")).isInstanceOf(InvalidDestinationException.class);
        assertThat(ctl("list_queues", "--no-table-headers", "name")).doesNotContain(name);
    }

    @Test
    void anotherTopicOrSelectorBeginsADurableSubscriptionAnew() throws Exception {
        Session session = connectAs(name).createSession();
        Topic topic = session.createTopic(name);
        Topic other = session.createTopic(name + ".other");
        session.createDurableConsumer(topic, "s").close();
        send(session, topic, "old 1");
        session.createDurableConsumer(topic, "s", "n > 1", false).close();
        send(session, topic, "m1", "m2");
        MessageConsumer consumer = session.createDurableConsumer(topic, "s", "n > 1", false);
        assertThat(text(consumer)).isEqualTo("m2");
        assertThat(consumer.receiveNoWait()).isNull();
        consumer.close();
        send(session, topic, "m3");
        session.createDurableConsumer(topic, "s", "n > 1", true).close();
        MessageConsumer moved = session.createDurableConsumer(other, "s");
        send(session, topic, "lost 5");
        send(session, other, "found 6");
        assertThat(text(moved)).isEqualTo("found 6");
        moved.close();
        session.unsubscribe("s");
    }

    @Test
    void aSharedSubscriptionGivesEachMessageToOneOfItsConsumers() throws Exception {
        Session one = session();
        Session two = session();
        Topic topic = one.createTopic(name);
        MessageConsumer first = one.createSharedConsumer(topic, name);
        MessageConsumer second = two.createSharedConsumer(topic, name);
        assertThatThrownBy(() -> session().createSharedConsumer(topic, name, "n = 1"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("another topic or selector");
        assertThatThrownBy(() -> one.createSharedConsumer(one.createTopic(name + ".other"), name))
                .isInstanceOf(IllegalStateException.class);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            texts.add("m" + i);
        }
        send(one, topic, texts.toArray(String[]::new));
        Set<String> received = new HashSet<>();
        int nothing = 0;
        for (int i = 0; nothing < 2; i++) {
            Message message = (i % 2 == 0 ? first : second).receiveNoWait();
            nothing = message == null ? nothing + 1 : 0;
            if (message != null) {
                assertThat(received.add(message.getBody(String.class))).isTrue();
            }
        }
        assertThat(received).containsExactlyInAnyOrderElementsOf(texts);
        first.close();
        second.close();
        await().untilAsserted(() ->
                assertThat(ctl("list_queues", "--no-table-headers", "name")).doesNotContain(name.replace(".", "%2E")));
        MessageConsumer again = one.createSharedConsumer(topic, name, "n = 1");
        send(one, topic, "m0", "m1");
        assertThat(text(again)).isEqualTo("m1");
    }

    @Test
    void aSharedDurableSubscriptionIsFoundByItsNameFromAnyConnection() throws Exception {
        Session one = session();
        Topic topic = one.createTopic(name);
        one.createSharedDurableConsumer(topic, name).close();
        send(one, topic, "m1", "m2");
        MessageConsumer first = one.createSharedDurableConsumer(topic, name);
        assertThat(text(first)).isEqualTo("m1");
        MessageConsumer second = session().createSharedDurableConsumer(topic, name);
        assertThatThrownBy(() -> session().unsubscribe(name)).isInstanceOf(IllegalStateException.class);
        first.close();
        second.close();
        MessageConsumer third = session().createSharedDurableConsumer(topic, name);
        assertThat(text(third)).isEqualTo("m2");
        third.close();
        await().untilAsserted(() -> one.unsubscribe(name));
    }

    @Test
    void sharedAndUnsharedDurableSubscriptionsHaveOneNameSpace() throws Exception {
        Session session = connectAs(name).createSession();
        Topic topic = session.createTopic(name);
        session.createDurableConsumer(topic, "s").close();
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not shared");
        session.unsubscribe("s");
        session.createSharedDurableConsumer(topic, "s").close();
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s")).isInstanceOf(IllegalStateException.class);
        session.unsubscribe("s");
    }

    @Test
    void aClientIdentifierBelongsToOneConnectionAtATime() throws Exception {
        Connection holder = connectAs(name);
        assertThatThrownBy(() -> connectAs(name))
                .isInstanceOf(InvalidClientIDException.class)
                .hasMessageContaining(name);
        for (int i = 0; i < 20; i++) {
            holder.close();
            holder = connectAs(name);
        }
    }

    @Test
    void anotherExchangeCanCarryTheTopics() throws Exception {
        Session session = connect("?rabbitmq.topicExchange=" + name).createSession();
        Topic topic = session.createTopic("news");
        MessageConsumer here = session.createConsumer(topic);
        MessageConsumer elsewhere = session().createConsumer(topic);
        send(session, topic, "m1");
        Message received = here.receive(SOON);
        assertThat(received.getJMSDestination()).isEqualTo(topic);
        assertThat(elsewhere.receiveNoWait()).isNull();
    }
}
