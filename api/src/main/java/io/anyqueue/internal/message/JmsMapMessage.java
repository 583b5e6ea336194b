package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Named values (section 3.11). Not thread safe.
 *
 * <p>Copy on write: the map is shared with every snapshot since the last change, and copied by the next one. Byte arrays
 * in it are never changed, since they are copied on their way in and out.
 */
final class JmsMapMessage extends JmsMessage implements MapMessage {
    private Map<String, @Nullable Object> entries;
    private boolean shared = true;

    JmsMapMessage(MessageData.Builder header) {
        super(header);
        entries = ((Body.Entries) header.body()).entries();
    }

    @Override
    void freezeBody() {
        if (!shared) {
            header().body(new Body.Entries(entries));
            shared = true;
        }
    }

    @Override
    void clearContent() {
        entries = new LinkedHashMap<>();
        shared = false;
    }

    @Override
    public boolean itemExists(@Nullable String name) {
        return name != null && entries.containsKey(name);
    }

    @Override
    public Enumeration<String> getMapNames() {
        return Collections.enumeration(new ArrayList<>(entries.keySet()));
    }

    @Override
    public boolean getBoolean(@Nullable String name) throws JMSException {
        return Conversions.toBoolean(value(name), "getBoolean", String.valueOf(name));
    }

    @Override
    public byte getByte(@Nullable String name) throws JMSException {
        return Conversions.toByte(value(name), "getByte", String.valueOf(name));
    }

    @Override
    public short getShort(@Nullable String name) throws JMSException {
        return Conversions.toShort(value(name), "getShort", String.valueOf(name));
    }

    @Override
    public char getChar(@Nullable String name) throws JMSException {
        return Conversions.toChar(value(name), "getChar", String.valueOf(name));
    }

    @Override
    public int getInt(@Nullable String name) throws JMSException {
        return Conversions.toInt(value(name), "getInt", String.valueOf(name));
    }

    @Override
    public long getLong(@Nullable String name) throws JMSException {
        return Conversions.toLong(value(name), "getLong", String.valueOf(name));
    }

    @Override
    public float getFloat(@Nullable String name) throws JMSException {
        return Conversions.toFloat(value(name), "getFloat", String.valueOf(name));
    }

    @Override
    public double getDouble(@Nullable String name) throws JMSException {
        return Conversions.toDouble(value(name), "getDouble", String.valueOf(name));
    }

    @Override
    public @Nullable String getString(@Nullable String name) throws JMSException {
        return Conversions.toText(value(name), "getString", String.valueOf(name));
    }

    @Override
    public byte @Nullable [] getBytes(@Nullable String name) throws JMSException {
        return Conversions.toBytes(value(name), "getBytes", String.valueOf(name));
    }

    @Override
    public @Nullable Object getObject(@Nullable String name) {
        return Conversions.toObject(value(name));
    }

    @Override
    public void setBoolean(@Nullable String name, boolean value) throws JMSException {
        set("setBoolean", name, value);
    }

    @Override
    public void setByte(@Nullable String name, byte value) throws JMSException {
        set("setByte", name, value);
    }

    @Override
    public void setShort(@Nullable String name, short value) throws JMSException {
        set("setShort", name, value);
    }

    @Override
    public void setChar(@Nullable String name, char value) throws JMSException {
        set("setChar", name, value);
    }

    @Override
    public void setInt(@Nullable String name, int value) throws JMSException {
        set("setInt", name, value);
    }

    @Override
    public void setLong(@Nullable String name, long value) throws JMSException {
        set("setLong", name, value);
    }

    @Override
    public void setFloat(@Nullable String name, float value) throws JMSException {
        set("setFloat", name, value);
    }

    @Override
    public void setDouble(@Nullable String name, double value) throws JMSException {
        set("setDouble", name, value);
    }

    @Override
    public void setString(@Nullable String name, @Nullable String value) throws JMSException {
        set("setString", name, value);
    }

    @Override
    public void setBytes(@Nullable String name, byte @Nullable [] value) throws JMSException {
        set("setBytes", name, value == null ? null : value.clone());
    }

    @Override
    public void setBytes(@Nullable String name, byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        set("setBytes", name, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(@Nullable String name, @Nullable Object value) throws JMSException {
        requireWriteableBody("setObject");
        set("setObject", name, Conversions.requireBodyValue(value, "setObject", String.valueOf(name)));
    }

    /** A copy of the map, which the caller may change. */
    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw MessageErrors.notAssignable("the body of a MapMessage", type, "java.util.Map or Object");
        }
        if (entries.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(entries);
        copy.replaceAll((name, value) -> Conversions.toObject(value));
        return type.cast(copy);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return entries.isEmpty() || type == Map.class || type == Object.class;
    }

    @Override
    String typeName() {
        return "MapMessage";
    }

    private @Nullable Object value(@Nullable String name) {
        return name == null ? null : entries.get(name);
    }

    private void set(String method, @Nullable String name, @Nullable Object value) throws JMSException {
        requireWriteableBody(method);
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(
                    method + ": the item's name is " + (name == null ? "null" : "empty") + "; expected a name");
        }
        if (shared) {
            entries = new LinkedHashMap<>(entries);
            shared = false;
        }
        entries.put(name, value);
    }
}
