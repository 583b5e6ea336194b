package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Capability;
import jakarta.jms.Connection;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Selectors on subscriptions, and noLocal, by the client for a broker that lacks them: the same as natively. */
class EmulatedFiltersTest {
    private static final String SELECTOR = "n > 2 AND color = 'red'";

    private final Journal journal = new Journal();
    private final World world = World.with(builder ->
            builder.withoutCapability(Capability.SUBSCRIPTION_SELECTORS).withoutCapability(Capability.NO_LOCAL));
    private final World natural = World.create();

    @AfterEach
    void close() throws JMSException {
        world.close();
        natural.close();
    }

    @ParameterizedTest
    @EnumSource(TopicRecoveryTest.Kind.class)
    void aSubscriptionWithSelectorGetsWhatItWouldGetNatively(TopicRecoveryTest.Kind kind) throws JMSException {
        assertThat(selected(world, kind)).isEqualTo(selected(natural, kind)).containsExactly("4", "6", "8", "10");
    }

    private static List<String> selected(World where, TopicRecoveryTest.Kind kind) throws JMSException {
        Session session = where.connect("clientId=me").createSession();
        MessageConsumer consumer = kind.open(session, SELECTOR);
        publish(session, 10);
        Journal got = new Journal();
        got.receiveAll(consumer);
        return got.texts();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void anotherNoLocalMakesADurableSubscriptionAnewAsNatively(boolean emulated) throws JMSException {
        Session session = (emulated ? world : natural).connect("clientId=me").createSession();
        Topic topic = session.createTopic("t");
        session.createDurableConsumer(topic, "s", null, true).close();
        publish(session, 1);
        session.createDurableConsumer(topic, "s", null, true).close();
        publish(session, 2);
        MessageConsumer changed = session.createDurableConsumer(topic, "s", null, false);
        assertThat(changed.receiveNoWait()).isNull();
        publish(session, 3);
        journal.receiveAll(changed);
        assertThat(journal.texts()).containsExactly("1", "2", "3");
        changed.close();
        publish(session, 4);
        assertThat(session.createDurableConsumer(topic, "s", null, true).receiveNoWait())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void anotherSelectorMakesADurableSubscriptionAnewAsNatively(boolean emulated) throws JMSException {
        Session session = (emulated ? world : natural).connect("clientId=me").createSession();
        Topic topic = session.createTopic("t");
        session.createDurableConsumer(topic, "s", "n < 3", false).close();
        publish(session, 5);
        MessageConsumer same = session.createDurableConsumer(topic, "s", "n < 3", false);
        journal.receiveAll(same);
        assertThat(journal.texts()).containsExactly("1", "2");
        same.close();
        publish(session, 5);
        MessageConsumer changed = session.createDurableConsumer(topic, "s", "n > 0", false);
        assertThat(changed.receiveNoWait()).isNull();
        changed.close();
        session.unsubscribe("s");
    }

    @Test
    void aSharedSubscriptionInUseRefusesAnotherEmulatedSelector() throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        Topic topic = session.createTopic("t");
        session.createSharedConsumer(topic, "s", "n = 1");
        session.createSharedConsumer(topic, "s", "n = 1");
        assertThatThrownBy(() -> session.createSharedConsumer(topic, "s", "n = 2"))
                .isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "200"})
    void receiveNoWaitLooksPastEverythingThatDoesNotMatch(int prefetch) throws JMSException {
        Session session = world.connect("prefetch=" + prefetch).createSession();
        MessageConsumer consumer = session.createConsumer(session.createTopic("t"), "n = 50");
        publish(session, 60);
        journal.note(consumer.receiveNoWait());
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(journal.texts()).containsExactly("50");
    }

    @Test
    void aBlockedReceiveIsNotWokenByWhatDoesNotMatch() throws Exception {
        Session session = world.connect("prefetch=1").createSession();
        MessageConsumer consumer = session.createConsumer(session.createTopic("t"), "n = 50");
        CompletableFuture<Message> waiting = Background.call(consumer::receive);
        Session publishing = world.connect().createSession();
        publish(publishing, 60);
        journal.note(Background.get(waiting));
        assertThat(journal.texts()).containsExactly("50");
    }

