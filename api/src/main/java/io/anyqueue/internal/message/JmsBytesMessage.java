package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Uninterpreted bytes, written and then read, numbers high byte first (section 3.11). Not thread safe. A read that fails
 * leaves the position where it was.
 */
final class JmsBytesMessage extends JmsMessage implements BytesMessage {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle CHAR = view(char[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private ByteContent content;

    JmsBytesMessage(MessageData.Builder header) {
        super(header);
        content = new ByteContent((Body.Bytes) header.body());
    }

    @Override
    void freezeBody() {
        header().body(content.freeze());
        if (!isBodyReadOnly()) {
            content.rewind();
            makeSentBodyReadable();
        }
    }

    @Override
    void clearContent() {
        content = new ByteContent(Body.Bytes.EMPTY);
    }

    @Override
    public void reset() {
        makeBodyReadOnly();
        content.rewind();
    }

    @Override
    public long getBodyLength() throws JMSException {
        requireReadableBody("getBodyLength");
        return content.count();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        int at = advance("readBoolean", 1);
        return content.array()[at] != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        int at = advance("readByte", 1);
        return content.array()[at];
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        int at = advance("readUnsignedByte", 1);
        return content.array()[at] & 0xFF;
    }

    @Override
    public short readShort() throws JMSException {
        int at = advance("readShort", Short.BYTES);
        return (short) SHORT.get(content.array(), at);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        int at = advance("readUnsignedShort", Short.BYTES);
        return (short) SHORT.get(content.array(), at) & 0xFFFF;
    }

    @Override
    public char readChar() throws JMSException {
        int at = advance("readChar", Character.BYTES);
        return (char) CHAR.get(content.array(), at);
    }

    @Override
    public int readInt() throws JMSException {
        int at = advance("readInt", Integer.BYTES);
        return (int) INT.get(content.array(), at);
    }

    @Override
    public long readLong() throws JMSException {
        int at = advance("readLong", Long.BYTES);
        return (long) LONG.get(content.array(), at);
    }

    @Override
    public float readFloat() throws JMSException {
        int at = advance("readFloat", Float.BYTES);
        return Float.intBitsToFloat((int) INT.get(content.array(), at));
    }

    @Override
    public double readDouble() throws JMSException {
        int at = advance("readDouble", Double.BYTES);
        return Double.longBitsToDouble((long) LONG.get(content.array(), at));
    }

    @Override
    public String readUTF() throws JMSException {
        requireReadableBody("readUTF");
        int at = content.peek("readUTF", Short.BYTES);
        int length = (short) SHORT.get(content.array(), at) & 0xFFFF;
        content.peek("readUTF", Short.BYTES + length);
        String text = ModifiedUtf8.decode(content.array(), at + Short.BYTES, length);
        content.advance("readUTF", Short.BYTES + length);
        return text;
    }

    @Override
    public int readBytes(byte[] target) throws JMSException {
        return readBytes(target, target.length);
    }

    /** Returns -1 at the end of the body, even where nothing was asked for. */
    @Override
    public int readBytes(byte[] target, int length) throws JMSException {
        requireReadableBody("readBytes");
        if (length < 0 || length > target.length) {
            throw new IndexOutOfBoundsException(
                    "readBytes: length " + length + " for an array of " + target.length + " bytes");
        }
        int read = Math.min(length, content.remaining());
        if (content.remaining() == 0) {
            return -1;
        }
        System.arraycopy(content.array(), content.advance("readBytes", read), target, 0, read);
        return read;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        int at = append("writeBoolean", 1);
        content.array()[at] = (byte) (value ? 1 : 0);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        int at = append("writeByte", 1);
        content.array()[at] = value;
    }

    @Override
    public void writeShort(short value) throws JMSException {
        int at = append("writeShort", Short.BYTES);
        SHORT.set(content.array(), at, value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        int at = append("writeChar", Character.BYTES);
        CHAR.set(content.array(), at, value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        int at = append("writeInt", Integer.BYTES);
        INT.set(content.array(), at, value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        int at = append("writeLong", Long.BYTES);
        LONG.set(content.array(), at, value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        int at = append("writeFloat", Float.BYTES);
        INT.set(content.array(), at, Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        int at = append("writeDouble", Double.BYTES);
        LONG.set(content.array(), at, Double.doubleToLongBits(value));
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        requireWriteableBody("writeUTF");
        long length = ModifiedUtf8.length(value);
        if (length > ModifiedUtf8.MAX_LENGTH) {
            throw MessageErrors.format("writeUTF(): the text takes " + length + " bytes; expected at most "
                    + ModifiedUtf8.MAX_LENGTH + "; use a TextMessage or writeBytes");
        }
        int at = content.append("writeUTF", Short.BYTES + (int) length);
        SHORT.set(content.array(), at, (short) length);
        ModifiedUtf8.encode(value, content.array(), at + Short.BYTES);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        requireWriteableBody("writeBytes");
        Objects.checkFromIndexSize(offset, length, value.length);
        int at = content.append("writeBytes", length);
        System.arraycopy(value, offset, content.array(), at, length);
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        requireWriteableBody("writeObject");
        Objects.requireNonNull(value, "writeObject(null): expected a primitive's object, a String or a byte array");
        if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof Boolean flag) {
            writeBoolean(flag);
        } else if (value instanceof Character character) {
            writeChar(character);
        } else if (value instanceof Number number) {
            writeNumber(number);
        } else {
            throw unsupported(value);
        }
    }

    /** Resets the message before and after, as the interface has it; null where there are no bytes. */
    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw MessageErrors.notAssignable("the body of a BytesMessage", type, "byte[] or Object");
        }
        reset();
        return content.count() == 0 ? null : type.cast(Arrays.copyOf(content.array(), content.count()));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return content.count() == 0 || type == byte[].class || type == Object.class;
    }

    @Override
    String typeName() {
        return "BytesMessage";
    }

    private void writeNumber(Number value) throws JMSException {
        if (value instanceof Integer) {
            writeInt(value.intValue());
        } else if (value instanceof Long) {
            writeLong(value.longValue());
        } else if (value instanceof Byte) {
            writeByte(value.byteValue());
        } else if (value instanceof Short) {
            writeShort(value.shortValue());
        } else if (value instanceof Float) {
            writeFloat(value.floatValue());
        } else if (value instanceof Double) {
            writeDouble(value.doubleValue());
        } else {
            throw unsupported(value);
        }
    }

    private static JMSException unsupported(Object value) {
        return MessageErrors.unsupported(
                value,
                "Boolean, Byte, Short, Character, Integer, Long, Float, Double, String or byte[]",
                "writeObject");
    }

    private int advance(String method, int length) throws JMSException {
        requireReadableBody(method);
        return content.advance(method, length);
    }

    private int append(String method, int length) throws JMSException {
        requireWriteableBody(method);
        return content.append(method, length);
    }

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }
}
