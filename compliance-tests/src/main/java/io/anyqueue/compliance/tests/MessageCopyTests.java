package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was sent, what was received and what the application holds are separate; foreign messages are taken too. */
class MessageCopyTests extends ComplianceTest {

    @Test
    @Requirement("3.9-1")
    void changingAMessageAfterItsSendChangesNothing() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        TextMessage text = session.createTextMessage("before");
        text.setStringProperty("p", "before");
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeInt(1);
        MapMessage map = session.createMapMessage();
        map.setInt("i", 1);
        MessageProducer producer = session.createProducer(jms.queue());
        producer.send(text);
        producer.send(bytes);
        producer.send(map);

        text.setText("after");
        text.setStringProperty("p", "after");
        bytes.clearBody();
        bytes.writeInt(2);
        map.setInt("i", 2);
        session.commit();

        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        TextMessage received = (TextMessage) jms.receive(consumer);
        assertThat(received.getText()).isEqualTo("before");
        assertThat(received.getStringProperty("p")).isEqualTo("before");
        assertThat(((BytesMessage) jms.receive(consumer)).readInt()).isEqualTo(1);
        assertThat(((MapMessage) jms.receive(consumer)).getInt("i")).isEqualTo(1);
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement({"3.9-1", "3.12-2", "ObjectMessage.setObject-3"})
    void changingAnObjectAfterItWasSetChangesNothing() throws Exception {
        ArrayList<String> list = new ArrayList<>(List.of("before"));
        ObjectMessage message = jms.plumbing().createObjectMessage(list);
        list.add("after");
        assertThat(((ObjectMessage) sent(message)).getObject()).isEqualTo(List.of("before"));
    }

