package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Producers of the classic API: their settings, their sends, time to live, delay and priority. */
class ProducerTests extends ComplianceTest {
    private static final long HOUR = 3_600_000;

    @Test
    @Requirement("7.2-1")
    void everySynchronousSendSends() throws Exception {
        Session session = jms.session();
        Queue queue = jms.queue();
        MessageProducer named = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);

        named.send(session.createTextMessage("1"));
        named.send(session.createTextMessage("2"), DeliveryMode.NON_PERSISTENT, 4, HOUR);
        anonymous.send(queue, session.createTextMessage("3"));
        anonymous.send(queue, session.createTextMessage("4"), DeliveryMode.NON_PERSISTENT, 4, HOUR);

        assertThat(jms.drain(queue)).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    @Requirement({"7.4-2", "7.8-1", "3.4.9-1"})
    void argumentsOfASendOverrideTheProducer() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.setPriority(1);
        producer.setTimeToLive(HOUR);
        long before = jms.target().currentTimeMillis();
        producer.send(session.createMessage(), DeliveryMode.NON_PERSISTENT, 8, 2 * HOUR);

        Message received = jms.receive(session.createConsumer(jms.queue()));

        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(8);
        assertSoLongAfter(before, 2 * HOUR, received.getJMSExpiration());
    }

    @Test
    @Requirement("7.4-1")
    void settingsOfTheProducerApplyToItsSends() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.setPriority(2);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setTimeToLive(HOUR);
        long before = jms.target().currentTimeMillis();
        producer.send(session.createMessage());

        Message received = jms.receive(session.createConsumer(jms.queue()));

        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(2);
        assertSoLongAfter(before, HOUR, received.getJMSExpiration());
    }

    @Test
    @Requirement("7.1-1")
    void aProducerWithoutDestinationTakesOneWithEachSend() throws Exception {
        Session session = jms.session();
        MessageProducer anonymous = session.createProducer(null);
        Queue other = jms.newQueue();
        anonymous.send(jms.queue(), session.createTextMessage("a"));
        anonymous.send(other, session.createTextMessage("b"));
        assertThat(jms.drain(jms.queue())).containsExactly("a");
        assertThat(jms.drain(other)).containsExactly("b");
    }

    @Test
    @Requirement("MessageProducer.getDestination-1")
    void aProducerTellsItsDestination() throws Exception {
        Session session = jms.session();
        assertThat(session.createProducer(jms.queue()).getDestination()).isEqualTo(jms.queue());
        assertThat(session.createProducer(null).getDestination()).isNull();
    }

    @Test
    @Requirement("MessageProducer.setDeliveryMode-1")
    void deliveryModeHasItsDefault() throws Exception {
        MessageProducer producer = jms.session().createProducer(jms.queue());
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    }

    @Test
    @Requirement("MessageProducer.setPriority-1")
    void priorityHasItsDefault() throws Exception {
        MessageProducer producer = jms.session().createProducer(jms.queue());
        assertThat(producer.getPriority()).isEqualTo(4);
        producer.setPriority(9);
        assertThat(producer.getPriority()).isEqualTo(9);
    }

    @Test
    @Requirement({"MessageProducer.setTimeToLive-1", "MessageProducer.setDisable-1"})
    void otherSettingsHaveTheirDefaults() throws Exception {
        MessageProducer producer = jms.session().createProducer(jms.queue());
        assertThat(producer.getTimeToLive()).isZero();
        producer.setTimeToLive(5);
        assertThat(producer.getTimeToLive()).isEqualTo(5);
        assertThat(producer.getDisableMessageID()).isFalse();
        assertThat(producer.getDisableMessageTimestamp()).isFalse();
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        assertThat(producer.getDisableMessageID()).isTrue();
        assertThat(producer.getDisableMessageTimestamp()).isTrue();
    }

    @Test
    @Needs(Feature.DELIVERY_DELAY)
    @Requirement("MessageProducer.setDeliveryDelay-1")
    void deliveryDelayHasItsDefault() throws Exception {
        MessageProducer producer = jms.session().createProducer(jms.queue());
        assertThat(producer.getDeliveryDelay()).isZero();
        producer.setDeliveryDelay(5);
        assertThat(producer.getDeliveryDelay()).isEqualTo(5);
    }

    @Test
    @Requirement("MessageProducer.setPriority-2")
    void settingsThatDoNotExistAreRefused() throws Exception {
        MessageProducer producer = jms.session().createProducer(jms.queue());
        refused(() -> producer.setDeliveryMode(3));
        refused(() -> producer.setDeliveryMode(-1));
        refused(() -> producer.setPriority(10));
        refused(() -> producer.setPriority(-1));
    }

    @Test
    @Requirement("MessageProducer.send-4")
    void sendsWithWrongArgumentsAreRefused() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        refused(() -> producer.send(session.createMessage(), 7, 4, 0));
        refused(() -> producer.send(session.createMessage(), DeliveryMode.PERSISTENT, 10, 0));
        refused(() -> producer.send(session.createMessage(), DeliveryMode.PERSISTENT, -1, 0));
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Tag("slow")
    @Needs(Feature.EXPIRY)
    @Requirement({"7.8-1", "3.4.9-4"})
    void anExpiredMessageIsNotDelivered() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.send(session.createTextMessage("short"), DeliveryMode.PERSISTENT, 4, 60);
        producer.send(session.createTextMessage("long"), DeliveryMode.PERSISTENT, 4, HOUR);

        jms.target().advance(Duration.ofMillis(300));

        assertThat(jms.drain(jms.queue())).containsExactly("long");
    }

    @Test
    @Tag("slow")
    @Needs({Feature.EXPIRY, Feature.TRANSACTIONS})
    @Requirement("3.4.9-5")
    void theExpirationCountsFromTheSendNotTheCommit() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        session.createProducer(jms.queue()).send(session.createTextMessage("a"), DeliveryMode.PERSISTENT, 4, 60);
        jms.target().advance(Duration.ofMillis(300));
        session.commit();

        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Tag("slow")
    @Needs(Feature.DELIVERY_DELAY)
    @Requirement({"7.9-1", "3.4.13-1", "3.4.13-2", "3.4.13-3"})
    void aDelayedMessageComesAtItsTime() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        producer.setDeliveryDelay(700);
        Message message = session.createTextMessage("delayed");
        long before = jms.target().currentTimeMillis();
        producer.send(message);
        assertSoLongAfter(before, 700, message.getJMSDeliveryTime());

        // On a slow machine it may be time already, but never too early.
        Message received = consumer.receiveNoWait();
        if (received == null) {
            jms.target().advance(Duration.ofMillis(700));
            received = jms.receive(consumer);
        }
        assertThat(jms.target().currentTimeMillis()).isGreaterThanOrEqualTo(message.getJMSDeliveryTime());
        assertThat(received.getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    @Needs(Feature.DELIVERY_DELAY)
    @Requirement({"7.9-1", "3.4.13-3"})
    void aDelayedMessageIsOvertakenByAPromptOne() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        producer.setDeliveryDelay(HOUR);
        producer.send(session.createTextMessage("delayed"));
        producer.setDeliveryDelay(0);
        producer.send(session.createTextMessage("prompt"));
        assertThat(jms.receiveText(consumer)).isEqualTo("prompt");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    @Tag("slow")
    @Needs({Feature.DELIVERY_DELAY, Feature.TRANSACTIONS})
    @Requirement("3.4.13-4")
    void theDelayCountsFromTheSendNotTheCommit() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.queue());
        producer.setDeliveryDelay(200);
        Message message = session.createTextMessage("a");
        producer.send(message);
        long deliveryTime = message.getJMSDeliveryTime();
        jms.target().advance(Duration.ofMillis(300));
        session.commit();

        Message received = jms.receive(jms.session().createConsumer(jms.queue()));
        assertThat(received.getJMSDeliveryTime()).isEqualTo(deliveryTime);
    }

    @Test
    @Tag("slow")
    @Needs({Feature.DELIVERY_DELAY, Feature.TOPICS})
    @Requirement("7.9-2")
    void aDelayedMessageGoesToSubscriptionsThatExistWhenItIsSent() throws Exception {
        Session session = jms.session();
        MessageConsumer before = session.createConsumer(jms.topic());
        MessageProducer producer = session.createProducer(jms.topic());
        producer.setDeliveryDelay(300);
        producer.send(session.createTextMessage("delayed"));
        MessageConsumer after = session.createConsumer(jms.topic());

        jms.target().advance(Duration.ofMillis(300));

        assertThat(jms.receiveText(before)).isEqualTo("delayed");
        assertThat(jms.receiveAll(after, jms.topic())).isEmpty();
    }

    @Test
    @Needs(Feature.PRIORITY)
    @Requirement("3.4.10-3")
    void expeditedMessagesOvertakeWaitingNormalOnes() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        for (int priority : new int[] {1, 9, 4, 7}) {
            producer.send(session.createTextMessage("p" + priority), DeliveryMode.PERSISTENT, priority, 0);
        }
        MessageConsumer consumer = session.createConsumer(jms.queue());
        var texts = jms.receiveTexts(consumer, 4);
        assertThat(Set.copyOf(texts.subList(0, 2))).isEqualTo(Set.of("p9", "p7"));
    }
}
