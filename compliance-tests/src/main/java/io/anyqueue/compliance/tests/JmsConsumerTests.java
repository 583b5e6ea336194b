package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JMSConsumer, and receiving bodies. */
class JmsConsumerTests extends ComplianceTest {
    private static final long PATIENCE = Workbench.PATIENCE.toMillis();

    @Test
    @Requirement("8.6-1")
    void bodiesAreReceivedAsTheirTypeOrOneAbove() throws Exception {
        JMSContext context = jms.context();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.createProducer().send(jms.queue(), "a").send(jms.queue(), "b").send(jms.queue(), "c");
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("a");
        assertThat(consumer.receiveBody(Object.class, PATIENCE)).isEqualTo("b");
        assertThat(consumer.receiveBody(CharSequence.class).toString()).isEqualTo("c");
        context.createProducer().send(jms.queue(), Map.of("i", 1)).send(jms.queue(), new byte[] {1});
        assertThat((Object) consumer.receiveBody(Map.class, PATIENCE)).isEqualTo(Map.of("i", 1));
        assertThat(consumer.receiveBody(byte[].class, PATIENCE)).containsExactly(1);
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
        assertThat(consumer.receiveBody(String.class, 10)).isNull();
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement("8.6-1")
    void anObjectIsReceivedAsItsTypeOrOneAbove() throws Exception {
        JMSContext context = jms.context();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        for (Class<?> type : new Class<?>[] {Integer.class, Number.class, Serializable.class}) {
            context.createProducer().send(jms.queue(), (Serializable) Integer.valueOf(17));
            assertThat(consumer.receiveBody(type, PATIENCE)).isEqualTo(17);
        }
    }

    @Test
    @Requirement("8.6-2")
    void aBodyOfAnotherTypeIsRefused() throws Exception {
        JMSContext context = jms.context(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.createProducer().send(jms.queue(), "text").send(jms.queue(), context.createStreamMessage());
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class, PATIENCE));
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Object.class, PATIENCE));
    }

    @Test
    @Requirement("8.6-2")
    void aMessageWithoutBodyIsRefused() throws Exception {
        JMSContext context = jms.context(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.createProducer()
                .send(jms.queue(), context.createMessage())
                .send(jms.queue(), context.createTextMessage());
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(String.class, PATIENCE));
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(String.class, PATIENCE));
    }

    @Test
    @Requirement({"8.6-3", "8.6-4"})
    void inAutoAndDupsOkARefusedBodyIsDeliveredNextAndNotRedelivered() throws Exception {
        for (int mode : new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE}) {
            JMSContext context = jms.context(mode);
            JMSConsumer consumer = context.createConsumer(jms.queue());
            jms.send(jms.queue(), "a", "b");
            refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, PATIENCE));
            Message message = consumer.receive(PATIENCE);
            assertThat(message.getBody(String.class)).isEqualTo("a");
            assertThat(message.getJMSRedelivered()).isFalse();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
            assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("b");
            context.close();
        }
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement("8.6-3")
    void inAutoABodyCanBeRefusedAgainAndAgain() throws Exception {
        JMSContext context = jms.context();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        jms.send(jms.queue(), "a", "b");
        for (int i = 0; i < 3; i++) {
            refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, PATIENCE));
        }
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("a");
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("b");
    }

    @Test
    @Requirement("8.6-5")
    void inClientAcknowledgeARefusedBodyComesAgainAfterRecover() throws Exception {
        JMSContext context = jms.context(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(jms.queue());
        jms.send(jms.queue(), "a", "b");
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, PATIENCE));
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("b");
        context.recover();
        Message again = consumer.receive(PATIENCE);
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement("8.6-6")
    void inATransactionARefusedBodyComesAgainAfterRollback() throws Exception {
        JMSContext context = jms.context(JMSContext.SESSION_TRANSACTED);
        JMSConsumer consumer = context.createConsumer(jms.queue());
        jms.send(jms.queue(), "a", "b");
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, PATIENCE));
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("b");
        context.rollback();
        Message again = consumer.receive(PATIENCE);
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        context.commit();
    }

    @Test
    @Requirement("JMSConsumer.getMessageSelector-1")
    void aConsumerTellsItsListener() throws Exception {
        JMSConsumer consumer = jms.context().createConsumer(jms.queue());
        assertThat(consumer.getMessageListener()).isNull();
        Inbox inbox = jms.inbox();
        consumer.setMessageListener(inbox);
        assertThat(consumer.getMessageListener()).isSameAs(inbox);
    }

    @Test
    @Requirement("JMSConsumer.getMessageSelector-1")
    void aConsumerTellsItsSelector() throws Exception {
        assertThat(jms.context().createConsumer(jms.queue()).getMessageSelector())
                .isNull();
        if (jms.claims(Feature.QUEUE_SELECTORS)) {
            assertThat(jms.context().createConsumer(jms.queue(), "a = 1").getMessageSelector())
                    .isEqualTo("a = 1");
        }
    }

    @Test
    @Requirement("JMSConsumer.close-1")
    void aClosedConsumerRefusesEverything() throws Exception {
        JMSConsumer consumer = jms.context().createConsumer(jms.queue());
        consumer.close();
        consumer.close();
        refused(IllegalStateRuntimeException.class, consumer::receive);
        refused(IllegalStateRuntimeException.class, consumer::receiveNoWait);
        refused(IllegalStateRuntimeException.class, () -> consumer.receive(10));
        refused(IllegalStateRuntimeException.class, () -> consumer.receiveBody(String.class));
        refused(IllegalStateRuntimeException.class, consumer::getMessageSelector);
        refused(IllegalStateRuntimeException.class, () -> consumer.setMessageListener(message -> {}));
    }
}
