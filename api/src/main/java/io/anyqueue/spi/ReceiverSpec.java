package io.anyqueue.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a receiver is to receive.
 *
 * @param address the queue or topic
 * @param mode whether it consumes or looks only
 * @param selector null for every message
 * @param noLocal whether messages published by the same connection are left out (topics only)
 * @param subscription null for a queue and for a plain topic receiver, whose subscription ends with it
 * @param resume the last {@link ProviderReceiver#position} of the lost receivers that this one succeeds, which goes before any
 *     start that the address names; null for none
 */
public record ReceiverSpec(
        Address address,
        Mode mode,
        @Nullable MessageSelector selector,
        boolean noLocal,
        @Nullable Subscription subscription,
        @Nullable Object resume) {

    /** One that succeeds no other, or whose peer remembers where to go on. */
    public ReceiverSpec(
            Address address,
            Mode mode,
            @Nullable MessageSelector selector,
            boolean noLocal,
            @Nullable Subscription subscription) {
        this(address, mode, selector, noLocal, subscription, null);
    }

    /** The same, going on where a lost receiver was. */
    public ReceiverSpec resumedAt(@Nullable Object position) {
        return new ReceiverSpec(address, mode, selector, noLocal, subscription, position);
    }

    /** What receiving does to a queue. */
    public enum Mode {
        /** Messages are held for this receiver until settled. */
        CONSUME,
        /**
         * Messages stay where they are and are not settled. The receiver sees those that were there when it was opened; a
         * drain that delivers nothing marks the end (section 6.9).
         */
        BROWSE
    }

    /**
     * A named subscription (section 4.11).
     *
     * @param name unique among the durable subscriptions of a client, shared or not; shared subscriptions that are not
     *     durable have a name space of their own (sections 8.3.2 to 8.3.5)
     * @param durable whether it outlives its receivers
     * @param shared whether it may have several receivers at a time
     * @param clientTerms what the client filters of its messages instead of the peer, in words that only the client
     *     understands; empty for nothing. Like topic and selector it is part of what the subscription is: a provider that
     *     can compare it treats a change of it as it treats a change of these (sections 8.3.2 to 8.3.5), one that cannot
     *     passes over it
     */
    public record Subscription(String name, boolean durable, boolean shared, String clientTerms) {

        /** One of which the client filters nothing. */
        public Subscription(String name, boolean durable, boolean shared) {
            this(name, durable, shared, "");
        }
    }
}
