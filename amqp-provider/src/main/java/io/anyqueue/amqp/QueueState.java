package io.anyqueue.amqp;

import jakarta.jms.JMSException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as the broker describes it. Immutable.
 *
 * @param type {@code quorum}, {@code classic} or {@code stream}
 * @param isNew whether it was not there when it was looked for
 * @param untold why the broker tells nothing of it; null where it has told
 */
record QueueState(
        String type,
        Map<?, ?> arguments,
        long messages,
        long consumers,
        boolean isNew,
        @Nullable JMSException untold) {

    /** A queue that may be there, of which the broker tells nothing. */
    static QueueState unknown(JMSException cause) {
        return new QueueState("unknown", Map.of(), 0, 0, false, cause);
    }

    static QueueState of(ManagementResponse response) {
        return new QueueState(
                String.valueOf(response.field("type")),
                response.field("arguments") instanceof Map<?, ?> map ? map : Map.of(),
                number(response.field("message_count")),
                number(response.field("consumer_count")),
                false,
                null);
    }

    QueueState asNew() {
        return new QueueState(type, arguments, messages, consumers, true, untold);
    }

    boolean isStream() {
        return type.equals("stream");
    }

    boolean isUnknown() {
        return untold != null;
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
