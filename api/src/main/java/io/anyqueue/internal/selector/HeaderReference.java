package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The header fields that a selector may name (section 3.8.1.1); all others are refused when it is compiled. */
enum HeaderReference implements Reference {
    DELIVERY_MODE("JMSDeliveryMode") {
        /** The words of section 3.8.1.3, not the int constants. */
        @Override
        public Object evaluate(MessageData message) {
            return message.persistent() ? "PERSISTENT" : "NON_PERSISTENT";
        }
    },
    PRIORITY("JMSPriority") {
        @Override
        public Object evaluate(MessageData message) {
            return message.priority();
        }
    },
    MESSAGE_ID("JMSMessageID") {
        @Override
        public @Nullable Object evaluate(MessageData message) {
            return message.messageId();
        }
    },
    TIMESTAMP("JMSTimestamp") {
        @Override
        public Object evaluate(MessageData message) {
            return message.timestamp();
        }
    },
    CORRELATION_ID("JMSCorrelationID") {
        @Override
        public @Nullable Object evaluate(MessageData message) {
            return message.correlationId();
        }
    },
    TYPE("JMSType") {
        @Override
        public @Nullable Object evaluate(MessageData message) {
            return message.type();
        }
    };

    private static final Map<String, HeaderReference> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(header -> header.fieldName, Function.identity()));

    private final String fieldName;

    HeaderReference(String fieldName) {
        this.fieldName = fieldName;
    }

    static @Nullable HeaderReference named(String name) {
        return BY_NAME.get(name);
    }

    /** The names for error messages. */
    static String names() {
        return Arrays.stream(values()).map(header -> header.fieldName).collect(Collectors.joining(", "));
    }
}
