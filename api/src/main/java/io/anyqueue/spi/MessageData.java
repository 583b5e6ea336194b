package io.anyqueue.spi;

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
        properties = from.properties.freeze();
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

    /**
     * What all ids of its sender begin with, where {@link #messageIdSequence} is not negative, else the whole id; null where
     * ids were disabled. With the sequence for those who write an id without making a text of it.
     */
    public @Nullable String messageIdPrefix() {
        return messageIdPrefix;
    }

    /** The number that follows {@link #messageIdPrefix} in the id; negative where nothing does. */
    public long messageIdSequence() {
        return messageIdSequence;
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
        return PropertyArray.get(properties, properties.length, name);
    }

    public int propertyCount() {
        return properties.length / 2;
    }

    /** Calls {@code action} with each name and value, in the order of first setting; a value may be null. */
    public void forEachProperty(BiConsumer<String, @Nullable Object> action) {
        PropertyArray.forEach(properties, properties.length, action);
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
        private final PropertyArray properties;
        private Body body;
        private @Nullable Object providerData;
        private long messageIdSequence = -1;
        private long timestamp;
        private long expiration;
        private long deliveryTime;
        private int priority = 4;
        private boolean persistent = true;

        private Builder() {
            properties = new PropertyArray();
            body = Body.None.INSTANCE;
        }

        private Builder(MessageData from) {
            destination = from.destination;
            replyTo = from.replyTo;
            messageIdPrefix = from.messageIdPrefix;
            correlationId = from.correlationId;
            type = from.type;
            properties = new PropertyArray(from.properties);
            body = from.body;
            providerData = from.providerData;
            messageIdSequence = from.messageIdSequence;
            timestamp = from.timestamp;
            expiration = from.expiration;
            deliveryTime = from.deliveryTime;
            priority = from.priority;
            persistent = from.persistent;
        }

        /** A snapshot of what is set now; the builder can go on being used. */
        public MessageData build() {
            return new MessageData(this);
        }

        /** Where it goes, {@code JMSDestination}. */
        public Builder destination(@Nullable Address value) {
            destination = value;
            return this;
        }

        public @Nullable Address destination() {
            return destination;
        }

        /** Where an answer goes, {@code JMSReplyTo}; null for nowhere. */
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

        /** {@code JMSCorrelationID} as a text; null for none. */
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

        /** The correlation id as it was set: a String, a byte array that must not be changed, or null. */
        public @Nullable Object rawCorrelationId() {
            return correlationId;
        }

        /** {@code JMSType}; null for none. */
        public Builder type(@Nullable String value) {
            type = value;
            return this;
        }

        public @Nullable String type() {
            return type;
        }

        /** The body, which is not copied. */
        public Builder body(Body value) {
            body = value;
            return this;
        }

        public Body body() {
            return body;
        }

        /** What only the provider that received it understands, and gets back where the message is sent on; null for none. */
        public Builder providerData(@Nullable Object value) {
            providerData = value;
            return this;
        }

        /** When it was sent, in milliseconds since 1970; 0 where that is not told. */
        public Builder timestamp(long value) {
            timestamp = value;
            return this;
        }

        public long timestamp() {
            return timestamp;
        }

        /** Until when it is valid, in milliseconds since 1970; 0 for ever. */
        public Builder expiration(long value) {
            expiration = value;
            return this;
        }

        public long expiration() {
            return expiration;
        }

        /** Before when it is not delivered, in milliseconds since 1970; 0 where that is not told. */
        public Builder deliveryTime(long value) {
            deliveryTime = value;
            return this;
        }

        public long deliveryTime() {
            return deliveryTime;
        }

        /**
         * 0 to 9.
         *
         * @throws IndexOutOfBoundsException for others
         */
        public Builder priority(int value) {
            priority = Objects.checkIndex(value, 10);
            return this;
        }

        public int priority() {
            return priority;
        }

        /** True for the delivery mode {@code PERSISTENT}. */
        public Builder persistent(boolean value) {
            persistent = value;
            return this;
        }

        public boolean persistent() {
            return persistent;
        }

        /** Sets or replaces a property. */
        public Builder property(String name, @Nullable Object value) {
            properties.set(name, value);
            return this;
        }

        /** The value of a property; null where it is not set, or set to null. */
        public @Nullable Object property(String name) {
            return properties.get(name);
        }

        public boolean hasProperty(String name) {
            return properties.has(name);
        }

        /** Without effect where it is not set. */
        public Builder removeProperty(String name) {
            properties.remove(name);
            return this;
        }

        public Builder clearProperties() {
            properties.clear();
            return this;
        }

        /** In the order in which they were set. */
        public void forEachProperty(BiConsumer<String, @Nullable Object> action) {
            properties.forEach(action);
        }
    }
}
