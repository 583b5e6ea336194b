package io.anyqueue.spi;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable message: header fields, properties and body, as they cross the provider boundary (invariant 5).
 *
 * <p>One instance serves every subscription that receives it. What differs between deliveries (redelivery, count) is on
 * {@link Delivery}. It is flat on purpose: a queue of a million messages holds a million of these, so times and
 * the message id are primitives, rendered when asked for, and properties are one array of alternating names and values.
 */
public final class MessageData {

    private static final Object[] NO_PROPERTIES = {};

    private final @Nullable Address destination;
    private final @Nullable Address replyTo;
    private final @Nullable String messageIdPrefix;
    private final @Nullable Object correlationId;
    private final @Nullable String type;
    private final Object[] properties;
    private final Body body;
    private final @Nullable Object providerData;
    private final long messageIdSequence;
    private final long timestamp;
    private final long expiration;
    private final long deliveryTime;
    private final byte priority;
    private final boolean persistent;

    private MessageData(Builder from) {
        destination = from.destination;
        replyTo = from.replyTo;
        messageIdPrefix = from.messageIdPrefix;
        correlationId = from.correlationId;
        type = from.type;
        properties = from.freezeProperties();
        body = from.body;
        providerData = from.providerData;
        messageIdSequence = from.messageIdSequence;
        timestamp = from.timestamp;
        expiration = from.expiration;
        deliveryTime = from.deliveryTime;
        priority = (byte) from.priority;
        persistent = from.persistent;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder with everything that this message has; body and properties are shared until changed. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@code JMSDestination}; null where a foreign peer named none. */
    public @Nullable Address destination() {
        return destination;
    }

    public @Nullable Address replyTo() {
        return replyTo;
    }

    /** {@code JMSMessageID} with its {@code ID:} prefix, or null where ids were disabled. Rendered anew at each call. */
    public @Nullable String messageId() {
        return render(messageIdPrefix, messageIdSequence);
    }

    /** {@code JMSCorrelationID} as text; a binary one is shown as {@code ID:} and hexadecimal digits. */
    public @Nullable String correlationId() {
        return CorrelationIds.asText(correlationId);
    }

    /** The correlation id as it was set: a String, a byte array that must not be changed, or null. */
    public @Nullable Object rawCorrelationId() {
        return correlationId;
    }

    /** {@code JMSType}. */
    public @Nullable String type() {
        return type;
    }

    public Body body() {
        return body;
    }

    /** What the provider that received the message wants to find again when it is forwarded unchanged. */
    public @Nullable Object providerData() {
        return providerData;
    }

    /** Milliseconds since the epoch, or 0 where timestamps were disabled. */
    public long timestamp() {
        return timestamp;
    }

    /** Milliseconds since the epoch, or 0 for never. */
    public long expiration() {
        return expiration;
    }

    /** Milliseconds since the epoch before which the message is not delivered, or 0 where the sender set none. */
    public long deliveryTime() {
        return deliveryTime;
    }

    /** 0 (lowest) to 9. */
    public int priority() {
        return priority;
    }

    public boolean persistent() {
        return persistent;
    }

    /** The value of a property, or null where there is none of that name. */
    public @Nullable Object property(String name) {
        int index = indexOf(properties, properties.length, name);
        return index < 0 ? null : properties[index + 1];
    }

    public int propertyCount() {
        return properties.length / 2;
    }

    /** Calls {@code action} with each name and value, in the order of first setting; a value may be null. */
    public void forEachProperty(BiConsumer<String, @Nullable Object> action) {
        forEach(properties, properties.length, action);
    }

    /** About how many bytes of memory or wire the message takes; used for prefetch bounds only. */
    public long approximateSize() {
        return 128L + 16L * properties.length + body.approximateSize();
    }

    /** Headers for a person who looks for a message; never body or property values. */
    @Override
    public String toString() {
        return "message " + messageId() + " to " + destination;
    }

    private static @Nullable String render(@Nullable String prefix, long sequence) {
        return prefix == null || sequence < 0 ? prefix : prefix + sequence;
    }

    private static int indexOf(Object[] properties, int length, String name) {
        for (int i = 0; i < length; i += 2) {
            if (name.equals(properties[i])) {
                return i;
            }
        }
        return -1;
    }

    private static void forEach(Object[] properties, int length, BiConsumer<String, @Nullable Object> action) {
        for (int i = 0; i < length; i += 2) {
            action.accept((String) properties[i], properties[i + 1]);
        }
    }

    /**
     * The mutable form of a message. Not thread safe. {@link #build} may be called repeatedly; later changes never show in
     * what was built before.
     */
    public static final class Builder {
        private @Nullable Address destination;
        private @Nullable Address replyTo;
        private @Nullable String messageIdPrefix;
        private @Nullable Object correlationId;
        private @Nullable String type;
        private Object[] properties;
        private int propertiesLength;
        private boolean propertiesShared;
        private Body body;
        private @Nullable Object providerData;
        private long messageIdSequence = -1;
        private long timestamp;
        private long expiration;
        private long deliveryTime;
        private int priority = 4;
        private boolean persistent = true;

