package io.anyqueue.amqp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as the broker describes it. Immutable.
 *
 * @param type {@code quorum}, {@code classic} or {@code stream}
 * @param isNew whether it was not there when it was looked for
 */
record QueueState(String type, Map<?, ?> arguments, long messages, long consumers, boolean isNew) {

    /** A queue that may be there, of which the broker tells nothing. */
    static final QueueState UNKNOWN = new QueueState("unknown", Map.of(), 0, 0, false);

    static QueueState of(ManagementResponse response) {
        return new QueueState(
                String.valueOf(response.field("type")),
                response.field("arguments") instanceof Map<?, ?> map ? map : Map.of(),
                number(response.field("message_count")),
                number(response.field("consumer_count")),
                false);
    }

    QueueState asNew() {
        return new QueueState(type, arguments, messages, consumers, true);
    }

    boolean isStream() {
        return type.equals("stream");
    }

    boolean isUnknown() {
        return equals(UNKNOWN);
    }

    /** An argument as text; empty where there is none. */
    String argument(String name) {
        Object value = arguments.get(name);
        return value == null ? "" : value.toString();
    }

    boolean has(String argument) {
        return arguments.containsKey(argument);
    }

    /** An argument as a number; 0 where there is none. */
    long number(String name) {
        return number(arguments.get(name));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
