package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it waits in a queue. Immutable.
 *
 * @param messageId null where ids were disabled
 * @param correlationId null where none was set
 * @param type null where none was set
 * @param priority 0 to 9
 * @param timestamp milliseconds since the epoch, or 0
 * @param expiration milliseconds since the epoch, or 0 for never
 * @param persistent whether it was sent as persistent
 * @param failedDeliveries how many deliveries have failed
 * @param redelivered whether it may have been delivered before
 * @param properties by name, in the order of setting; values may be null
 * @param body the body, which must not be changed
 */
public record QueuedMessage(
        @Nullable String messageId,
        @Nullable String correlationId,
        @Nullable String type,
        int priority,
        long timestamp,
        long expiration,
        boolean persistent,
        int failedDeliveries,
        boolean redelivered,
        Map<String, @Nullable Object> properties,
        Body body) {

    static QueuedMessage of(Entry entry) {
        MessageData message = entry.message();
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        message.forEachProperty(properties::put);
        return new QueuedMessage(
                message.messageId(),
                message.correlationId(),
                message.type(),
                message.priority(),
                message.timestamp(),
                message.expiration(),
                message.persistent(),
                entry.failures(),
                entry.redelivered(),
                Collections.unmodifiableMap(properties),
                message.body());
    }

    /** Headers only; never body or property values. */
    @Override
    public String toString() {
        return "QueuedMessage[" + messageId + ", priority " + priority + ", failed deliveries " + failedDeliveries
                + ", properties " + properties.keySet() + ']';
    }
}
