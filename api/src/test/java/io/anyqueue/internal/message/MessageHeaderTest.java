package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.destination.JmsQueue;
import io.anyqueue.internal.destination.JmsTopic;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import io.anyqueue.spi.MessageData;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {
    private final JmsMessage message = (JmsMessage) Fixtures.FACTORY.createMessage();

    @Test
    void aNewMessageHasTheDefaults() {
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSDestination()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(4);
        assertThat(message.getJMSRedelivered()).isFalse();
    }

    @Test
    void everyFieldCanBeSetAlsoOnAReceivedMessage() throws JMSException {
        JmsMessage received = Fixtures.transfer(message);
        for (JmsMessage each : List.of(message, received)) {
            each.setJMSMessageID("ID:1");
            each.setJMSTimestamp(1);
            each.setJMSExpiration(2);
            each.setJMSDeliveryTime(3);
            each.setJMSPriority(9);
            each.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
            each.setJMSRedelivered(true);
            each.setJMSType("type");
            each.setJMSCorrelationID("ID:correlation");
            each.setJMSDestination(new JmsQueue("q"));
            each.setJMSReplyTo(new JmsTopic("t"));

            assertThat(each.getJMSMessageID()).isEqualTo("ID:1");
            assertThat(each.getJMSTimestamp()).isEqualTo(1);
            assertThat(each.getJMSExpiration()).isEqualTo(2);
            assertThat(each.getJMSDeliveryTime()).isEqualTo(3);
            assertThat(each.getJMSPriority()).isEqualTo(9);
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(each.getJMSRedelivered()).isTrue();
            assertThat(each.getJMSType()).isEqualTo("type");
            assertThat(each.getJMSCorrelationID()).isEqualTo("ID:correlation");
            assertThat(each.getJMSDestination()).isEqualTo(new JmsQueue("q"));
            assertThat(each.getJMSReplyTo()).isEqualTo(new JmsTopic("t"));
        }
    }

    @Test
    void whatTheProducerWritesIntoTheHeaderShows() throws JMSException {
        message.setJMSDestination(new JmsQueue("old"));

        message.header().destination(Address.topic("new")).messageId("ID:x-", 7).timestamp(5);

        assertThat(message.getJMSDestination()).isEqualTo(new JmsTopic("new"));
        assertThat(message.getJMSMessageID()).isEqualTo("ID:x-7");
        assertThat(message.getJMSTimestamp()).isEqualTo(5);
    }

    @Test
    void aTemporaryDestinationThatWasSetIsGivenBackItself() throws JMSException {
        Destination temporary = JmsDestination.temporary(
                new Address(Kind.TEMPORARY_QUEUE, "t"),
                address -> assertThat(address).isNotNull());

        message.setJMSReplyTo(temporary);
        message.setJMSDestination(temporary);

        assertThat(message.getJMSReplyTo()).isSameAs(temporary);
        assertThat(message.getJMSDestination()).isSameAs(temporary);
    }

    @Test
    void aForeignDestinationIsTakenByName() throws JMSException {
        Queue foreign = () -> "q";

        message.setJMSReplyTo(foreign);

        assertThat(message.getJMSReplyTo()).isEqualTo(new JmsQueue("q"));
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> message.setJMSReplyTo(new Destination() {}));
        message.setJMSReplyTo(null);
        assertThat(message.getJMSReplyTo()).isNull();
    }

    @Test
    void aBinaryCorrelationIdIsCopiedBothWays() {
        byte[] id = {1, 2, (byte) 0xAB};

        message.setJMSCorrelationIDAsBytes(id);
        id[0] = 9;

        assertThat(message.getJMSCorrelationIDAsBytes()).containsExactly(1, 2, 0xAB);
        message.getJMSCorrelationIDAsBytes()[1] = 9;
        assertThat(message.getJMSCorrelationIDAsBytes()).containsExactly(1, 2, 0xAB);
        assertThat(message.getJMSCorrelationID()).isEqualTo("ID:0102AB");
        message.setJMSCorrelationIDAsBytes(null);
        assertThat(message.getJMSCorrelationID()).isNull();
    }

    @Test
    void aTextualCorrelationIdGivesItsUtf8() {
        message.setJMSCorrelationID("größe");

        assertThat(message.getJMSCorrelationIDAsBytes()).isEqualTo("größe".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void deliveryModeAndPriorityAreChecked() {
        assertThatExceptionOfType(JMSException.class)
                .isThrownBy(() -> message.setJMSDeliveryMode(3))
                .withMessage("setJMSDeliveryMode(3): expected 1 (NON_PERSISTENT) or 2 (PERSISTENT)");
        assertThatExceptionOfType(JMSException.class).isThrownBy(() -> message.setJMSPriority(10));
        assertThatExceptionOfType(JMSException.class).isThrownBy(() -> message.setJMSPriority(-1));
    }

    @Test
    void acknowledgeCallsTheSessionWhereThereIsOne() throws JMSException {
        List<String> calls = new ArrayList<>();
        message.acknowledge();

        message.acknowledgeWith(() -> calls.add("acknowledged"));
        message.acknowledge();

        assertThat(calls).containsExactly("acknowledged");
    }

    @Test
    void aSnapshotNeverChanges() throws JMSException {
        TextMessage text = Fixtures.FACTORY.createTextMessage("one");
        text.setIntProperty("n", 1);
        MessageData first = ((JmsMessage) text).snapshot();
        MessageData again = ((JmsMessage) text).snapshot();

        text.setText("two");
        text.setIntProperty("n", 2);
        text.setJMSType("t");

        assertThat(again.body()).isSameAs(first.body());
        JmsMessage received = Fixtures.FACTORY.received(first, 1, false);
        assertThat(received.getBody(String.class)).isEqualTo("one");
        assertThat(received.getIntProperty("n")).isEqualTo(1);
        assertThat(received.getJMSType()).isNull();
    }

    @Test
    void changingAReceivedMessageForgetsWhatItsProviderKeptForForwarding() {
        MessageData data = MessageData.builder().providerData("kept").build();

        JmsMessage forwarded = Fixtures.FACTORY.received(data, 1, false);
        JmsMessage body = Fixtures.FACTORY.received(data, 1, false);
        body.clearBody();
        JmsMessage properties = Fixtures.FACTORY.received(data, 1, false);
        properties.clearProperties();

        assertThat(forwarded.snapshot().providerData()).isEqualTo("kept");
        assertThat(body.snapshot().providerData()).isNull();
        assertThat(properties.snapshot().providerData()).isNull();
    }

    @Test
    void theStringFormShowsNoBody() {
        assertThat(Fixtures.FACTORY.createTextMessage("secret").toString())
                .startsWith("TextMessage")
                .doesNotContain("secret");
    }
}
