package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JMSProducer. */
class JmsProducerTests extends ComplianceTest {
    private static final long PATIENCE = Workbench.PATIENCE.toMillis();

    private JMSContext context;
    private JMSProducer producer;

    @BeforeEach
    void open() throws Exception {
        context = jms.context();
        producer = context.createProducer();
    }

    @Test
    @Requirement("7.2-2")
    void everyKindOfBodyIsSent() throws Exception {
        JMSConsumer consumer = context.createConsumer(jms.queue());
        producer.send(jms.queue(), context.createTextMessage("message"));
        producer.send(jms.queue(), "text");
        producer.send(jms.queue(), Map.of("i", 1));
        producer.send(jms.queue(), new byte[] {1, 2});
        assertThat(((TextMessage) consumer.receive(PATIENCE)).getText()).isEqualTo("message");
        assertThat(((TextMessage) consumer.receive(PATIENCE)).getText()).isEqualTo("text");
        assertThat(((MapMessage) consumer.receive(PATIENCE)).getInt("i")).isEqualTo(1);
        assertThat(((BytesMessage) consumer.receive(PATIENCE)).getBody(byte[].class))
                .containsExactly(1, 2);
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement("7.2-2")
    void anObjectIsSent() throws Exception {
        producer.send(jms.queue(), (Serializable) Integer.valueOf(17));
        ObjectMessage received =
                (ObjectMessage) context.createConsumer(jms.queue()).receive(PATIENCE);
        assertThat(received.getObject()).isEqualTo(17);
    }

    @Test
    @Requirement("JMSProducer.send-3")
    void aNullBodyIsAMessageOfItsTypeWithoutBody() throws Exception {
        JMSConsumer consumer = context.createConsumer(jms.queue());
        producer.send(jms.queue(), (String) null);
        producer.send(jms.queue(), (Map<String, Object>) null);
        producer.send(jms.queue(), (byte[]) null);
        assertThat(((TextMessage) consumer.receive(PATIENCE)).getText()).isNull();
        assertThat(((MapMessage) consumer.receive(PATIENCE)).getMapNames().hasMoreElements())
                .isFalse();
        assertThat(((BytesMessage) consumer.receive(PATIENCE)).getBodyLength()).isZero();
    }

    @Test
    @Requirement({"7.5-1", "JMSProducer.setProperty-1"})
    void propertiesArriveAndOverrideTheMessages() throws Exception {
        Message message = context.createTextMessage("a");
        message.setStringProperty("String", "message");
        message.setStringProperty("own", "message");
        withAll().send(jms.queue(), message);
        Message received = context.createConsumer(jms.queue()).receive(PATIENCE);
        assertThat(received.getBooleanProperty("boolean")).isTrue();
        assertThat(received.getByteProperty("byte")).isEqualTo((byte) 1);
        assertThat(received.getShortProperty("short")).isEqualTo((short) 2);
        assertThat(received.getIntProperty("int")).isEqualTo(3);
        assertThat(received.getLongProperty("long")).isEqualTo(4);
        assertThat(received.getFloatProperty("float")).isEqualTo(5f);
        assertThat(received.getDoubleProperty("double")).isEqualTo(6d);
        assertThat(received.getStringProperty("String")).isEqualTo("7");
        assertThat(received.getObjectProperty("Object")).isEqualTo(8);
        assertThat(received.getStringProperty("own")).isEqualTo("message");
    }

    @Test
    @Requirement("JMSProducer.setProperty-1")
    void propertiesAreReadWithConversionsEnumeratedAndCleared() {
        withAll();
        assertThat(producer.getBooleanProperty("boolean")).isTrue();
        assertThat(producer.getByteProperty("byte")).isEqualTo((byte) 1);
        assertThat(producer.getShortProperty("short")).isEqualTo((short) 2);
        assertThat(producer.getIntProperty("byte")).isEqualTo(1);
        assertThat(producer.getLongProperty("int")).isEqualTo(3);
        assertThat(producer.getFloatProperty("float")).isEqualTo(5f);
        assertThat(producer.getDoubleProperty("float")).isEqualTo(5d);
        assertThat(producer.getStringProperty("long")).isEqualTo("4");
        assertThat(producer.getObjectProperty("Object")).isEqualTo(8);
        assertThat(producer.getObjectProperty("nothing")).isNull();
        refused(MessageFormatRuntimeException.class, () -> producer.getIntProperty("boolean"));
        refused(MessageFormatRuntimeException.class, () -> producer.getBooleanProperty("int"));
        assertThat(producer.propertyExists("int")).isTrue();
        assertThat(producer.getPropertyNames()).hasSize(9).contains("int", "Object");
        producer.clearProperties();
        assertThat(producer.propertyExists("int")).isFalse();
        assertThat(producer.getPropertyNames()).isEmpty();
    }

    @Test
    @Requirement("JMSProducer.getPropertyNames-1")
    void theSetOfPropertyNamesFollowsAndCannotBeChanged() {
        producer.setProperty("a", 1);
        Set<String> names = producer.getPropertyNames();
        refused(UnsupportedOperationException.class, () -> names.add("b"));
        refused(UnsupportedOperationException.class, () -> names.remove("a"));
        producer.setProperty("c", 1);
        assertThat(names).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    @Requirement("JMSProducer.setProperty-2")
    void anEmptyNameIsRefused() {
        for (String name : new String[] {null, ""}) {
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, true));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, (byte) 1));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, (short) 1));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, 1));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, 1L));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, 1f));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, 1d));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, "1"));
            refused(IllegalArgumentException.class, () -> producer.setProperty(name, (Object) 1));
        }
    }

    @Test
    @Requirement("JMSProducer.setProperty-3")
    void anObjectOfAnotherClassIsRefused() {
        refused(MessageFormatRuntimeException.class, () -> producer.setProperty("p", List.of()));
        refused(MessageFormatRuntimeException.class, () -> producer.setProperty("p", new byte[1]));
        refused(MessageFormatRuntimeException.class, () -> producer.setProperty("p", new Object()));
    }

    @Test
    @Requirement({"7.6-1", "JMSProducer.setJMSReplyTo-1"})
    void headerFieldsArriveAndOverrideTheMessages() throws Exception {
        assertThat(producer.getJMSCorrelationID()).isNull();
        assertThat(producer.getJMSType()).isNull();
        assertThat(producer.getJMSReplyTo()).isNull();
        Message message = context.createTextMessage("a");
        message.setJMSCorrelationID("message");
        message.setJMSType("message");
        producer.setJMSCorrelationID("producer").setJMSType("producer").setJMSReplyTo(jms.queue());
        assertThat(producer.getJMSCorrelationID()).isEqualTo("producer");
        assertThat(producer.getJMSType()).isEqualTo("producer");
        assertThat(producer.getJMSReplyTo()).isEqualTo(jms.queue());
        producer.send(jms.queue(), message);
        Message received = context.createConsumer(jms.queue()).receive(PATIENCE);
        assertThat(received.getJMSCorrelationID()).isEqualTo("producer");
        assertThat(received.getJMSType()).isEqualTo("producer");
        assertThat(received.getJMSReplyTo()).isEqualTo(jms.queue());
    }

    @Test
    @Requirement({"JMSProducer.setPriority-1", "7.4-1"})
    void settingsHaveTheirDefaultsAndApply() throws Exception {
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(4);
        assertThat(producer.getTimeToLive()).isZero();
        assertThat(producer.getDisableMessageID()).isFalse();
        assertThat(producer.getDisableMessageTimestamp()).isFalse();
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT).setPriority(7).setTimeToLive(3_600_000);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(7);
        assertThat(producer.getTimeToLive()).isEqualTo(3_600_000);
        long before = jms.target().currentTimeMillis();
        producer.send(jms.queue(), "a");
        Message received = context.createConsumer(jms.queue()).receive(PATIENCE);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertSoLongAfter(before, 3_600_000, received.getJMSExpiration());
    }

    @Test
    @Needs(Feature.DELIVERY_DELAY)
    @Requirement("JMSProducer.setPriority-1")
    void theDelayHasItsDefaultAndIsKept() {
        assertThat(producer.getDeliveryDelay()).isZero();
        assertThat(producer.setDeliveryDelay(5).getDeliveryDelay()).isEqualTo(5);
    }

    @Test
    @Requirement("JMSProducer.setPriority-2")
    void settingsThatDoNotExistAreRefused() {
        refusedUnchecked(() -> producer.setDeliveryMode(7));
        refusedUnchecked(() -> producer.setPriority(10));
        refusedUnchecked(() -> producer.setPriority(-1));
    }

    @Test
    @Requirement("7.10-1")
    void settersReturnTheProducer() throws Exception {
        assertThat(producer.setDeliveryMode(1)).isSameAs(producer);
        assertThat(producer.setPriority(1)).isSameAs(producer);
        assertThat(producer.setTimeToLive(0)).isSameAs(producer);
        assertThat(producer.setDisableMessageID(false)).isSameAs(producer);
        assertThat(producer.setDisableMessageTimestamp(false)).isSameAs(producer);
        assertThat(producer.setProperty("p", 1)).isSameAs(producer);
        assertThat(producer.setJMSType("t")).isSameAs(producer);
        assertThat(producer.setJMSCorrelationID("c")).isSameAs(producer);
        assertThat(producer.setJMSReplyTo(jms.queue())).isSameAs(producer);
        assertThat(producer.clearProperties()).isSameAs(producer);
        assertThat(producer.setAsync(null)).isSameAs(producer);
        assertThat(producer.send(jms.queue(), "a")).isSameAs(producer);
    }

    @Test
    @Requirement({"7.3-2", "JMSProducer.setAsync-1"})
    void anAsynchronousProducerReportsCompletion() throws Exception {
        assertThat(producer.getAsync()).isNull();
        Inbox done = jms.inbox();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                done.onMessage(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                jms.violation("An asynchronous send failed", exception);
            }
        };
        producer.setAsync(listener);
        assertThat(producer.getAsync()).isSameAs(listener);
        producer.send(jms.queue(), "text");
        producer.send(jms.queue(), Map.of("i", 1));
        producer.send(jms.queue(), new byte[] {1});
        producer.send(jms.queue(), context.createMessage());
        done.await(4);
        producer.setAsync(null);
        assertThat(producer.getAsync()).isNull();
        producer.send(jms.queue(), "sync");
        assertThat(done.size()).isEqualTo(4);
        assertThat(jms.drain(jms.queue())).hasSize(5);
    }

    private JMSProducer withAll() {
        return producer.setProperty("boolean", true)
                .setProperty("byte", (byte) 1)
                .setProperty("short", (short) 2)
                .setProperty("int", 3)
                .setProperty("long", 4L)
                .setProperty("float", 5f)
                .setProperty("double", 6d)
                .setProperty("String", "7")
                .setProperty("Object", (Object) 8);
    }
}
