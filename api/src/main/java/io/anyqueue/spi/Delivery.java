package io.anyqueue.spi;

/**
 * One handing over of a message to a receiver.
 *
 * @param number ascending by one for each delivery of a receiver, from 0; what settlements name
 * @param message the message, shared with other deliveries of it
 * @param failedDeliveries how many earlier deliveries are known to have failed; {@code JMSXDeliveryCount} is one more
 * @param redelivered whether the message may have been delivered before, which a peer may know without a count
 */
public record Delivery(long number, MessageData message, int failedDeliveries, boolean redelivered) {}
