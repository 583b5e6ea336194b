package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamMessageTest {
    private final JmsStreamMessage message = Fixtures.FACTORY.newStream();

    @Test
    void whatWasSentCanBeReadBySenderUntilItWritesOn() throws JMSException {
        message.writeInt(1);
        message.snapshot();

        assertThat(message.readInt()).isEqualTo(1);
        message.snapshot();
        assertThat(message.readInt()).as("sent again").isEqualTo(1);
        message.writeString("more");
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
        assertThat(((Body.Items) message.snapshot().body()).items()).containsExactly(1, "more");
    }

    @Test
    void typedWritersStoreTheirTypes() throws JMSException {
        message.writeBoolean(true);
        message.writeByte((byte) 1);
        message.writeShort((short) 2);
        message.writeChar('c');
        message.writeInt(3);
        message.writeLong(4);
        message.writeFloat(5);
        message.writeDouble(6);
        message.writeString("7");
        message.writeBytes(new byte[] {8});
        message.writeBytes(new byte[] {1, 2, 3}, 1, 1);

        JmsStreamMessage received = (JmsStreamMessage) Fixtures.transfer(message);

        for (Object expected :
                new Object[] {true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "7", new byte[] {8}, new byte[] {2}}) {
            assertThat(received.readObject()).isEqualTo(expected);
        }
        assertThatExceptionOfType(MessageEOFException.class)
                .isThrownBy(received::readObject)
                .withMessageContaining("all 11 items");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomStreamsComeBackEqualAlsoInPieces(long seed) throws JMSException {
        Random random = new Random(seed);
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Object value = RandomValues.next(random);
            message.writeObject(value);
            expected.add(value);
        }

        JmsStreamMessage received = (JmsStreamMessage) Fixtures.transfer(message);

        for (Object value : expected) {
            if (value instanceof byte[] bytes && random.nextBoolean()) {
                assertThat(readInPieces(received, 1 + random.nextInt(8))).isEqualTo(bytes);
            } else {
                assertThat(received.readObject()).isEqualTo(value);
            }
        }
    }

    @Test
    void readBytesFollowsTheProtocolOfPieces() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4});
        message.writeInt(5);
        message.reset();
        byte[] two = new byte[2];

        assertThat(message.readBytes(two)).isEqualTo(2);
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(message::readInt)
                .withMessageContaining("partly read");
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(message::readObject);
        assertThat(message.readBytes(two)).isEqualTo(2);
        assertThat(two).containsExactly(3, 4);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(message::readInt);
        assertThat(message.readBytes(two)).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(5);
    }

    @Test
    void aShortReadEndsTheField() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {4});
        message.reset();

        assertThat(message.readBytes(new byte[8])).isEqualTo(3);
        assertThat(message.readBytes(new byte[8])).isEqualTo(1);
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(() -> message.readBytes(new byte[8]));
    }

    @Test
    void anEmptyFieldReadsAsZeroAndANullOneAsMinusOne() throws JMSException {
        message.writeBytes(new byte[0]);
        message.writeBytes(null);
        message.writeInt(1);
        message.reset();

        assertThat(message.readBytes(new byte[4])).isZero();
        assertThat(message.readBytes(new byte[4])).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void anEmptyFieldIntoAnEmptyBufferEndsWithMinusOne() throws JMSException {
        message.writeBytes(new byte[0]);
        message.writeInt(1);
        message.reset();

        assertThat(message.readBytes(new byte[0])).isZero();
        assertThat(message.readBytes(new byte[0])).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void readBytesRefusesOtherItemsAndStays() throws JMSException {
        message.writeString("text");
        message.reset();

        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> message.readBytes(new byte[4]));
        assertThat(message.readString()).isEqualTo("text");
    }

    @Test
    void aFailedReadLeavesTheItemForAnotherType() throws JMSException {
        message.writeString("12x");
        message.writeObject(null);
        message.reset();

        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(message::readInt);
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(message::readChar);
        assertThat(message.readString()).isEqualTo("12x");
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(message::readLong);
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(message::readChar);
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(message::readDouble);
        assertThat(message.readBoolean()).isFalse();
    }

    @Test
    void aNewMessageIsWriteOnlyAndAResetOneReadOnly() throws JMSException {
        message.writeInt(1);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(() -> message.readBytes(new byte[1]));

        message.reset();

        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> message.writeInt(1));
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> message.writeObject(new Object()));
        assertThat(message.readInt()).isEqualTo(1);
        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
        message.clearBody();
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
        message.writeInt(2);
        message.reset();
        assertThat(message.readInt()).isEqualTo(2);
    }

    @Test
    void otherObjectsAreRefused() {
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.writeObject(List.of()))
                .withMessageContaining("writeObject() at item 1");
    }

    @Test
    void aStreamIsNeverReadAsAWhole() {
        assertThat(message.isBodyAssignableTo(Object.class)).isFalse();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> message.getBody(Object.class));
    }

    @Test
    void byteArraysAreCopiedOnTheirWayInAndOut() throws JMSException {
        byte[] bytes = {1};
        message.writeBytes(bytes);
        bytes[0] = 2;
        message.reset();
        ((byte[]) message.readObject())[0] = 3;
        message.reset();

        assertThat(message.readObject()).isEqualTo(new byte[] {1});
    }

    @Test
    void writingAfterASnapshotDoesNotShowInIt() throws JMSException {
        message.writeInt(1);
        MessageData first = message.snapshot();
        assertThat(message.snapshot().body()).isSameAs(first.body());

        message.writeInt(2);

        assertThat(((Body.Items) first.body()).items()).containsExactly(1);
        assertThat(((Body.Items) message.snapshot().body()).items()).containsExactly(1, 2);
    }

    private static byte[] readInPieces(JmsStreamMessage from, int size) throws JMSException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[size];
        int read = from.readBytes(piece);
        while (read == size) {
            all.write(piece, 0, read);
            read = from.readBytes(piece);
        }
        all.write(piece, 0, Math.max(read, 0));
        return all.toByteArray();
    }
}
