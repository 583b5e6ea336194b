package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesMessageTest {
    private final JmsBytesMessage message = Fixtures.FACTORY.newBytes();

    @Test
    void whatWasSentCanBeReadBySenderUntilItWritesOn() throws JMSException {
        message.writeInt(1);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
        MessageData first = message.snapshot();

        assertThat(message.getBodyLength()).isEqualTo(4);
        assertThat(message.readInt()).isEqualTo(1);
        message.snapshot();
        assertThat(message.readInt()).as("sent again").isEqualTo(1);
        message.writeInt(2);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
        MessageData second = message.snapshot();

        assertThat(((Body.Bytes) first.body()).content()).hasSize(4);
        assertThat(((Body.Bytes) second.body()).content()).hasSize(8);
        message.clearBody();
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readInt);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsWhatDataStreamsWriteAndRead(long seed) throws JMSException, IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(expected);
        int[] kinds = random.ints(300, 0, 9).toArray();
        for (int kind : kinds) {
            writeBoth(kind, random, out);
        }

        JmsBytesMessage received = (JmsBytesMessage) Fixtures.transfer(message);

        assertThat(received.getBody(byte[].class)).isEqualTo(expected.toByteArray());
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(expected.toByteArray()));
        for (int kind : kinds) {
            assertThat(read(kind, received)).isEqualTo(read(kind, in));
        }
        assertThat(received.readBytes(new byte[1])).isEqualTo(-1);
    }

    @Test
    void unsignedReadsDoNotExtendTheSign() throws JMSException {
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.reset();

        assertThat(message.readUnsignedByte()).isEqualTo(255);
        assertThat(message.readUnsignedShort()).isEqualTo(65_534);
    }

    @Test
    void objectsAreWrittenAsTheirPrimitives() throws JMSException {
        for (Object value : new Object[] {true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "seven", new byte[] {8, 9}}) {
            message.writeObject(value);
        }
        message.reset();

        assertThat(message.getBodyLength()).isEqualTo(1 + 1 + 2 + 2 + 4 + 8 + 4 + 8 + 7 + 2);
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
    void otherObjectsAreRefused() {
        for (Object value : new Object[] {new Object(), BigDecimal.ONE, new int[1]}) {
            assertThatExceptionOfType(MessageFormatException.class)
                    .isThrownBy(() -> message.writeObject(value))
                    .withMessageContaining(value.getClass().getName());
        }
        assertThatNullPointerException().isThrownBy(() -> message.writeObject(null));
    }

    @Test
    void readingInPiecesFillsThenFallsShortThenEnds() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        message.reset();
        byte[] buffer = new byte[3];

        assertThat(message.readBytes(buffer)).isEqualTo(3);
        assertThat(buffer).containsExactly(1, 2, 3);
        assertThat(message.readBytes(buffer)).isEqualTo(2);
        assertThat(buffer).startsWith(4, 5);
        assertThat(message.readBytes(buffer)).isEqualTo(-1);
        message.reset();
        assertThat(message.readBytes(buffer, 2)).isEqualTo(2);
        assertThat(message.readBytes(buffer, 0)).isZero();
        assertThat(message.readByte()).isEqualTo((byte) 3);
    }

    @Test
    void aBadLengthReadsNothing() throws JMSException {
        message.writeByte((byte) 1);
        message.reset();

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.readBytes(new byte[1], 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.readBytes(new byte[1], -1));
        assertThat(message.readByte()).isEqualTo((byte) 1);
    }

    @Test
    void aBadRangeWritesNothing() throws JMSException {
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> message.writeBytes(new byte[2], 1, 2));
        message.writeBytes(new byte[] {1, 2, 3}, 1, 2);

        assertThat(message.getBody(byte[].class)).containsExactly(2, 3);
    }

    @Test
    void aReadBeyondTheEndLeavesThePosition() throws JMSException {
        message.writeShort((short) 258);
        message.reset();

        assertThatExceptionOfType(MessageEOFException.class)
                .isThrownBy(message::readInt)
                .withMessageContaining("4 bytes wanted at position 0 of 2");
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readLong);
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readUTF);
        assertThat(message.readShort()).isEqualTo((short) 258);
        assertThatExceptionOfType(MessageEOFException.class).isThrownBy(message::readByte);
    }

    @Test
    void malformedTextLeavesThePosition() throws JMSException {
        message.writeShort((short) 2);
        message.writeShort((short) 0xE000);
        message.reset();

        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(message::readUTF);
        assertThat(message.readShort()).isEqualTo((short) 2);
    }

    @Test
    void textOfMoreThan64KiBIsRefusedAndWritesNothing() throws JMSException {
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.writeUTF("ö".repeat(32_768)))
                .withMessageContaining("65536 bytes");
        String longest = "x".repeat(65_535);
        message.writeUTF(longest);
        message.reset();

        assertThat(message.readUTF()).isEqualTo(longest);
    }

    @Test
    void aNewMessageIsWriteOnly() {
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readByte);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::readUTF);
        assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(message::getBodyLength);
        assertThatExceptionOfType(MessageNotReadableException.class)
                .isThrownBy(() -> message.readBytes(new byte[1]))
                .withMessageContaining("reset()");
    }

    @Test
    void aResetMessageIsReadOnlyUntilCleared() throws JMSException {
        message.writeByte((byte) 1);
        message.reset();

        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> message.writeInt(1));
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> message.writeUTF("x"));
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> message.writeObject(1));
        message.clearBody();
        message.writeByte((byte) 2);
        assertThat(message.getBody(byte[].class)).containsExactly(2);
    }

    @Test
    void getBodyResetsBeforeAndAfter() throws JMSException {
        message.writeInt(1);

        assertThat(message.getBody(Object.class)).isEqualTo(new byte[] {0, 0, 0, 1});

        assertThat(message.readInt()).isEqualTo(1);
        assertThat(message.isBodyAssignableTo(byte[].class)).isTrue();
        assertThat(message.isBodyAssignableTo(String.class)).isFalse();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> message.getBody(String.class));
    }

    @Test
    void noBytesAreNoBody() throws JMSException {
        assertThat(message.isBodyAssignableTo(String.class)).isTrue();
        assertThat(message.getBody(String.class)).isNull();
    }

    @Test
    void writingAfterASnapshotDoesNotShowInIt() throws JMSException {
        message.writeInt(1);
        MessageData first = message.snapshot();
        assertThat(message.snapshot().body()).isSameAs(first.body());

        message.writeInt(2);
        MessageData second = message.snapshot();

        assertThat(((Body.Bytes) first.body()).content()).hasSize(4);
        assertThat(((Body.Bytes) second.body()).content()).hasSize(8).endsWith(2);
        message.clearBody();
        message.writeInt(7);
        assertThat(((Body.Bytes) first.body()).content()).endsWith(1);
    }

    @Test
    void whatTheReceiverGetsOutIsACopy() throws JMSException {
        message.writeInt(1);
        JmsBytesMessage received = (JmsBytesMessage) Fixtures.transfer(message);

        received.getBody(byte[].class)[3] = 9;

        assertThat(received.readInt()).isEqualTo(1);
    }

    private void writeBoth(int kind, Random random, DataOutputStream out) throws JMSException, IOException {
        long bits = random.nextLong();
        switch (kind) {
            case 0 -> {
                message.writeBoolean(bits < 0);
                out.writeBoolean(bits < 0);
            }
            case 1 -> {
                message.writeByte((byte) bits);
                out.writeByte((byte) bits);
            }
            case 2 -> {
                message.writeShort((short) bits);
                out.writeShort((short) bits);
            }
            case 3 -> {
                message.writeChar((char) bits);
                out.writeChar((char) bits);
            }
            case 4 -> {
                message.writeInt((int) bits);
                out.writeInt((int) bits);
            }
            case 5 -> {
                message.writeLong(bits);
                out.writeLong(bits);
            }
            case 6 -> {
                float value = (float) random.nextGaussian();
                message.writeFloat(value);
                out.writeFloat(value);
            }
            case 7 -> {
                double value = random.nextGaussian();
                message.writeDouble(value);
                out.writeDouble(value);
            }
            default -> {
                String text = text(random);
                message.writeUTF(text);
                out.writeUTF(text);
            }
        }
    }

    private static Object read(int kind, JmsBytesMessage in) throws JMSException {
        return switch (kind) {
            case 0 -> in.readBoolean();
            case 1 -> in.readByte();
            case 2 -> in.readShort();
            case 3 -> in.readChar();
            case 4 -> in.readInt();
            case 5 -> in.readLong();
            case 6 -> in.readFloat();
            case 7 -> in.readDouble();
            default -> in.readUTF();
        };
    }

    private static Object read(int kind, DataInputStream in) throws IOException {
        return switch (kind) {
            case 0 -> in.readBoolean();
            case 1 -> in.readByte();
            case 2 -> in.readShort();
            case 3 -> in.readChar();
            case 4 -> in.readInt();
            case 5 -> in.readLong();
            case 6 -> in.readFloat();
            case 7 -> in.readDouble();
            default -> in.readUTF();
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(40), 0, 3)
                .map(range -> range == 0 ? random.nextInt(0x80) : random.nextInt(0x10000))
                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString();
    }
}
