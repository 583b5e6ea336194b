package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Requirement;
import jakarta.jms.BytesMessage;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import org.junit.jupiter.api.Test;

/** Bodies of bytes. */
class BytesMessageTests extends ComplianceTest {

    @Test
    @Requirement("BytesMessage.read-1")
    void whatEachMethodWroteItsCounterpartReads() throws Exception {
        BytesMessage message = bytes();
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeChar('\u4f60');
        message.writeInt(-3);
        message.writeLong(Long.MIN_VALUE);
        message.writeFloat(1.5f);
        message.writeDouble(-2.5d);
        message.writeUTF("lemon \u4f60");

        BytesMessage received = (BytesMessage) sent(message);

        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) -1);
        assertThat(received.readShort()).isEqualTo((short) -2);
        assertThat(received.readChar()).isEqualTo('\u4f60');
        assertThat(received.readInt()).isEqualTo(-3);
        assertThat(received.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(received.readFloat()).isEqualTo(1.5f);
        assertThat(received.readDouble()).isEqualTo(-2.5d);
        assertThat(received.readUTF()).isEqualTo("lemon \u4f60");
        refused(MessageEOFException.class, received::readByte);
    }

    @Test
    @Requirement("BytesMessage.readUnsigned-1")
    void bytesAndShortsAreReadAsUnsigned() throws Exception {
        BytesMessage message = bytes();
        message.writeByte((byte) -1);
        message.writeShort((short) -1);
        BytesMessage received = (BytesMessage) sent(message);
        assertThat(received.readUnsignedByte()).isEqualTo(255);
        assertThat(received.readUnsignedShort()).isEqualTo(65535);
    }

    @Test
    @Requirement({"10.3-5", "BytesMessage.read-3"})
    void readingBeyondTheEndIsRefused() throws Exception {
        BytesMessage message = bytes();
        message.reset();
        refused(MessageEOFException.class, message::readBoolean);
        refused(MessageEOFException.class, message::readByte);
        refused(MessageEOFException.class, message::readUnsignedByte);
        refused(MessageEOFException.class, message::readShort);
        refused(MessageEOFException.class, message::readUnsignedShort);
        refused(MessageEOFException.class, message::readChar);
        refused(MessageEOFException.class, message::readInt);
        refused(MessageEOFException.class, message::readLong);
        refused(MessageEOFException.class, message::readFloat);
        refused(MessageEOFException.class, message::readDouble);
        refused(MessageEOFException.class, message::readUTF);
        assertThat(message.readBytes(new byte[3])).isEqualTo(-1);
    }

    @Test
    @Requirement({"10.3-7", "BytesMessage.getBodyLength-1"})
    void aBodyBeingWrittenCannotBeRead() throws Exception {
        BytesMessage message = bytes();
        message.writeInt(1);
        refused(MessageNotReadableException.class, message::readInt);
        refused(MessageNotReadableException.class, message::readByte);
        refused(MessageNotReadableException.class, message::readUTF);
        refused(MessageNotReadableException.class, () -> message.readBytes(new byte[4]));
        refused(MessageNotReadableException.class, message::getBodyLength);
        message.reset();
        assertThat(message.getBodyLength()).isEqualTo(4);
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    @Requirement("BytesMessage.readBytes-1")
    void bytesAreReadInPortions() throws Exception {
        BytesMessage message = bytes();
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        BytesMessage received = (BytesMessage) sent(message);
        byte[] buffer = new byte[3];
        assertThat(received.readBytes(buffer)).isEqualTo(3);
        assertThat(buffer).containsExactly(1, 2, 3);
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).startsWith(4, 5);
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        received.reset();
        assertThat(received.readBytes(buffer, 2)).isEqualTo(2);
        assertThat(received.readByte()).isEqualTo((byte) 3);
    }

    @Test
    @Requirement("BytesMessage.readBytes-2")
    void aLengthOutsideTheArrayIsRefusedAndReadsNothing() throws Exception {
        BytesMessage message = bytes();
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        message.reset();
        refused(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[2], 3));
        refused(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[2], -1));
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Test
    @Requirement({"BytesMessage.reset-1", "BytesMessage.writeBytes-1"})
    void aPartOfAnArrayIsWrittenAndResetGoesBackToTheStart() throws Exception {
        BytesMessage message = bytes();
        message.writeBytes(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        for (int round = 0; round < 2; round++) {
            message.reset();
            assertThat(message.getBodyLength()).isEqualTo(3);
            assertThat(message.readByte()).isEqualTo((byte) 2);
        }
    }

    @Test
    @Requirement({"BytesMessage.writeObject-1", "10.3-6", "BytesMessage.writeObject-2"})
    void writeObjectTakesPrimitivesTextsAndBytesOnly() throws Exception {
        BytesMessage message = bytes();
        message.writeObject(true);
        message.writeObject((byte) 1);
        message.writeObject((short) 2);
        message.writeObject('c');
        message.writeObject(3);
        message.writeObject(4L);
        message.writeObject(5f);
        message.writeObject(6d);
        message.writeObject("seven");
        message.writeObject(new byte[] {8});
        refused(MessageFormatException.class, () -> message.writeObject(new Object()));
        message.reset();
        assertThat(message.readBoolean()).isTrue();
        assertThat(message.readByte()).isEqualTo((byte) 1);
        assertThat(message.readShort()).isEqualTo((short) 2);
        assertThat(message.readChar()).isEqualTo('c');
        assertThat(message.readInt()).isEqualTo(3);
        assertThat(message.readLong()).isEqualTo(4);
        assertThat(message.readFloat()).isEqualTo(5f);
        assertThat(message.readDouble()).isEqualTo(6d);
        assertThat(message.readUTF()).isEqualTo("seven");
        assertThat(message.readByte()).isEqualTo((byte) 8);
    }

    @Test
    @Requirement({"3.12-3", "BytesMessage.writeObject-2"})
    void nullCannotBeWritten() throws Exception {
        refused(NullPointerException.class, () -> bytes().writeObject(null));
    }

    @Test
    @Requirement("3.12-2")
    void theArrayThatWasWrittenIsCopied() throws Exception {
        byte[] bytes = {1};
        BytesMessage message = bytes();
        message.writeBytes(bytes);
        bytes[0] = 2;
        assertThat(((BytesMessage) sent(message)).readByte()).isEqualTo((byte) 1);
    }

    private BytesMessage bytes() throws Exception {
        return jms.session().createBytesMessage();
    }
}
