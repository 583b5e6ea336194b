package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.inmemory.InMemoryOptions;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit on failed deliveries, the broker's or the client's: after that many the message is a dead letter that says why. */
class DeliveryLimitTest {
    private static final int LIMIT = 3;

    private World world;

    /** Whose limit it is. */
    enum Limited {
        BY_THE_BROKER,
        BY_THE_CLIENT
    }

    private Connection connect(Limited limited) throws JMSException {
        world = World.with(builder -> {
            builder.option(InMemoryOptions.DEAD_LETTER_QUEUE, "dead");
            return limited == Limited.BY_THE_BROKER ? builder.option(InMemoryOptions.MAX_DELIVERIES, LIMIT) : builder;
        });
        return limited == Limited.BY_THE_CLIENT ? world.connect("deliveryLimit=" + LIMIT) : world.connect();
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    private static MessageConsumer filled(Session session, String... texts) throws JMSException {
        for (String each : texts) {
            session.createProducer(session.createQueue("q")).send(session.createTextMessage(each));
        }
        if (session.getTransacted()) {
            session.commit();
        }
        return session.createConsumer(session.createQueue("q"));
    }

    private void assertDeadLetter() throws JMSException {
        Session session = world.connect().createSession();
        Message letter = session.createConsumer(session.createQueue("dead")).receive(World.LIMIT_MILLIS);
        assertThat(letter.getBody(String.class)).isEqualTo("poison");
        assertThat(letter.getStringProperty("JMS_AnyQueue_OriginalDestination")).isEqualTo("q");
        assertThat(letter.getStringProperty("JMS_AnyQueue_DeadLetterReason")).isEqualTo("delivery limit");
        assertThat(letter.getIntProperty("JMS_AnyQueue_DeliveryCount")).isEqualTo(LIMIT);
        assertThat(world.broker().queue("dead").depth()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWhoseListenerThrowsEachTimeBecomesADeadLetter(Limited limited) throws JMSException {
        MessageConsumer consumer = filled(connect(limited).createSession(), "poison", "next");
        List<String> given = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(message -> {
            try {
                given.add(message.getBody(String.class) + ' ' + message.getIntProperty("JMSXDeliveryCount"));
            } catch (JMSException e) {
                given.add(String.valueOf(e));
            }
            if (given.get(given.size() - 1).startsWith("poison")) {
                throw new IllegalStateException("as part of the test");
            }
        });
        world.awaitWhileTimePasses(() -> assertThat(given).contains("next 1"));
        assertThat(given).containsExactly("poison 1", "poison 2", "poison 3", "next 1");
        assertDeadLetter();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsRolledBackEachTimeBecomesADeadLetter(Limited limited) throws JMSException {
        Session session = connect(limited).createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = filled(session, "poison", "next");
        for (int i = 0; i < LIMIT; i++) {
            assertThat(World.receiveText(consumer)).isEqualTo("poison");
            session.rollback();
        }
        assertThat(World.receiveText(consumer)).isEqualTo("next");
        session.commit();
        assertDeadLetter();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsRecoveredEachTimeBecomesADeadLetter(Limited limited) throws JMSException {
        Session session = connect(limited).createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = filled(session, "poison", "next");
        for (int i = 0; i < LIMIT; i++) {
            assertThat(World.receiveText(consumer)).isEqualTo("poison");
            session.recover();
        }
        assertThat(World.receiveText(consumer)).isEqualTo("next");
        assertDeadLetter();
    }

    @ParameterizedTest
    @EnumSource
    void failuresInOneSessionAndThenInAnotherCountTogether(Limited limited) throws JMSException {
        Connection connection = connect(limited);
        Session first = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = filled(first, "poison", "next");
        consumer.receive(World.LIMIT_MILLIS);
        first.rollback();
        consumer.receive(World.LIMIT_MILLIS);
        first.close();
        Session second = connection.createSession(true, Session.SESSION_TRANSACTED);
        consumer = second.createConsumer(second.createQueue("q"));
        Message last = consumer.receive(World.LIMIT_MILLIS);
        assertThat(last.getBody(String.class)).isEqualTo("poison");
        assertThat(last.getIntProperty("JMSXDeliveryCount")).isEqualTo(LIMIT);
        second.rollback();
        assertThat(World.receiveText(consumer)).isEqualTo("next");
        assertDeadLetter();
    }

    @Test
    void theSmallerOfTwoLimitsCounts() throws JMSException {
        world = World.with(builder -> builder.option(InMemoryOptions.DEAD_LETTER_QUEUE, "dead")
                .option(InMemoryOptions.MAX_DELIVERIES, LIMIT));
        for (int clients = 1; clients <= 2 * LIMIT; clients++) {
            Session session = world.connect("deliveryLimit=" + clients).createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = filled(session, "poison");
            int given = 0;
            for (Message each = consumer.receive(World.LIMIT_MILLIS); each != null; each = consumer.receiveNoWait()) {
                given++;
                session.rollback();
            }
            assertThat(given).isEqualTo(Math.min(clients, LIMIT));
        }
        assertThat(world.broker().queue("dead").depth()).isEqualTo(2 * LIMIT);
    }
}
