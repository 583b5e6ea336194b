package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kinds of message: that they arrive whole, when they can be written, and the generic access to bodies. */
class BodyTests extends ComplianceTest {

    @Test
    @Requirement({"3.11-1", "3.11.4-1"})
    void textArrivesWhateverItsCharacters() throws Exception {
        for (String text : new String[] {"", "lemon", "\u0000\n\u00e9\u4f60\ud83c\udf4b", "x".repeat(100_000), null}) {
            TextMessage message = jms.text("");
            message.setText(text);
            assertThat(((TextMessage) sent(message)).getText()).isEqualTo(text);
        }
    }

    @Test
    @Requirement({"3.11-2", "3.11.4-1", "3.11.3-11"})
    void bytesArrive() throws Exception {
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        BytesMessage message = jms.session().createBytesMessage();
        message.writeBytes(bytes);
        assertThat(sent(message).getBody(byte[].class)).isEqualTo(bytes);
    }

    @Test
    @Requirement({"3.11-3", "3.11.4-1"})
    void aMapArrivesWithValuesAndTypes() throws Exception {
        MapMessage message = jms.session().createMapMessage();
        Map<String, Object> values = Map.of(
                "boolean", true, "byte", (byte) 1, "short", (short) 2, "char", 'c', "int", 3, "long", 4L, "float", 5f,
                "double", 6d, "String", "seven");
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            message.setObject(entry.getKey(), entry.getValue());
        }
        message.setBytes("bytes", new byte[] {1, 2});
        message.setString("null", null);

        MapMessage received = (MapMessage) sent(message);

