package io.anyqueue.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, one form for each message type of Jakarta Messaging 3.1 (section 3.11).
 *
 * <p>Bodies are immutable: whoever makes one hands over its arrays and collections and never changes them again. They are
 * wrapped, not copied, because a body crosses the provider boundary twice for each message.
 */
public sealed interface Body {

    /** About how many bytes of memory or wire the content takes; used for prefetch bounds, and to spare an exact look at what is small. */
    long approximateSize();

    /** No body at all: {@code jakarta.jms.Message}. */
    record None() implements Body {
        public static final None INSTANCE = new None();

        @Override
        public long approximateSize() {
            return 0;
        }
    }

    /** {@code TextMessage}; the text may be null, which differs from an empty one. */
    record Text(@Nullable String text) implements Body {
        public static final Text NULL = new Text(null);

        @Override
        public long approximateSize() {
            return text == null ? 0 : text.length();
        }
    }

    /** {@code BytesMessage}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; see the ownership rule above
    record Bytes(byte[] content) implements Body {
        public static final Bytes EMPTY = new Bytes(new byte[0]);

        @Override
        public long approximateSize() {
            return content.length;
        }
    }

    /** {@code MapMessage}; iteration order is the order of the first setting of each name. Values are JMS primitives. */
    record Entries(Map<String, @Nullable Object> entries) implements Body {
        @Override
        public long approximateSize() {
            return 32L * entries.size();
        }
    }

    /** {@code StreamMessage}; values are JMS primitives, byte arrays or null. */
    record Items(List<@Nullable Object> items) implements Body {
        @Override
        public long approximateSize() {
            return 16L * items.size();
        }
    }

    /** {@code ObjectMessage}; the Java serialization of the object, or null for a null object. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; see the ownership rule above
    record Serialized(byte @Nullable [] serialized) implements Body {
        public static final Serialized NULL = new Serialized(null);

        @Override
        public long approximateSize() {
            return serialized == null ? 0 : serialized.length;
        }
    }
}
