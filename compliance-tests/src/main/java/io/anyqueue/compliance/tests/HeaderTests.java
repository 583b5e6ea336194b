package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Header fields that a send or the provider sets. */
class HeaderTests extends ComplianceTest {

    @Test
    @Requirement({"3.4.1-1", "3.4.1-2"})
    void theDestinationIsThatOfTheSend() throws Exception {
        Message message = jms.text("a");
        message.setJMSDestination(jms.newQueue());

        Message received = sent(message);

        assertThat(((Queue) message.getJMSDestination()).getQueueName())
                .isEqualTo(jms.queue().getQueueName());
        assertThat(((Queue) received.getJMSDestination()).getQueueName())
                .isEqualTo(jms.queue().getQueueName());
    }

    @Test
    @Requirement({"3.4.2-1", "3.4.2-2", "7.7-4"})
    void theDeliveryModeIsThatOfTheSend() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        for (int mode : new int[] {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT}) {
            Message message = session.createMessage();
            message.setJMSDeliveryMode(DeliveryMode.PERSISTENT + DeliveryMode.NON_PERSISTENT - mode);
            producer.setDeliveryMode(mode);
            producer.send(message);

            assertThat(message.getJMSDeliveryMode()).isEqualTo(mode);
            assertThat(jms.receive(consumer).getJMSDeliveryMode()).isEqualTo(mode);
        }
    }

    @Test
    @Requirement({"3.4.3-1", "3.4.3-3", "3.4.3-5"})
    void theMessageIdentifierIsGivenByTheProvider() throws Exception {
        Message message = jms.text("a");
        message.setJMSMessageID("ID:mine");

        Message received = sent(message);

        assertThat(message.getJMSMessageID()).isNotEqualTo("ID:mine").startsWith("ID:");
        assertThat(received.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
    }

    @Test
    @Requirement("3.4.3-2")
    void messageIdentifiersAreUnique() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int session = 0; session < 4; session++) {
            Session sending = jms.session();
            MessageProducer producer = sending.createProducer(jms.queue());
            Message again = sending.createMessage();
            for (int i = 0; i < 25; i++) {
                producer.send(again);
                assertThat(ids.add(again.getJMSMessageID())).isTrue();
            }
        }
    }

    @Test
    @Requirement("3.4.3-4")
    void aDisabledMessageIdentifierIsNoneOrNormal() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.setDisableMessageID(true);
        producer.send(session.createMessage());

        String id = jms.receive(session.createConsumer(jms.queue())).getJMSMessageID();

        assertThat(id == null || id.startsWith("ID:")).as("identifier " + id).isTrue();
    }

    @Test
    @Requirement({"3.4.4-1", "3.4.4-3"})
    void theTimestampIsTheTimeOfTheSend() throws Exception {
        Message message = jms.text("a");
        message.setJMSTimestamp(42);
        long before = jms.target().currentTimeMillis();

        Message received = sent(message);

        assertThat(message.getJMSTimestamp()).isBetween(before, jms.target().currentTimeMillis());
        assertThat(received.getJMSTimestamp()).isEqualTo(message.getJMSTimestamp());
    }

    @Test
    @Requirement("3.4.4-2")
    void aDisabledTimestampIsZeroOrNormal() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.setDisableMessageTimestamp(true);
        long before = jms.target().currentTimeMillis();
        producer.send(session.createMessage());

        long timestamp = jms.receive(session.createConsumer(jms.queue())).getJMSTimestamp();

        assertThat(timestamp == 0 || timestamp >= before)
                .as("timestamp " + timestamp)
                .isTrue();
    }

    @Test
    @Requirement({"3.4.7-1", "3.4.7-3", "3.5.11-1"})
    void aFirstDeliveryIsNotMarkedAsRedelivered() throws Exception {
        Message message = jms.text("a");
        message.setJMSRedelivered(true);

        Message received = sent(message);

        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @Test
    @Requirement("3.5.11-4")
    void theDeliveryCountIsNotTakenFromTheSender() throws Exception {
        Message message = jms.text("a");
        try {
            message.setIntProperty("JMSXDeliveryCount", 7);
        } catch (JMSException | IllegalArgumentException e) {
            assertThat(e).as("refusing the property is as good").isNotNull();
        }
        assertThat(sent(message).getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    @Test
    @Needs(Feature.EXPIRY)
    @Requirement({"3.4.9-1", "3.4.9-2", "3.4.9-3"})
    void theExpirationIsTheTimeOfTheSendPlusTheTimeToLive() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        Message message = session.createMessage();
        message.setJMSExpiration(77);
        producer.send(message);
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(jms.receive(consumer).getJMSExpiration()).isZero();

        producer.setTimeToLive(600_000);
        long before = jms.target().currentTimeMillis();
        producer.send(message);
        assertSoLongAfter(before, 600_000, message.getJMSExpiration());
        assertThat(jms.receive(consumer).getJMSExpiration()).isEqualTo(message.getJMSExpiration());
    }

    @Test
    @Requirement({"3.4.10-1", "3.4.10-2"})
    void allTenPrioritiesArrive() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        for (int priority = 0; priority <= 9; priority++) {
            Message message = session.createMessage();
            message.setJMSPriority(9 - priority);
            producer.setPriority(priority);
            producer.send(message);
            assertThat(message.getJMSPriority()).isEqualTo(priority);
            assertThat(jms.receive(consumer).getJMSPriority()).isEqualTo(priority);
        }
    }

    @Test
    @Requirement("3.4.11-1")
    void headerFieldsThatASendSetsAreOverwrittenByIt() throws Exception {
        Message message = jms.text("a");
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(9);
        message.setJMSExpiration(1);
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(1);

        Message received = sent(message);

        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(received.getJMSExpiration()).isZero();
        assertThat(received.getJMSMessageID()).isNotEqualTo("ID:mine");
        assertThat(received.getJMSTimestamp()).isNotEqualTo(1);
    }

    @Test
    @Requirement({"3.4.13-1", "3.4.13-2"})
    void withoutDelayTheDeliveryTimeIsThatOfTheSendOnBothSides() throws Exception {
        Message message = jms.text("a");
        Message received = sent(message);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp());
        assertThat(received.getJMSDeliveryTime()).isEqualTo(message.getJMSDeliveryTime());
    }

    @Test
    @Requirement({"3.4.11-1", "3.4.13-1"})
    void aDeliveryTimeSetOnTheMessageIsOverwrittenByTheSend() throws Exception {
        Message message = jms.text("a");
        message.setJMSDeliveryTime(jms.target().currentTimeMillis() + 3_600_000);
        Message received = sent(message);
        assertThat(received.getJMSDeliveryTime())
                .isLessThanOrEqualTo(jms.target().currentTimeMillis());
    }
}