    @Test
    void aListenerGetsOnlyWhatMatchesThroughASmallPrefetch() throws JMSException {
        Session session = world.connect("prefetch=2").createSession();
        MessageConsumer consumer = session.createConsumer(session.createTopic("t"), SELECTOR);
        consumer.setMessageListener(message -> {
            try {
                journal.note(message);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        publish(world.connect().createSession(), 40);
        World.await(() -> assertThat(journal.texts()).contains("40"));
        assertThat(journal.size()).isEqualTo(19);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatDoesNotMatchLeavesADurableSubscriptionInEveryMode(Mode mode) throws JMSException {
        Session session = world.connect("clientId=me").createSession(mode.number());
        MessageConsumer consumer = session.createDurableConsumer(session.createTopic("t"), "s", SELECTOR, false);
        publish(world.observer().createSession(), 10);
        for (int i = 0; i < 4; i++) {
            mode.confirm(session, journal.receive(consumer));
        }
        assertThat(consumer.receiveNoWait()).isNull();
        session.close();
        assertThat(journal.texts()).containsExactly("4", "6", "8", "10");
        assertThat(world.broker().subscriptions().get(0).depth()).isZero();
    }

    @Test
    void rollbackRepeatsOnlyWhatMatches() throws JMSException {
        Session session = world.connect("clientId=me").createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createDurableConsumer(session.createTopic("t"), "s", SELECTOR, false);
        publish(world.observer().createSession(), 6);
        journal.receiveAll(consumer);
        session.rollback();
        journal.receiveAll(consumer);
        session.commit();
        assertThat(journal.texts()).containsExactly("4", "6", "4", "6");
        journal.assertRepetitionsAreMarked();
    }

    @Test
    void anInvalidSelectorIsRefusedAsUsual() throws JMSException {
        Session session = world.connect().createSession();
        assertThatThrownBy(() -> session.createConsumer(session.createTopic("t"), "n >"))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void noLocalLeavesOutExactlyWhatTheConnectionPublished() throws JMSException {
        Connection own = world.connect();
        Session session = own.createSession();
        Topic topic = session.createTopic("t");
        MessageConsumer without = session.createConsumer(topic, null, true);
        MessageConsumer with = session.createConsumer(topic, null, false);
        MessageProducer here = own.createSession().createProducer(topic);
        here.send(session.createTextMessage("own"));
        world.publish("t", "other");
        journal.receiveAll(without);
        assertThat(journal.texts()).containsExactly("other");
        Journal all = new Journal();
        all.receiveAll(with);
        assertThat(all.texts()).containsExactly("own", "other");
    }

    @Test
    void aForwardedMessageCountsAsPublishedByItsLastSender() throws JMSException {
        Connection own = world.connect();
        Session session = own.createSession();
        MessageConsumer consumer = session.createConsumer(session.createTopic("t"), null, true);
        Session other = world.connect().createSession();
        MessageConsumer forwarding = other.createConsumer(other.createTopic("in"));
        session.createProducer(session.createTopic("in")).send(session.createTextMessage("1"));
        Message received = forwarding.receive(World.LIMIT_MILLIS);
        other.createProducer(other.createTopic("t")).send(received);
        journal.receiveAll(consumer);
        assertThat(journal.texts()).containsExactly("1");
    }

    @Test
    void theMarkOfEmulationIsNotSeenByTheApplication() throws JMSException {
        Session session = world.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createTopic("t"));
        Message sent = session.createTextMessage("1");
        sent.setStringProperty("mine", "x");
        session.createProducer(session.createTopic("t")).send(sent);
        Message received = consumer.receive(World.LIMIT_MILLIS);
        assertThat(names(received)).containsExactlyInAnyOrder("mine", "JMSXDeliveryCount");
        assertThat(names(sent)).containsExactly("mine");
    }

    @Test
    void filtersHoldAcrossADrop() throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        Topic topic = session.createTopic("t");
        MessageConsumer consumer = session.createDurableConsumer(topic, "s", SELECTOR, true);
        world.dropAndRestore();
        publish(session, 4);
        publish(world.connect().createSession(), 6);
        journal.receiveAll(consumer);
        assertThat(journal.texts()).containsExactly("4", "6");
    }

    private static List<String> names(Message message) throws JMSException {
        Enumeration<?> names = message.getPropertyNames();
        List<String> all = new ArrayList<>();
        while (names.hasMoreElements()) {
            all.add((String) names.nextElement());
        }
        return all;
    }

    /** Publishes texts from 1, each with its number; the even ones are red. */
    private static void publish(Session session, int count) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createTopic("t"))) {
            for (int i = 1; i <= count; i++) {
                Message message = session.createTextMessage(String.valueOf(i));
                message.setIntProperty("n", i);
                message.setStringProperty("color", i % 2 == 0 ? "red" : "blue");
                producer.send(message);
            }
        }
    }
}
