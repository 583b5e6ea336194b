package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Requirement;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies of a sequence of values. */
class StreamMessageTests extends ComplianceTest {

    @Test
    @Requirement("3.11.3-4")
    void everyMarkedConversionIsDone() throws Exception {
        Conversions.requireMarked((value, as) -> read(holding(value), as));
    }

    @Test
    @Requirement({"3.11.3-5", "StreamMessage.read-3"})
    void everyOtherConversionIsRefused() throws Exception {
        Conversions.requireOthersRefused((value, as) -> read(holding(value), as));
    }

    @Test
    @Requirement("3.11.3-1")
    void typedMethodsAndObjectsAreEquivalent() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeBoolean(true);
        message.writeByte((byte) 1);
        message.writeShort((short) 2);
        message.writeChar('c');
        message.writeInt(3);
        message.writeLong(4);
        message.writeFloat(5);
        message.writeDouble(6);
        message.writeString("7");
        message.writeBytes(new byte[] {8, 9}, 1, 1);
        message.reset();
        for (Object value : List.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "7")) {
            assertThat(message.readObject()).isEqualTo(value);
        }
        assertThat((byte[]) message.readObject()).containsExactly(9);
    }

    @Test
    @Requirement({"3.11.3-6", "3.11.3-7"})
    void aTextThatIsNoNumberIsANumberFormatException() throws Exception {
        for (String type : List.of("byte", "short", "int", "long", "float", "double")) {
            refused(NumberFormatException.class, () -> read(holding("lemon"), type));
        }
        assertThat(holding("lemon").readBoolean()).isFalse();
        assertThat(holding("TrUe").readBoolean()).isTrue();
    }

    @Test
    @Requirement({"3.11.3-8", "3.12-3"})
    void nullReadAsAPrimitiveBehavesAsValueOf() throws Exception {
        for (String type : List.of("byte", "short", "int", "long")) {
            refused(NumberFormatException.class, () -> read(holding(null), type));
        }
        for (String type : List.of("float", "double", "char")) {
            refused(NullPointerException.class, () -> read(holding(null), type));
        }
        assertThat(holding(null).readString()).isNull();
        assertThat(holding(null).readBoolean()).isFalse();
        assertThat(holding(null).readObject()).isNull();
    }

    @Test
    @Requirement("3.11.3-10")
    void aFailedReadLeavesItsPosition() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeString("lemon");
        message.writeLong(5);
        StreamMessage received = (StreamMessage) sent(message);
        refused(NumberFormatException.class, received::readInt);
        refused(MessageFormatException.class, received::readChar);
        assertThat(received.readString()).isEqualTo("lemon");
        refused(MessageFormatException.class, received::readInt);
        assertThat(received.readLong()).isEqualTo(5);
    }

    @Test
    @Requirement({"10.3-5", "StreamMessage.read-2"})
    void readingBeyondTheEndIsRefused() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.reset();
        for (String type : Conversions.VALUES.keySet()) {
            refused(MessageEOFException.class, () -> read(message, type));
        }
        refused(MessageEOFException.class, message::readObject);
    }

    @Test
    @Requirement({"10.3-7", "StreamMessage.reset-1"})
    void aBodyBeingWrittenCannotBeReadUntilReset() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeInt(1);
        refused(MessageNotReadableException.class, message::readInt);
        refused(MessageNotReadableException.class, message::readObject);
        refused(MessageNotReadableException.class, () -> message.readBytes(new byte[1]));
        for (int round = 0; round < 2; round++) {
            message.reset();
            assertThat(message.readInt()).isEqualTo(1);
        }
    }

    @Test
    @Requirement({"10.3-6", "StreamMessage.writeObject-1"})
    void anObjectOfAnotherClassIsRefused() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        refused(MessageFormatException.class, () -> message.writeObject(new Object()));
    }

    @Test
    @Requirement("StreamMessage.readBytes-1")
    void aByteArrayIsReadInPortions() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4});
        message.writeBytes(new byte[] {5});
        message.writeInt(6);
        StreamMessage received = (StreamMessage) sent(message);
        byte[] buffer = new byte[2];
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(1, 2);
        assertThat(received.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).containsExactly(3, 4);
        assertThat(received.readBytes(buffer)).isEqualTo(-1);
        assertThat(received.readBytes(buffer)).isEqualTo(1);
        assertThat(received.readInt()).isEqualTo(6);
    }

    @Test
    @Requirement("StreamMessage.readBytes-2")
    void nothingElseIsReadWhileAByteArrayIsReadInPart() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4});
        message.writeInt(6);
        message.reset();
        assertThat(message.readBytes(new byte[2])).isEqualTo(2);
        refused(MessageFormatException.class, message::readInt);
        refused(MessageFormatException.class, message::readObject);
        assertThat(message.readBytes(new byte[8])).isEqualTo(2);
        assertThat(message.readInt()).isEqualTo(6);
    }

    @Test
    @Requirement("StreamMessage.readBytes-3")
    void nullAndEmptyByteArraysAreToldApart() throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeBytes(new byte[0]);
        message.writeObject(null);
        StreamMessage received = (StreamMessage) sent(message);
        assertThat(received.readBytes(new byte[2])).isZero();
        assertThat(received.readBytes(new byte[2])).isEqualTo(-1);
    }

    private StreamMessage holding(Object value) throws Exception {
        StreamMessage message = jms.plumbing().createStreamMessage();
        message.writeObject(value);
        message.reset();
        return message;
    }

    private static Object read(StreamMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.readBoolean();
            case "byte" -> message.readByte();
            case "short" -> message.readShort();
            case "char" -> message.readChar();
            case "int" -> message.readInt();
            case "long" -> message.readLong();
            case "float" -> message.readFloat();
            case "double" -> message.readDouble();
            case "String" -> message.readString();
            default -> {
                byte[] buffer = new byte[8];
                int length = message.readBytes(buffer);
                yield Arrays.copyOf(buffer, Math.max(length, 0));
            }
        };
    }
}