        private Builder() {
            properties = NO_PROPERTIES;
            propertiesShared = true;
            body = Body.None.INSTANCE;
        }

        private Builder(MessageData from) {
            destination = from.destination;
            replyTo = from.replyTo;
            messageIdPrefix = from.messageIdPrefix;
            correlationId = from.correlationId;
            type = from.type;
            properties = from.properties;
            propertiesLength = from.properties.length;
            propertiesShared = true;
            body = from.body;
            providerData = from.providerData;
            messageIdSequence = from.messageIdSequence;
            timestamp = from.timestamp;
            expiration = from.expiration;
            deliveryTime = from.deliveryTime;
            priority = from.priority;
            persistent = from.persistent;
        }

        public MessageData build() {
            return new MessageData(this);
        }

        public Builder destination(@Nullable Address value) {
            destination = value;
            return this;
        }

        public @Nullable Address destination() {
            return destination;
        }

        public Builder replyTo(@Nullable Address value) {
            replyTo = value;
            return this;
        }

        public @Nullable Address replyTo() {
            return replyTo;
        }

        /** Sets the whole id, {@code ID:} included; null for none. */
        public Builder messageId(@Nullable String value) {
            messageIdPrefix = value;
            messageIdSequence = -1;
            return this;
        }

        /** Sets an id that is rendered as {@code prefix} followed by {@code sequence} when it is asked for. */
        public Builder messageId(String prefix, long sequence) {
            messageIdPrefix = prefix;
            messageIdSequence = sequence;
            return this;
        }

        public @Nullable String messageId() {
            return render(messageIdPrefix, messageIdSequence);
        }

        public Builder correlationId(@Nullable String value) {
            correlationId = value;
            return this;
        }

        /** Sets a binary correlation id; the array is handed over. */
        public Builder correlationId(byte[] value) {
            correlationId = value;
            return this;
        }

        public @Nullable String correlationId() {
            return CorrelationIds.asText(correlationId);
        }

        public @Nullable Object rawCorrelationId() {
            return correlationId;
        }

        public Builder type(@Nullable String value) {
            type = value;
            return this;
        }

        public @Nullable String type() {
            return type;
        }

        public Builder body(Body value) {
            body = value;
            return this;
        }

        public Body body() {
            return body;
        }

        public Builder providerData(@Nullable Object value) {
            providerData = value;
            return this;
        }

        public Builder timestamp(long value) {
            timestamp = value;
            return this;
        }

        public long timestamp() {
            return timestamp;
        }

        public Builder expiration(long value) {
            expiration = value;
            return this;
        }

        public long expiration() {
            return expiration;
        }

        public Builder deliveryTime(long value) {
            deliveryTime = value;
            return this;
        }

        public long deliveryTime() {
            return deliveryTime;
        }

        public Builder priority(int value) {
            priority = Objects.checkIndex(value, 10);
            return this;
        }

        public int priority() {
            return priority;
        }

        public Builder persistent(boolean value) {
            persistent = value;
            return this;
        }

        public boolean persistent() {
            return persistent;
        }

        /** Sets or replaces a property. */
        public Builder property(String name, @Nullable Object value) {
            int index = indexOf(properties, propertiesLength, name);
            int needed = index < 0 ? propertiesLength + 2 : propertiesLength;
            if (propertiesShared || needed > properties.length) {
                int capacity = index < 0 ? Math.max(needed, propertiesLength + propertiesLength / 4 * 2) : needed;
                properties = Arrays.copyOf(properties, capacity);
                propertiesShared = false;
            }
            if (index < 0) {
                index = propertiesLength;
                properties[index] = name;
                propertiesLength = needed;
            }
            setValue(index, value);
            return this;
        }

        public @Nullable Object property(String name) {
            int index = indexOf(properties, propertiesLength, name);
            return index < 0 ? null : properties[index + 1];
        }

        public boolean hasProperty(String name) {
            return indexOf(properties, propertiesLength, name) >= 0;
        }

        public Builder removeProperty(String name) {
            int index = indexOf(properties, propertiesLength, name);
            if (index >= 0) {
                Object[] rest = new Object[propertiesLength - 2];
                System.arraycopy(properties, 0, rest, 0, index);
                System.arraycopy(properties, index + 2, rest, index, rest.length - index);
                properties = rest;
                propertiesLength = rest.length;
                propertiesShared = false;
            }
            return this;
        }

        public Builder clearProperties() {
            properties = NO_PROPERTIES;
            propertiesLength = 0;
            propertiesShared = true;
            return this;
        }

        public void forEachProperty(BiConsumer<String, @Nullable Object> action) {
            forEach(properties, propertiesLength, action);
        }

        @SuppressWarnings("NullAway") // the array holds null values at odd places only
        private void setValue(int index, @Nullable Object value) {
            properties[index + 1] = value;
        }

        private Object[] freezeProperties() {
            if (propertiesLength < properties.length) {
                properties = Arrays.copyOf(properties, propertiesLength);
            }
            propertiesShared = true;
            return properties;
        }
    }
}
