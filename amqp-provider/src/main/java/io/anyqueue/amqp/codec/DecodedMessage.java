package io.anyqueue.amqp.codec;

import io.anyqueue.spi.MessageData;

/**
 * A message with what belongs to its delivery.
 *
 * @param failedDeliveries the delivery count of its header
 * @param redelivered whether it may have been delivered before
 */
public record DecodedMessage(MessageData message, int failedDeliveries, boolean redelivered) {}
