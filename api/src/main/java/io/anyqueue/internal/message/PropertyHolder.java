package io.anyqueue.internal.message;

import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message (section 3.5), kept in the builder that also holds its header. Not thread safe.
 *
 * <p>{@code JMSXDeliveryCount} differs between deliveries of one message, so it is kept here and not in the builder; it is
 * gone when the properties are cleared, and is not sent when the message is sent on. So an application that copies all
 * properties of a message may set it too (section 3.5.11): it is never sent.
 */
abstract sealed class PropertyHolder implements Message permits JmsMessage {
    private final MessageData.Builder header;
    private boolean readOnly;
    /** Null where the message has none. */
    private @Nullable Integer deliveryCount;

    PropertyHolder(MessageData.Builder header) {
        this.header = header;
    }

    /** The header and properties of the message as they will be sent. Setting them here skips every check. */
    public final MessageData.Builder header() {
        return header;
    }

    final void receivedProperties(int count) {
        readOnly = true;
        deliveryCount = count > 0 ? count : null;
    }

    @Override
    public final void clearProperties() {
        header.clearProperties().providerData(null);
        readOnly = false;
        deliveryCount = null;
    }

    @Override
    public final boolean propertyExists(@Nullable String name) {
        return name != null && (header.hasProperty(name) || isDeliveryCount(name));
    }

    @Override
    public final Enumeration<String> getPropertyNames() {
        List<String> names = new ArrayList<>();
        header.forEachProperty((name, value) -> names.add(name));
        if (deliveryCount != null && !header.hasProperty(PropertyNames.DELIVERY_COUNT)) {
            names.add(PropertyNames.DELIVERY_COUNT);
        }
        return Collections.enumeration(names);
    }

    @Override
    public final boolean getBooleanProperty(@Nullable String name) throws JMSException {
        return Conversions.toBoolean(value(name), "getBooleanProperty", String.valueOf(name));
    }

    @Override
    public final byte getByteProperty(@Nullable String name) throws JMSException {
        return Conversions.toByte(value(name), "getByteProperty", String.valueOf(name));
    }

    @Override
    public final short getShortProperty(@Nullable String name) throws JMSException {
        return Conversions.toShort(value(name), "getShortProperty", String.valueOf(name));
    }

    @Override
    public final int getIntProperty(@Nullable String name) throws JMSException {
        return Conversions.toInt(value(name), "getIntProperty", String.valueOf(name));
    }

    @Override
    public final long getLongProperty(@Nullable String name) throws JMSException {
        return Conversions.toLong(value(name), "getLongProperty", String.valueOf(name));
    }

    @Override
    public final float getFloatProperty(@Nullable String name) throws JMSException {
        return Conversions.toFloat(value(name), "getFloatProperty", String.valueOf(name));
    }

    @Override
    public final double getDoubleProperty(@Nullable String name) throws JMSException {
        return Conversions.toDouble(value(name), "getDoubleProperty", String.valueOf(name));
    }

    @Override
    public final @Nullable String getStringProperty(@Nullable String name) throws JMSException {
        return Conversions.toText(value(name), "getStringProperty", String.valueOf(name));
    }

    @Override
    public final @Nullable Object getObjectProperty(@Nullable String name) {
        return value(name);
    }

    @Override
    public final void setBooleanProperty(@Nullable String name, boolean value) throws JMSException {
        set("setBooleanProperty", name, value);
    }

    @Override
    public final void setByteProperty(@Nullable String name, byte value) throws JMSException {
        set("setByteProperty", name, value);
    }

    @Override
    public final void setShortProperty(@Nullable String name, short value) throws JMSException {
        set("setShortProperty", name, value);
    }

    @Override
    public final void setIntProperty(@Nullable String name, int value) throws JMSException {
        set("setIntProperty", name, value);
    }

    @Override
    public final void setLongProperty(@Nullable String name, long value) throws JMSException {
        set("setLongProperty", name, value);
    }

    @Override
    public final void setFloatProperty(@Nullable String name, float value) throws JMSException {
        set("setFloatProperty", name, value);
    }

    @Override
    public final void setDoubleProperty(@Nullable String name, double value) throws JMSException {
        set("setDoubleProperty", name, value);
    }

    @Override
    public final void setStringProperty(@Nullable String name, @Nullable String value) throws JMSException {
        set("setStringProperty", name, value);
    }

    @Override
    public final void setObjectProperty(@Nullable String name, @Nullable Object value) throws JMSException {
        set("setObjectProperty", name, value);
    }

    /** Takes a property of another implementation's message, whose names may be freer than ours. */
    final void adoptProperty(@Nullable String name, @Nullable Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            PropertyNames.requireValid("getPropertyNames", name);
        } else if (!PropertyNames.isSetByProvider(name)) {
            header.property(name, Conversions.requirePropertyValue(value, "getObjectProperty", name));
        }
    }

    private void set(String method, @Nullable String name, @Nullable Object value) throws JMSException {
        if (readOnly) {
            throw MessageErrors.readOnlyProperties(MessageErrors.call(method, String.valueOf(name)));
        }
        String valid = PropertyNames.requireValid(method, name);
        Conversions.requirePropertyValue(value, method, valid);
        if (valid.equals(PropertyNames.DELIVERY_COUNT)) {
            if (value != null && !(value instanceof Integer)) {
                throw MessageErrors.unsupported(value, "Integer", MessageErrors.call(method, valid));
            }
            deliveryCount = (Integer) value;
        } else {
            PropertyNames.requireDefinedUse(method, valid, value);
            header.property(valid, value);
        }
    }

    private @Nullable Object value(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return isDeliveryCount(name) ? deliveryCount : header.property(name);
    }

    private boolean isDeliveryCount(String name) {
        return deliveryCount != null && name.equals(PropertyNames.DELIVERY_COUNT);
    }
}
