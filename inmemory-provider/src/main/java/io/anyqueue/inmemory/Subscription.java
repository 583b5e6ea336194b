package io.anyqueue.inmemory;

import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a topic, with the queue that holds its messages. Owned by {@link Subscriptions}, whose lock guards
 * the counts of receivers; the rest is immutable.
 */
final class Subscription {

    /**
     * What a named subscription is found by. Durable ones have one name space for shared and unshared, so that the one
     * kind can be refused where the other exists; shared ones that are not durable have another.
     */
    record Key(@Nullable String clientId, String name, boolean durable) {}

    private final @Nullable Key key;
    private final Topic topic;
    private final ReceiverSpec spec;
    private final @Nullable MemoryConnection subscriber;
    private final @Nullable String clientId;
    private final MessageQueue queue;
    private int receivers;
    private int retired;

    Subscription(@Nullable Key key, Topic topic, ReceiverSpec spec, MemoryConnection subscriber, MessageQueue queue) {
        this.key = key;
        this.topic = topic;
        this.spec = spec;
        // A durable one outlives connections and knows its client by the identifier.
        this.subscriber = key != null && key.durable() ? null : subscriber;
        this.clientId = subscriber.clientId();
        this.queue = queue;
    }

    @Nullable
    Key key() {
        return key;
    }

    Topic topic() {
        return topic;
    }

    MessageQueue queue() {
        return queue;
    }

    boolean isDurable() {
        return key != null && key.durable();
    }

    boolean isShared() {
        return spec.subscription() != null && spec.subscription().shared();
    }

    /** True while it has receivers whose consumers are open. */
    boolean isActive() {
        return receivers > retired;
    }

    /** True while it has receivers, be it for what they have delivered only. */
    boolean isHeld() {
        return receivers > 0;
    }

    void receiverOpened() {
        receivers++;
    }

    void receiverRetired() {
        retired++;
    }

    void receiverClosed(boolean wasRetired) {
        receivers--;
        retired -= wasRetired ? 1 : 0;
    }

    @Nullable
    String selectorText() {
        MessageSelector selector = spec.selector();
        return selector == null ? null : selector.text();
    }

    /** True where a receiver that asks for this may join. */
    boolean hasTermsOf(ReceiverSpec other, Topic otherTopic) {
        String otherText = other.selector() == null ? null : other.selector().text();
        return topic == otherTopic
                && Objects.equals(selectorText(), otherText)
                && clientTerms(spec).equals(clientTerms(other))
                && (isShared() || spec.noLocal() == other.noLocal());
    }

    private static String clientTerms(ReceiverSpec spec) {
        ReceiverSpec.Subscription named = spec.subscription();
        return named == null ? "" : named.clientTerms();
    }

    /** True where a message published by {@code origin} belongs here. */
    boolean wants(MessageData message, MemoryConnection origin) {
        MessageSelector selector = spec.selector();
        return !(spec.noLocal() && isLocal(origin)) && (selector == null || selector.matches(message));
    }

    private boolean isLocal(MemoryConnection origin) {
        return origin == subscriber || (clientId != null && clientId.equals(origin.clientId()));
    }
}
