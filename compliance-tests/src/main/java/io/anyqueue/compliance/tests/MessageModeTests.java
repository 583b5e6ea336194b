package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which methods of a body are refused while it is being written, and which once it is read-only: method by method. */
class MessageModeTests extends ComplianceTest {
    private static final byte[] BYTES = {1, 2, 3};

    @Test
    @Requirement({"BytesMessage.read-2", "BytesMessage.getBodyLength-2"})
    void bytesBeingWrittenAreNotReadByAnyMethod() throws Exception {
        BytesMessage message = jms.plumbing().createBytesMessage();
        message.writeLong(1);
        allRefused(MessageNotReadableException.class, readsOf(message));
    }

    @Test
    @Requirement("BytesMessage.write-1")
    void readOnlyBytesAreNotWrittenByAnyMethod() throws Exception {
        BytesMessage written = jms.plumbing().createBytesMessage();
        written.writeLong(1);
        written.reset();
        allRefused(MessageNotWriteableException.class, writesOf(written));
        assertThat(written.readLong()).isEqualTo(1);
        BytesMessage received = (BytesMessage) sent(written);
        allRefused(MessageNotWriteableException.class, writesOf(received));
        assertThat(received.readLong()).isEqualTo(1);
    }

    @Test
    @Requirement("StreamMessage.read-1")
    void aStreamBeingWrittenIsNotReadByAnyMethod() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeInt(1);
        allRefused(
                MessageNotReadableException.class,
                List.of(
                        message::readBoolean,
                        message::readByte,
                        message::readShort,
                        message::readChar,
                        message::readInt,
                        message::readLong,
                        message::readFloat,
                        message::readDouble,
                        message::readString,
                        message::readObject,
                        () -> message.readBytes(new byte[1])));
    }

    @Test
    @Requirement("StreamMessage.write-1")
    void aReadOnlyStreamIsNotWrittenByAnyMethod() throws Exception {
        StreamMessage written = jms.plumbing().createStreamMessage();
        written.writeInt(1);
        written.reset();
        allRefused(MessageNotWriteableException.class, writesOf(written));
        assertThat(written.readInt()).isEqualTo(1);
        allRefused(MessageNotWriteableException.class, writesOf((StreamMessage) sent(written)));
    }

    @Test
    @Requirement("MapMessage.set-3")
    void aReceivedMapIsNotChangedByAnyMethod() throws Exception {
        MapMessage written = jms.plumbing().createMapMessage();
        written.setInt("old", 1);
        MapMessage map = (MapMessage) sent(written);
        allRefused(
                MessageNotWriteableException.class,
                List.of(
                        () -> map.setBoolean("n", true),
                        () -> map.setByte("n", (byte) 1),
                        () -> map.setShort("n", (short) 1),
                        () -> map.setChar("n", 'c'),
                        () -> map.setInt("n", 1),
                        () -> map.setLong("n", 1),
                        () -> map.setFloat("n", 1),
                        () -> map.setDouble("n", 1),
                        () -> map.setString("n", "s"),
                        () -> map.setBytes("n", BYTES),
                        () -> map.setBytes("n", BYTES, 0, 1),
                        () -> map.setObject("n", 1)));
        assertThat(names(map.getMapNames())).containsExactly("old");
    }

    @Test
    @Requirement("TextMessage.setText-2")
    void aReceivedTextIsBothReadAndWrittenOnceItWasCleared() throws Exception {
        TextMessage text = (TextMessage) sent(jms.text("t"));
        refused(MessageNotWriteableException.class, () -> text.setText("u"));
        assertThat(text.getText()).isEqualTo("t");
        text.clearBody();
        text.setText("u");
        assertThat(text.getText()).isEqualTo("u");
    }

    @Test
    @Needs(Feature.OBJECT_MESSAGES)
    @Requirement("ObjectMessage.setObject-2")
    void aReceivedObjectIsBothReadAndWrittenOnceItWasCleared() throws Exception {
        ObjectMessage object = (ObjectMessage) sent(jms.plumbing().createObjectMessage("o"));
        refused(MessageNotWriteableException.class, () -> object.setObject("u"));
        object.clearBody();
        assertThat(object.getObject()).isNull();
        object.setObject("u");
        assertThat(object.getObject()).isEqualTo("u");
    }

    @Test
    @Requirement("BytesMessage.getBodyLength-1")
    void theLengthIsThatOfTheWholeBodyWhereverTheReaderIs() throws Exception {
        BytesMessage message = jms.plumbing().createBytesMessage();
        message.writeBytes(BYTES);
        BytesMessage received = (BytesMessage) sent(message);
        for (int i = 0; i < BYTES.length; i++) {
            assertThat(received.getBodyLength()).isEqualTo(BYTES.length);
            received.readByte();
        }
        assertThat(received.getBodyLength()).isEqualTo(BYTES.length);
    }

    @Test
    @Requirement("Message.getBody-5")
    void takingTheBodyOfBytesResetsThemBeforeAndAfter() throws Exception {
        BytesMessage message = jms.plumbing().createBytesMessage();
        message.writeBytes(BYTES);
        BytesMessage received = (BytesMessage) sent(message);
        assertThat(received.readByte()).isEqualTo((byte) 1);
        assertThat(received.getBody(byte[].class)).containsExactly(BYTES);
        assertThat(received.readByte()).isEqualTo((byte) 1);
    }

    @Test
    @Requirement("StreamMessage.writeBytes-1")
    void byteArraysWrittenOneAfterAnotherAreFieldsOfTheirOwn() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeBytes(BYTES);
        message.writeBytes(BYTES, 1, 2);
        StreamMessage received = (StreamMessage) sent(message);
        assertThat((byte[]) received.readObject()).containsExactly(1, 2, 3);
        assertThat((byte[]) received.readObject()).containsExactly(2, 3);
    }

    private static List<ThrowingCallable> readsOf(BytesMessage message) {
        return List.of(
                message::getBodyLength,
                message::readBoolean,
                message::readByte,
                message::readUnsignedByte,
                message::readShort,
                message::readUnsignedShort,
                message::readChar,
                message::readInt,
                message::readLong,
                message::readFloat,
                message::readDouble,
                message::readUTF,
                () -> message.readBytes(new byte[1]),
                () -> message.readBytes(new byte[1], 1));
    }

    private static List<ThrowingCallable> writesOf(BytesMessage message) {
        return List.of(
                () -> message.writeBoolean(true),
                () -> message.writeByte((byte) 1),
                () -> message.writeShort((short) 1),
                () -> message.writeChar('c'),
                () -> message.writeInt(1),
                () -> message.writeLong(1),
                () -> message.writeFloat(1),
                () -> message.writeDouble(1),
                () -> message.writeUTF("u"),
                () -> message.writeBytes(BYTES),
                () -> message.writeBytes(BYTES, 0, 1),
                () -> message.writeObject(1));
    }

    private static List<ThrowingCallable> writesOf(StreamMessage message) {
        return List.of(
                () -> message.writeBoolean(true),
                () -> message.writeByte((byte) 1),
                () -> message.writeShort((short) 1),
                () -> message.writeChar('c'),
                () -> message.writeInt(1),
                () -> message.writeLong(1),
                () -> message.writeFloat(1),
                () -> message.writeDouble(1),
                () -> message.writeString("u"),
                () -> message.writeBytes(BYTES),
                () -> message.writeBytes(BYTES, 0, 1),
                () -> message.writeObject(1));
    }

    private static void allRefused(Class<? extends Throwable> type, List<ThrowingCallable> calls) {
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < calls.size(); i++) {
            all.assertThatThrownBy(calls.get(i)).as("call %s", i).isInstanceOf(type);
        }
        all.assertAll();
    }
}