        for (Map.Entry<String, Object> entry : values.entrySet()) {
            assertThat(received.getObject(entry.getKey())).isEqualTo(entry.getValue());
        }
        assertThat(received.getBytes("bytes")).containsExactly(1, 2);
        assertThat(received.itemExists("null")).isTrue();
        assertThat(received.getObject("null")).isNull();
    }

    @Test
    @Requirement({"3.11-4", "3.11.4-1", "StreamMessage.readObject-1"})
    void aStreamArrivesInOrderWithTypes() throws Exception {
        List<Object> values = List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "seven");
        StreamMessage message = jms.session().createStreamMessage();
        for (Object value : values) {
            message.writeObject(value);
        }
        message.writeObject(null);
        message.writeBytes(new byte[] {8, 9});

        StreamMessage received = (StreamMessage) sent(message);

        for (Object value : values) {
            assertThat(received.readObject()).isEqualTo(value);
        }
        assertThat(received.readObject()).isNull();
        assertThat((byte[]) received.readObject()).containsExactly(8, 9);
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement({"3.11-5", "3.11.4-1", "ObjectMessage.getObject-1"})
    void anObjectArrivesEqual() throws Exception {
        ArrayList<String> list = new ArrayList<>(List.of("a", "b"));
        for (Serializable object : new Serializable[] {"text", 17, list, null}) {
            ObjectMessage message = jms.session().createObjectMessage(object);
            assertThat(((ObjectMessage) sent(message)).getObject()).isEqualTo(object);
        }
    }

    @Test
    @Requirement("3.11-6")
    void aMessageWithoutBodyArrives() throws Exception {
        Message message = jms.session().createMessage();
        message.setStringProperty("p", "v");
        Message received = sent(message);
        assertThat(received).isNotInstanceOfAny(TextMessage.class, BytesMessage.class, MapMessage.class);
        assertThat(received.getStringProperty("p")).isEqualTo("v");
    }

    @Test
    @Requirement("Session.createMessage-1")
    void everyKindOfMessageIsMade() throws Exception {
        Session session = jms.session();
        assertThat(session.createMessage()).isNotNull();
        assertThat(session.createTextMessage().getText()).isNull();
        assertThat(session.createTextMessage("t").getText()).isEqualTo("t");
        assertThat(session.createBytesMessage()).isNotNull();
        assertThat(session.createMapMessage().getMapNames().hasMoreElements()).isFalse();
        assertThat(session.createStreamMessage()).isNotNull();
        assertThat(session.createObjectMessage().getObject()).isNull();
        assertThat(session.createObjectMessage("o").getObject()).isEqualTo("o");
    }

    @Test
    @Requirement({"3.11.1-1", "3.11.1-2", "TextMessage.setText-1"})
    void clearingTheBodyLeavesANewOneAndTheProperties() throws Exception {
        Session session = jms.session();
        TextMessage text = session.createTextMessage("t");
        MapMessage map = session.createMapMessage();
        map.setInt("i", 1);
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeInt(1);
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(1);
        ObjectMessage object = session.createObjectMessage("o");
        for (Message message : List.of(text, map, bytes, stream, object)) {
            message.setIntProperty("p", 1);
            message.clearBody();
            assertThat(message.getIntProperty("p")).isEqualTo(1);
        }
        assertThat(text.getText()).isNull();
        assertThat(map.itemExists("i")).isFalse();
        bytes.reset();
        assertThat(bytes.getBodyLength()).isZero();
        stream.writeString("again");
        stream.reset();
        assertThat(stream.readString()).isEqualTo("again");
        assertThat(object.getObject()).isNull();
    }

    @Test
    @Requirement("3.11.2-1")
    void receivedBodiesAreReadOnly() throws Exception {
        Session session = jms.session();
        TextMessage text = (TextMessage) sent(session.createTextMessage("t"));
        refused(MessageNotWriteableException.class, () -> text.setText("u"));
        MapMessage map = (MapMessage) sent(session.createMapMessage());
        refused(MessageNotWriteableException.class, () -> map.setInt("i", 1));
        refused(MessageNotWriteableException.class, () -> map.setObject("i", 1));
        BytesMessage bytes = (BytesMessage) sent(session.createBytesMessage());
        refused(MessageNotWriteableException.class, () -> bytes.writeInt(1));
        refused(MessageNotWriteableException.class, () -> bytes.writeBytes(new byte[1]));
        StreamMessage stream = (StreamMessage) sent(session.createStreamMessage());
        refused(MessageNotWriteableException.class, () -> stream.writeInt(1));
        refused(MessageNotWriteableException.class, () -> stream.writeObject("x"));
        ObjectMessage object = (ObjectMessage) sent(session.createObjectMessage("o"));
        refused(MessageNotWriteableException.class, () -> object.setObject("u"));
    }

    @Test
    @Requirement("3.11.2-2")
    void aReceivedBodyThatWasClearedCanBeWritten() throws Exception {
        Session session = jms.session();
        TextMessage text = (TextMessage) sent(session.createTextMessage("t"));
        text.clearBody();
        text.setText("u");
        assertThat(text.getText()).isEqualTo("u");
        BytesMessage bytes = (BytesMessage) sent(session.createBytesMessage());
        bytes.clearBody();
        bytes.writeInt(5);
        bytes.reset();
        assertThat(bytes.readInt()).isEqualTo(5);
        MapMessage map = (MapMessage) sent(session.createMapMessage());
        map.clearBody();
        map.setInt("i", 5);
        assertThat(map.getInt("i")).isEqualTo(5);
        ObjectMessage object = (ObjectMessage) sent(session.createObjectMessage("o"));
        object.clearBody();
        object.setObject("u");
        assertThat(object.getObject()).isEqualTo("u");
    }

    @Test
    @Requirement({"Message.getBody-1", "Message.isBodyAssignableTo-1"})
    void theBodyIsGivenAsItsTypeOrOneAbove() throws Exception {
        Session session = jms.session();
        Message text = sent(session.createTextMessage("t"));
        assertThat(text.getBody(String.class)).isEqualTo("t");
        assertThat(text.getBody(CharSequence.class).toString()).isEqualTo("t");
        assertThat(text.getBody(Object.class)).isEqualTo("t");
        assertThat(text.isBodyAssignableTo(CharSequence.class)).isTrue();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeByte((byte) 7);
        assertThat(sent(bytes).getBody(byte[].class)).containsExactly(7);
        MapMessage map = session.createMapMessage();
        map.setInt("i", 1);
        assertThat((Object) sent(map).getBody(Map.class)).isEqualTo(new HashMap<>(Map.of("i", 1)));
        assertThat(sent(map).isBodyAssignableTo(Map.class)).isTrue();
        Message object = sent(session.createObjectMessage(17));
        assertThat(object.getBody(Serializable.class)).isEqualTo(17);
        assertThat(object.getBody(Integer.class)).isEqualTo(17);
        assertThat(object.isBodyAssignableTo(Number.class)).isTrue();
    }

    @Test
    @Requirement({"Message.getBody-2", "Message.isBodyAssignableTo-1"})
    void theBodyIsNotGivenAsAnotherType() throws Exception {
        Session session = jms.session();
        Message text = sent(session.createTextMessage("t"));
        refused(MessageFormatException.class, () -> text.getBody(Integer.class));
        assertThat(text.isBodyAssignableTo(Integer.class)).isFalse();
        MapMessage map = session.createMapMessage();
        map.setInt("i", 1);
        Message receivedMap = sent(map);
        refused(MessageFormatException.class, () -> receivedMap.getBody(String.class));
        Message object = sent(session.createObjectMessage(17));
        refused(MessageFormatException.class, () -> object.getBody(String.class));
        assertThat(object.isBodyAssignableTo(String.class)).isFalse();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeByte((byte) 7);
        Message receivedBytes = sent(bytes);
        refused(MessageFormatException.class, () -> receivedBytes.getBody(String.class));
        assertThat(receivedBytes.isBodyAssignableTo(String.class)).isFalse();
    }

    @Test
    @Requirement("Message.getBody-3")
    void aMessageWithoutBodyGivesNullForAnyType() throws Exception {
        Session session = jms.session();
        Message plain = sent(session.createMessage());
        assertThat(plain.getBody(String.class)).isNull();
        assertThat((Object) plain.getBody(Map.class)).isNull();
        assertThat(plain.isBodyAssignableTo(Integer.class)).isTrue();
        Message text = sent(session.createTextMessage());
        assertThat(text.getBody(String.class)).isNull();
    }

    @Test
    @Requirement("Message.getBody-4")
    void aStreamHasNoBodyToGive() throws Exception {
        StreamMessage stream = jms.session().createStreamMessage();
        stream.writeInt(1);
        Message received = sent(stream);
        refused(MessageFormatException.class, () -> received.getBody(Object.class));
        assertThat(received.isBodyAssignableTo(Object.class)).isFalse();
    }
}
