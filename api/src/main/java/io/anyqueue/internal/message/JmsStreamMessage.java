package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of values, written and then read (section 3.11). Not thread safe.
 *
 * <p>A read that fails leaves the position where it was, so that the item can be read as another type. Copy on write: the
 * list is shared with every snapshot since the last change, and copied by the next one.
 */
final class JmsStreamMessage extends JmsMessage implements StreamMessage {
    private List<@Nullable Object> items;
    private boolean shared = true;
    private int position;
    private int bytesRead = NONE_READ;

    /** No read of the byte array at the position has begun. */
    private static final int NONE_READ = -1;

    JmsStreamMessage(MessageData.Builder header) {
        super(header);
        items = ((Body.Items) header.body()).items();
    }

    @Override
    void freezeBody() {
        if (!shared) {
            header().body(new Body.Items(items));
            shared = true;
        }
        if (!isBodyReadOnly()) {
            rewind();
            makeSentBodyReadable();
        }
    }

    @Override
    void clearContent() {
        items = new ArrayList<>();
        shared = false;
        rewind();
    }

    @Override
    public void reset() {
        makeBodyReadOnly();
        rewind();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        boolean value = Conversions.toBoolean(current("readBoolean"), "readBoolean", position + 1);
        position++;
        return value;
    }

    @Override
    public byte readByte() throws JMSException {
        byte value = Conversions.toByte(current("readByte"), "readByte", position + 1);
        position++;
        return value;
    }

    @Override
    public short readShort() throws JMSException {
        short value = Conversions.toShort(current("readShort"), "readShort", position + 1);
        position++;
        return value;
    }

    @Override
    public char readChar() throws JMSException {
        char value = Conversions.toChar(current("readChar"), "readChar", position + 1);
        position++;
        return value;
    }

    @Override
    public int readInt() throws JMSException {
        int value = Conversions.toInt(current("readInt"), "readInt", position + 1);
        position++;
        return value;
    }

    @Override
    public long readLong() throws JMSException {
        long value = Conversions.toLong(current("readLong"), "readLong", position + 1);
        position++;
        return value;
    }

    @Override
    public float readFloat() throws JMSException {
        float value = Conversions.toFloat(current("readFloat"), "readFloat", position + 1);
        position++;
        return value;
    }

    @Override
    public double readDouble() throws JMSException {
        double value = Conversions.toDouble(current("readDouble"), "readDouble", position + 1);
        position++;
        return value;
    }

    @Override
    public @Nullable String readString() throws JMSException {
        String value = Conversions.toText(current("readString"), "readString", position + 1);
        position++;
        return value;
    }

    @Override
    public @Nullable Object readObject() throws JMSException {
        Object value = Conversions.toObject(current("readObject"));
        position++;
        return value;
    }

    /**
     * Reads the byte array at the position piece by piece. It has been read, and the next item is next, once a call returned
     * less than the length of {@code target}; null is read by one call that returns -1.
     */
    @Override
    public int readBytes(byte[] target) throws JMSException {
        requireReadableBody("readBytes");
        Objects.requireNonNull(target, "readBytes(null): expected a byte array to read into");
        Object item = item("readBytes");
        if (item == null) {
            position++;
            return -1;
        }
        if (!(item instanceof byte[] field)) {
            throw MessageErrors.conversion(item, "byte[]", "byte[]", "readBytes", position + 1);
        }
        boolean begun = bytesRead != NONE_READ;
        int from = begun ? bytesRead : 0;
        int length = Math.min(target.length, field.length - from);
        System.arraycopy(field, from, target, 0, length);
        bytesRead = from + length;
        // After a call that filled the target exactly, the end shows as -1 and not as 0.
        int result = begun && length == 0 && from == field.length ? -1 : length;
        if (result < target.length) {
            bytesRead = NONE_READ;
            position++;
        }
        return result;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write("writeBoolean", value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write("writeByte", value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write("writeShort", value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write("writeChar", value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write("writeInt", value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write("writeLong", value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write("writeFloat", value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write("writeDouble", value);
    }

    @Override
    public void writeString(@Nullable String value) throws JMSException {
        write("writeString", value);
    }

    @Override
    public void writeBytes(byte @Nullable [] value) throws JMSException {
        write("writeBytes", value == null ? null : value.clone());
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        write("writeBytes", Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(@Nullable Object value) throws JMSException {
        requireWriteableBody("writeObject");
        write("writeObject", Conversions.requireBodyValue(value, "writeObject", items.size() + 1));
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        throw MessageErrors.format(
                "getBody(" + type.getTypeName() + "): a StreamMessage cannot be read as a whole; use its read methods");
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return false;
    }

    @Override
    String typeName() {
        return "StreamMessage";
    }

    /** The item that a read other than readBytes is to convert. */
    private @Nullable Object current(String method) throws JMSException {
        requireReadableBody(method);
        if (bytesRead != NONE_READ) {
            throw MessageErrors.format(MessageErrors.call(method, position + 1)
                    + ": the byte array there is only partly read; call readBytes until it returns less than the length"
                    + " of its buffer");
        }
        return item(method);
    }

    private @Nullable Object item(String method) throws JMSException {
        if (position == items.size()) {
            throw MessageErrors.endOfBody(method, "all " + position + " items have been read");
        }
        return items.get(position);
    }

    private void write(String method, @Nullable Object value) throws JMSException {
        requireWriteableBody(method);
        if (shared) {
            items = new ArrayList<>(items);
            shared = false;
        }
        items.add(value);
    }

    private void rewind() {
        position = 0;
        bytesRead = NONE_READ;
    }
}
