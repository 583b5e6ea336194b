package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.SubscriptionStatus;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumers of topics whose connection is dropped: plain, durable, shared, and shared durable. */
class TopicRecoveryTest {
    private final World world = World.create();
    private final Journal journal = new Journal();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    /** The four kinds of subscription. */
    enum Kind {
        PLAIN,
        DURABLE,
        SHARED,
        SHARED_DURABLE;

        MessageConsumer open(Session session, String selector) throws JMSException {
            Topic topic = session.createTopic("t");
            return switch (this) {
                case PLAIN -> session.createConsumer(topic, selector);
                case DURABLE -> session.createDurableConsumer(topic, "s", selector, false);
                case SHARED -> session.createSharedConsumer(topic, "s", selector);
                case SHARED_DURABLE -> session.createSharedDurableConsumer(topic, "s", selector);
            };
        }

        boolean keeps() {
            return this == DURABLE || this == SHARED_DURABLE;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSubscriptionIsThereAgainAfterADrop(Kind kind) throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        MessageConsumer consumer = kind.open(session, null);
        world.publish("t", "1");
        journal.receive(consumer);
        world.dropAndRestore();
        world.publish("t", "2");
        journal.receive(consumer);
        assertThat(journal.texts()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSubscriptionKeepsItsSelectorThroughADrop(Kind kind) throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        MessageConsumer consumer = kind.open(session, "n > 1");
        world.dropAndRestore();
        try (MessageProducer producer = session.createProducer(session.createTopic("t"))) {
            for (int i = 1; i <= 3; i++) {
                Message message = session.createTextMessage(String.valueOf(i));
                message.setIntProperty("n", i);
                producer.send(message);
            }
        }
        journal.receiveAll(consumer);
        assertThat(journal.texts()).containsExactly("2", "3");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyADurableSubscriptionGetsWhatIsPublishedWhileTheConnectionIsDown(Kind kind) throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        MessageConsumer consumer = kind.open(session, null);
        Connection other = world.observer();
        Session publishing = other.createSession();
        MessageProducer producer = publishing.createProducer(publishing.createTopic("t"));
        world.faults().refuseConnections(true);
        assertThat(world.faults().dropConnection("me")).isTrue();
        world.states().awaitLost(1);
        producer.send(publishing.createTextMessage("1"));
        world.faults().refuseConnections(false);
        world.awaitWhileTimePasses(() -> assertThat(world.states().restored()).isEqualTo(1));
        producer.send(publishing.createTextMessage("2"));
        Message last = journal.receiveAll(consumer);
        assertThat(last).isNotNull();
        assertThat(journal.texts()).containsExactly(kind.keeps() ? new String[] {"1", "2"} : new String[] {"2"});
    }

    @ParameterizedTest
    @CsvSource({
        "DURABLE,AUTO",
        "DURABLE,CLIENT",
        "DURABLE,DUPS_OK",
        "DURABLE,INDIVIDUAL",
        "DURABLE,TRANSACTED",
        "SHARED_DURABLE,AUTO",
        "SHARED_DURABLE,CLIENT",
        "SHARED_DURABLE,DUPS_OK",
        "SHARED_DURABLE,INDIVIDUAL",
        "SHARED_DURABLE,TRANSACTED"
    })
    void aDurableSubscriptionLosesNothing(Kind kind, Mode mode) throws JMSException {
        Session session = world.connect("clientId=me").createSession(mode.number());
        MessageConsumer consumer = kind.open(session, null);
        world.publish("t", "1", "2", "3", "4");
        journal.receive(consumer);
        Message second = journal.receive(consumer);
        world.dropAndRestore();
        if (mode == Mode.TRANSACTED) {
            assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        } else if (mode.confirms()) {
            assertThatThrownBy(second::acknowledge).isInstanceOf(JMSException.class);
        }
        Message last;
        do {
            last = journal.receive(consumer);
            mode.confirm(session, last);
        } while (!journal.texts().get(journal.size() - 1).equals("4"));
        journal.assertEachCameInOrder("1", "2", "3", "4");
        journal.assertRepetitionsAreMarked();
        session.close();
        assertThat(status().depth()).isZero();
        assertThat(status().consumers()).isZero();
    }

    @Test
    void noLocalHoldsAcrossADrop() throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        Topic topic = session.createTopic("t");
        MessageConsumer consumer = session.createConsumer(topic, null, true);
        MessageProducer producer = session.createProducer(topic);
        producer.send(session.createTextMessage("own"));
        world.dropAndRestore();
        producer.send(session.createTextMessage("own"));
        world.publish("t", "1");
        journal.receiveAll(consumer);
        assertThat(journal.texts()).containsExactly("1");
    }

    @Test
    void aSharedSubscriptionIsRestoredForAllItsConsumers() throws JMSException {
        Session one = world.connect().createSession();
        Session two = world.connect().createSession();
        MessageConsumer first = Kind.SHARED_DURABLE.open(one, null);
        MessageConsumer second = Kind.SHARED_DURABLE.open(two, null);
        world.faults().dropConnections();
        world.states().awaitRestored(2);
        assertThat(status().consumers()).isEqualTo(2);
        world.publish("t", "1", "2", "3", "4");
        journal.receiveAll(first);
        journal.receiveAll(second);
        assertThat(journal.texts()).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void aDurableSubscriptionThatSomebodyElseHoldsIsRetriedUntilItIsFree() throws JMSException {
        Session session = world.connect("clientId=me").createSession();
        MessageConsumer consumer = Kind.DURABLE.open(session, null);
        world.states().holdRecovery();
        world.faults().dropConnections();
        try (Connection thief =
                AnyQueue.builder(world.broker().url()).clientId("me").build().createConnection()) {
            Kind.DURABLE.open(thief.createSession(), null);
            world.states().letRecover();
            for (int i = 0; i < 5; i++) {
                world.clock().advance(Duration.ofSeconds(20));
            }
            assertThat(world.states().restored()).isZero();
        }
        world.awaitWhileTimePasses(() -> assertThat(world.states().restored()).isEqualTo(1));
        world.publish("t", "1");
        journal.receive(consumer);
    }

    private SubscriptionStatus status() {
        assertThat(world.broker().subscriptions()).hasSize(1);
        return world.broker().subscriptions().get(0);
    }
}