    @Test
    @Requirement("3.9-2")
    void oneMessageIsSentManyTimesWithNewBodies() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        TextMessage message = session.createTextMessage();
        for (String text : List.of("a", "b", "c")) {
            message.setText(text);
            producer.send(message);
        }
        assertThat(jms.drain(jms.queue())).containsExactly("a", "b", "c");
    }

    @Test
    @Requirement("3.10-1")
    void headerFieldsOfAReceivedMessageCanBeChanged() throws Exception {
        Message received = sent(jms.text("a"));
        received.setJMSCorrelationID("c");
        received.setJMSReplyTo(jms.queue());
        received.setJMSType("t");
        received.setJMSPriority(9);
        received.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        received.setJMSMessageID("ID:x");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSType()).isEqualTo("t");
        assertThat(received.getJMSPriority()).isEqualTo(9);
        assertThat(received.getJMSMessageID()).isEqualTo("ID:x");
    }

    @Test
    @Requirement("3.10-2")
    void aRedeliveredMessageIsTheOriginal() throws Exception {
        TextMessage original = jms.text("original");
        original.setStringProperty("p", "original");
        jms.send(jms.queue(), original);
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        TextMessage first = (TextMessage) jms.receive(consumer);
        first.clearBody();
        first.setText("changed");
        first.clearProperties();
        first.setStringProperty("q", "changed");

        session.recover();

        TextMessage second = (TextMessage) jms.receive(consumer);
        assertThat(second.getText()).isEqualTo("original");
        assertThat(second.getStringProperty("p")).isEqualTo("original");
        assertThat(second.propertyExists("q")).isFalse();
    }

    @Test
    @Requirement({"3.10-3", "6.2.4-1"})
    void aReceivedMessageIsSentOnByAnotherSession() throws Exception {
        TextMessage message = jms.text("a");
        message.setStringProperty("p", "v");
        Message received = sent(message);
        String first = received.getJMSMessageID();

        TextMessage again = (TextMessage) sent(received);

        assertThat(again.getText()).isEqualTo("a");
        assertThat(again.getStringProperty("p")).isEqualTo("v");
        assertThat(again.getJMSMessageID()).isNotEqualTo(first);
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(again.getJMSRedelivered()).isFalse();
    }

    @Test
    @Requirement({"3.12-1", "3.4.11-2"})
    void foreignTextAndBareMessagesAreSentAndTheirHeadersSet() throws Exception {
        TextMessage text = ForeignMessage.of(TextMessage.class, jms.plumbing().createTextMessage("foreign"));
        text.setStringProperty("p", "v");
        text.setJMSCorrelationID("c");
        text.setJMSType("t");
        TextMessage received = (TextMessage) sent(text);
        assertThat(received.getText()).isEqualTo("foreign");
        assertThat(received.getStringProperty("p")).isEqualTo("v");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSType()).isEqualTo("t");
        assertThat(text.getJMSMessageID()).isEqualTo(received.getJMSMessageID());
        assertThat(text.getJMSDestination()).isEqualTo(jms.queue());
        assertThat(text.getJMSTimestamp()).isEqualTo(received.getJMSTimestamp());
        assertThat(text.getJMSPriority()).isEqualTo(4);
        assertThat(text.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        Message bare = ForeignMessage.of(Message.class, jms.plumbing().createMessage());
        assertThat(sent(bare)).isNotInstanceOf(TextMessage.class);
    }

    @Test
    @Requirement("3.12-1")
    void foreignBytesMapsAndStreamsAreSent() throws Exception {
        BytesMessage bytes = jms.plumbing().createBytesMessage();
        bytes.writeInt(5);
        bytes.reset();
        assertThat(((BytesMessage) sent(ForeignMessage.of(BytesMessage.class, bytes))).readInt())
                .isEqualTo(5);
        MapMessage map = jms.plumbing().createMapMessage();
        map.setLong("l", 5);
        assertThat(((MapMessage) sent(ForeignMessage.of(MapMessage.class, map))).getLong("l"))
                .isEqualTo(5);
        StreamMessage stream = jms.plumbing().createStreamMessage();
        stream.writeString("s");
        stream.writeChar('c');
        StreamMessage received = (StreamMessage) sent(ForeignMessage.of(StreamMessage.class, stream));
        assertThat(received.readString()).isEqualTo("s");
        assertThat(received.readChar()).isEqualTo('c');
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement("3.12-1")
    void aForeignObjectIsSent() throws Exception {
        ObjectMessage object = jms.plumbing().createObjectMessage("o");
        assertThat(((ObjectMessage) sent(ForeignMessage.of(ObjectMessage.class, object))).getObject())
                .isEqualTo("o");
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement("ObjectMessage.setObject-1")
    @SuppressWarnings({"serial", "UnusedVariable"}) // the point is that it cannot be serialised
    void anObjectThatCannotBeSerialisedIsRefused() throws Exception {
        final class Holder implements Serializable {
            final Object inside = new Object();
        }
        refused(MessageFormatException.class, () -> sent(jms.plumbing().createObjectMessage(new Holder())));
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement({"ObjectMessage.getObject-2", "Message.getBody-6"})
    void anObjectThatCannotBeDeserialisedIsRefusedWhenItIsRead() throws Exception {
        ObjectMessage received = (ObjectMessage) sent(jms.plumbing().createObjectMessage(new Unreadable()));
        refused(MessageFormatException.class, received::getObject);
        refused(MessageFormatException.class, () -> received.getBody(Serializable.class));
        assertThat(received.isBodyAssignableTo(Serializable.class)).isFalse();
    }

    @Test
    @Requirement("Message.acknowledge-1")
    void acknowledgingAMessageThatWasNotReceivedIsIgnored() throws Exception {
        Message message = jms.plumbing().createTextMessage("a");
        message.acknowledge();
        assertThat(((TextMessage) sent(message)).getText()).isEqualTo("a");
    }

    /** Can be written, but never read. */
    @SuppressWarnings("serial")
    private static final class Unreadable implements Serializable {
        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("refuses to be read, as part of the test");
        }
    }
}
