package io.anyqueue.inmemory;

import org.jspecify.annotations.Nullable;

/**
 * How a named subscription stood at one moment. Immutable.
 *
 * @param name the subscription's name
 * @param clientId the client that it belongs to; null for a shared one without
 * @param topic the topic's name
 * @param selector null for every message
 * @param durable whether it outlives its consumers
 * @param shared whether it may have several consumers
 * @param depth messages that wait to be delivered
 * @param inFlight messages delivered and not settled
 * @param consumers open consumers
 */
public record SubscriptionStatus(
        String name,
        @Nullable String clientId,
        String topic,
        @Nullable String selector,
        boolean durable,
        boolean shared,
        int depth,
        int inFlight,
        int consumers) {}
