package io.anyqueue.amqp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue as it is declared. Immutable.
 *
 * @param durable whether it outlives the broker's restart
 * @param exclusive whether only this connection may consume, with which it ends
 * @param autoDelete whether it ends with its last consumer
 */
record QueueDefinition(boolean durable, boolean exclusive, boolean autoDelete, Map<String, Object> arguments) {
    static final String TYPE = "x-queue-type";
    static final String DELIVERY_LIMIT = "x-delivery-limit";
    private static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    private static final String DEAD_LETTER_KEY = "x-dead-letter-routing-key";
    /** Not the broker's own unlimited, -1, with which versions before 4.3 put what is given back behind all the rest. */
    private static final long UNLIMITED = 2_000_000_000L;
    /** So that the ten priorities of Jakarta Messaging can be told apart. */
    private static final Map<String, Object> CLASSIC = Map.of(TYPE, "classic", "x-max-priority", 9L);

    /** A queue of an application. */
    static QueueDefinition ofApplication(RabbitSettings settings, RabbitOptions.QueueType type) {
        return lasting(settings, type).with(settings.arguments());
    }

    /** The queue of a durable subscription. */
    static QueueDefinition ofSubscription(RabbitSettings settings) {
        return lasting(settings, RabbitOptions.QueueType.QUORUM);
    }

    /** With explicit limits, so that nothing is dropped in silence. */
    private static QueueDefinition lasting(RabbitSettings settings, RabbitOptions.QueueType type) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        switch (type) {
            case CLASSIC -> arguments.putAll(CLASSIC);
            case STREAM -> arguments.put(TYPE, "stream");
            case QUORUM -> {
                arguments.put(TYPE, "quorum");
                arguments.put(DELIVERY_LIMIT, settings.deliveryLimit() == 0 ? UNLIMITED : settings.deliveryLimit());
            }
        }
        if (settings.deadLetterQueue() != null && type != RabbitOptions.QueueType.STREAM) {
            arguments.put(DEAD_LETTER_EXCHANGE, DeadLetters.exchange(settings.deadLetterQueue()));
        }
        return new QueueDefinition(true, false, false, arguments);
    }

    /** Where messages that others cannot take wait for somebody to look at them. */
    static QueueDefinition ofDeadLetters() {
        return new QueueDefinition(true, false, false, Map.of(TYPE, "quorum", DELIVERY_LIMIT, UNLIMITED));
    }

    /** For this connection only, and ends with it. */
    static QueueDefinition exclusive(boolean autoDelete) {
        return new QueueDefinition(false, true, autoDelete, CLASSIC);
    }

    /** Ends with its last consumer; where none ever came, after {@code unusedMillis}. */
    static QueueDefinition passing(long unusedMillis) {
        return new QueueDefinition(true, false, true, CLASSIC).with(Map.of("x-expires", unusedMillis));
    }

    /** Hands messages on to another queue after a time, confirmed by it. */
    static QueueDefinition delaying(String queue, long millis) {
        return new QueueDefinition(
                true,
                false,
                false,
                Map.of(
                        TYPE,
                        "quorum",
                        DELIVERY_LIMIT,
                        UNLIMITED,
                        "x-message-ttl",
                        millis,
                        DEAD_LETTER_EXCHANGE,
                        "",
                        DEAD_LETTER_KEY,
                        queue,
                        "x-dead-letter-strategy",
                        "at-least-once",
                        "x-overflow",
                        "reject-publish"));
    }

    /** With more arguments. */
    QueueDefinition with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(arguments);
        all.putAll(more);
        return new QueueDefinition(durable, exclusive, autoDelete, all);
    }

    /** The body of a declaration. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("durable", durable);
        body.put("exclusive", exclusive);
        body.put("auto_delete", autoDelete);
        body.put("arguments", arguments);
        return body;
    }
}
