package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.Failures;
import io.anyqueue.spi.MessageData;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * What a producer says about each message that it sends (sections 7.7 to 7.9, 7.4.3): delivery mode, priority, times, and which
 * headers may be left out. Confined to the thread that uses its producer.
 */
final class SendOptions {
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private boolean disableMessageId;
    private boolean disableTimestamp;

    /** The same options with those that one send names. */
    SendOptions with(int mode, int priorityOfMessage, long ttl) throws JMSException {
        SendOptions changed = new SendOptions();
        changed.deliveryMode = checkDeliveryMode("send", mode);
        changed.priority = checkPriority("send", priorityOfMessage);
        changed.timeToLive = checkTime("send, time to live", ttl);
        changed.deliveryDelay = deliveryDelay;
        changed.disableMessageId = disableMessageId;
        changed.disableTimestamp = disableTimestamp;
        return changed;
    }

    int deliveryMode() {
        return deliveryMode;
    }

    void deliveryMode(int value) throws JMSException {
        deliveryMode = checkDeliveryMode("setDeliveryMode", value);
    }

    int priority() {
        return priority;
    }

    void priority(int value) throws JMSException {
        priority = checkPriority("setPriority", value);
    }

    long timeToLive() {
        return timeToLive;
    }

    void timeToLive(long millis) throws JMSException {
        timeToLive = checkTime("setTimeToLive", millis);
    }

    long deliveryDelay() {
        return deliveryDelay;
    }

    void deliveryDelay(long millis) throws JMSException {
        deliveryDelay = checkTime("setDeliveryDelay", millis);
    }

    boolean disableMessageId() {
        return disableMessageId;
    }

    void disableMessageId(boolean value) {
        disableMessageId = value;
    }

    boolean disableTimestamp() {
        return disableTimestamp;
    }

    void disableTimestamp(boolean value) {
        disableTimestamp = value;
    }

    /** Sets the headers that follow from these options, for a message sent now. */
    void stamp(MessageData.Builder header, long now) {
        header.persistent(deliveryMode == DeliveryMode.PERSISTENT)
                .priority(priority)
                .timestamp(disableTimestamp ? 0 : now)
                .expiration(timeToLive == 0 ? 0 : saturatedSum(now, timeToLive))
                .deliveryTime(saturatedSum(now, deliveryDelay));
    }

    private static long saturatedSum(long now, long millis) {
        long sum = now + millis;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static int checkDeliveryMode(String operation, int value) throws JMSException {
        if (value != DeliveryMode.PERSISTENT && value != DeliveryMode.NON_PERSISTENT) {
            throw Failures.argument(operation + ": delivery mode " + value
                    + " is unknown; expected DeliveryMode.NON_PERSISTENT (1) or DeliveryMode.PERSISTENT (2)");
        }
        return value;
    }

    private static int checkPriority(String operation, int value) throws JMSException {
        if (value < 0 || value > 9) {
            throw Failures.argument(operation + ": priority " + value + " is out of range; expected 0 (lowest) to 9");
        }
        return value;
    }

    private static long checkTime(String operation, long millis) throws JMSException {
        if (millis < 0) {
            throw Failures.argument(operation + ": " + millis + " ms are negative; expected 0 (none) or more");
        }
        return millis;
    }
}
