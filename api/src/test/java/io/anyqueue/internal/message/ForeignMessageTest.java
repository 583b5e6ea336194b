package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anyqueue.internal.destination.JmsQueue;
import io.anyqueue.spi.Address;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Foreign messages are played by proxies, which are of no class of ours. */
class ForeignMessageTest {
    private final Map<String, Object> overridden = new HashMap<>();

    @Test
    void ourOwnMessageIsSentAsItIs() throws JMSException {
        Message ours = Fixtures.FACTORY.createTextMessage("x");

        assertThat(Fixtures.FACTORY.adopt(ours)).isSameAs(ours);
    }

    @Test
    void propertiesAndHeadersAreCopied() throws JMSException {
        Message original = Fixtures.FACTORY.createMessage();
        original.setJMSType("type");
        original.setJMSCorrelationID("c");
        original.setJMSReplyTo(new JmsQueue("replies"));
        original.setIntProperty("n", 1);
        original.setStringProperty("JMSXGroupID", "g");

        JmsMessage copy = Fixtures.FACTORY.adopt(foreign(Message.class, original));

        assertThat(copy).isNotSameAs(original).isInstanceOf(JmsPlainMessage.class);
        assertThat(copy.getJMSType()).isEqualTo("type");
        assertThat(copy.getJMSCorrelationID()).isEqualTo("c");
        assertThat(copy.getJMSReplyTo()).isEqualTo(new JmsQueue("replies"));
        assertThat(copy.getObjectProperty("n")).isEqualTo(1);
        assertThat(copy.getStringProperty("JMSXGroupID")).isEqualTo("g");
        copy.setIntProperty("more", 2);
    }

    @Test
    void whatItsProviderSetIsNotCopiedAndOddNamesAre() throws JMSException {
        Map<String, Object> properties = Map.of("JMSXDeliveryCount", 3, "JMSXUserID", "u", "X-B3-TraceId", "t");
        overridden.put("getPropertyNames", Collections.enumeration(properties.keySet()));
        overridden.put("getObjectProperty", "t");

        JmsMessage copy = Fixtures.FACTORY.adopt(foreign(Message.class, Fixtures.FACTORY.createMessage()));

        assertThat(Collections.list(copy.getPropertyNames())).containsExactly("X-B3-TraceId");
    }

