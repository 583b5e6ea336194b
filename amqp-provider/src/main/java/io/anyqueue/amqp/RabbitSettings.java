package io.anyqueue.amqp;

import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link RabbitOptions} as values. Immutable.
 *
 * @param arguments of queues that are declared, besides those that follow from other options
 * @param deliveryLimit 0 for none
 * @param deadLetterQueue null for none
 */
record RabbitSettings(
        boolean declares,
        RabbitOptions.QueueType queueType,
        Map<String, Object> arguments,
        int deliveryLimit,
        @Nullable String deadLetterQueue,
        String topicExchange,
        Object streamOffset,
        RabbitOptions.Browsers browsers) {

    static RabbitSettings of(Settings settings) {
        String deadLetters = settings.find(RabbitOptions.DEAD_LETTER_QUEUE);
        String exchange = settings.find(RabbitOptions.TOPIC_EXCHANGE);
        return new RabbitSettings(
                settings.get(RabbitOptions.DECLARE),
                settings.get(RabbitOptions.QUEUE_TYPE),
                arguments(settings),
                settings.get(RabbitOptions.DELIVERY_LIMIT),
                deadLetters == null ? "jms.dead-letters" : deadLetters.equals("none") ? null : deadLetters,
                exchange == null ? "amq.topic" : exchange,
                streamOffset(settings),
                settings.get(RabbitOptions.BROWSERS));
    }

    private static Object streamOffset(Settings settings) {
        String text = settings.find(RabbitOptions.STREAM_OFFSET);
        Object offset = StreamName.parse(text == null ? "next" : text);
        if (offset == null) {
            throw new ConfigurationException("Option " + RabbitOptions.STREAM_OFFSET + ": \"" + text
                    + "\" is not valid; expected first, last, next, a number, a time or an age ("
                    + RabbitOptions.STREAM_OFFSET.description() + ")");
        }
        return offset;
    }

    /** Numbers and truth values are what they look like; everything else is text. */
    private static Map<String, Object> arguments(Settings settings) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (String each : settings.get(RabbitOptions.QUEUE_ARGUMENTS)) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new ConfigurationException("Option " + RabbitOptions.QUEUE_ARGUMENTS + ": \"" + each
                        + "\" is not valid; expected name=value");
            }
            String value = each.substring(equals + 1).trim();
            arguments.put(each.substring(0, equals).trim(), value(value));
        }
        return Map.copyOf(arguments);
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }
}