    @Test
    void aPropertyOfNoJmsTypeIsRefused() {
        overridden.put("getPropertyNames", Collections.enumeration(List.of("p")));
        overridden.put("getObjectProperty", List.of());

        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> Fixtures.FACTORY.adopt(foreign(Message.class, Fixtures.FACTORY.createMessage())));
    }

    @Test
    void aReplyDestinationThatIsNoneIsLeftOut() throws JMSException {
        overridden.put("getJMSReplyTo", new Destination() {});

        JmsMessage copy = Fixtures.FACTORY.adopt(foreign(Message.class, Fixtures.FACTORY.createMessage()));

        assertThat(copy.getJMSReplyTo()).isNull();
    }

    @Test
    void aForeignReplyQueueIsTakenByName() throws JMSException {
        overridden.put("getJMSReplyTo", (Queue) () -> "q");

        JmsMessage copy = Fixtures.FACTORY.adopt(foreign(Message.class, Fixtures.FACTORY.createMessage()));

        assertThat(copy.header().replyTo()).isEqualTo(Address.queue("q"));
    }

    @Test
    void textsAreCopied() throws JMSException {
        for (String text : new String[] {"text", null}) {
            Message foreign = foreign(TextMessage.class, Fixtures.FACTORY.createTextMessage(text));

            assertThat(Fixtures.transfer(Fixtures.FACTORY.adopt(foreign)).getBody(String.class))
                    .isEqualTo(text);
        }
    }

    @Test
    void bytesAreCopiedFromTheBeginningWhereverTheReaderIs() throws JMSException {
        BytesMessage original = Fixtures.FACTORY.createBytesMessage();
        original.writeInt(1);
        original.writeInt(2);
        BytesMessage foreign = foreign(BytesMessage.class, original);

        assertThat(Fixtures.FACTORY.adopt(foreign).getBody(byte[].class)).containsExactly(0, 0, 0, 1, 0, 0, 0, 2);
        foreign.readInt();
        assertThat(Fixtures.FACTORY.adopt(foreign).getBody(byte[].class)).hasSize(8);
        assertThat(foreign.readInt()).isEqualTo(1);
    }

    @Test
    void noBytesAreCopiedAsNone() throws JMSException {
        Message foreign = foreign(BytesMessage.class, Fixtures.FACTORY.createBytesMessage());

        assertThat(Fixtures.FACTORY.adopt(foreign).getBody(byte[].class)).isNull();
    }

    @Test
    void bytesAreCopiedToTheirEndWhateverTheirLengthIsSaidToBe() throws JMSException {
        byte[] content = new byte[10_000];
        content[9_999] = 7;
        BytesMessage original = Fixtures.FACTORY.createBytesMessage();
        original.writeBytes(content);
        overridden.put("getBodyLength", 0L);

        JmsMessage copy = Fixtures.FACTORY.adopt(foreign(BytesMessage.class, original));

        assertThat(copy.getBody(byte[].class)).isEqualTo(content);
    }

    @Test
    void mapsAreCopied() throws JMSException {
        MapMessage original = Fixtures.FACTORY.createMapMessage();
        original.setInt("a", 1);
        original.setBytes("b", new byte[] {2});
        original.setString("c", null);

        MapMessage copy = (MapMessage) Fixtures.FACTORY.adopt(foreign(MapMessage.class, original));

        assertThat(copy.getObject("a")).isEqualTo(1);
        assertThat(copy.getBytes("b")).containsExactly(2);
        assertThat(copy.itemExists("c")).isTrue();
    }

    @Test
    void streamsAreCopiedFromTheBeginning() throws JMSException {
        StreamMessage original = Fixtures.FACTORY.createStreamMessage();
        original.writeInt(1);
        original.writeBytes(new byte[] {2});
        original.writeString(null);
        StreamMessage foreign = foreign(StreamMessage.class, original);

        StreamMessage copy = (StreamMessage) Fixtures.FACTORY.adopt(foreign);

        copy.reset();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(copy.readObject());
        }
        assertThat(items).containsExactly(1, new byte[] {2}, null);
        assertThat(foreign.readInt()).isEqualTo(1);
    }

    @Test
    void objectsAreCopied() throws JMSException {
        Message foreign = foreign(ObjectMessage.class, Fixtures.FACTORY.createObjectMessage("x"));

        assertThat(Fixtures.FACTORY.adopt(foreign).getBody(String.class)).isEqualTo("x");
    }

    @Test
    void theHeaderThatSendingSetIsReturnedToTheForeignMessage() throws JMSException {
        Message original = Fixtures.FACTORY.createMessage();
        Message foreign = foreign(Message.class, original);
        JmsMessage sent = Fixtures.FACTORY.adopt(foreign);
        sent.header()
                .destination(Address.queue("q"))
                .messageId("ID:", 7)
                .timestamp(1)
                .expiration(2);
        sent.header().deliveryTime(3).priority(9).persistent(false);

        Fixtures.FACTORY.returnHeader(sent, foreign);

        assertThat(original.getJMSDestination()).isEqualTo(new JmsQueue("q"));
        assertThat(original.getJMSMessageID()).isEqualTo("ID:7");
        assertThat(original.getJMSTimestamp()).isEqualTo(1);
        assertThat(original.getJMSExpiration()).isEqualTo(2);
        assertThat(original.getJMSDeliveryTime()).isEqualTo(3);
        assertThat(original.getJMSPriority()).isEqualTo(9);
        assertThat(original.getJMSDeliveryMode()).isEqualTo(1);
    }

    private <T extends Message> T foreign(Class<T> type, Message behind) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (overridden.containsKey(method.getName())) {
                        return overridden.get(method.getName());
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
