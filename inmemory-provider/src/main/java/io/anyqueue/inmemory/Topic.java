package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * A topic: passes each message on to the queues of its subscriptions and keeps none. Owned by the broker.
 *
 * <p>Threads: safe for any. Publishing reads an array that is replaced when a subscription comes or goes.
 */
final class Topic implements SendTarget {
    private final Address address;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile boolean deleted;

    Topic(Address address) {
        this.address = address;
    }

    @Override
    public Address address() {
        return address;
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Deletes it unless it has subscriptions, in which case it answers false. */
    boolean deleteIfUnused() {
        if (!subscriptions.isEmpty()) {
            return false;
        }
        deleted = true;
        return true;
    }

    @Override
    public boolean send(MemorySender sender, MessageData message, Object token) throws JMSException {
        requirePresent();
        MemoryConnection origin = sender.connection();
        for (Subscription subscription : subscriptions) {
            if (subscription.wants(message, origin)) {
                subscription.queue().deposit(message);
            }
        }
        return true;
    }

    @Override
    public boolean reserve(MemorySender sender, Transaction.Send send, Object token) throws JMSException {
        requirePresent();
        send.admit();
        return true;
    }

    @Override
    public void cancelReservation() {
        // Subscriptions are not bounded, so nothing was reserved.
    }

    @Override
    public boolean isGone() {
        return deleted;
    }

    @Override
    public void route(MemoryConnection origin, MessageData message, BiConsumer<MessageQueue, MessageData> action) {
        for (Subscription subscription : subscriptions) {
            if (subscription.wants(message, origin)) {
                action.accept(subscription.queue(), message);
            }
        }
    }

    @Override
    public void whenDone(MemorySender sender, Runnable action) {
        sender.signals().submit(action);
    }

    @Override
    public void withdraw(MemorySender sender, JMSException cause) {
        // Nobody waits for room in a topic.
    }

    private void requirePresent() throws JMSException {
        if (deleted) {
            throw Refusals.deleted(address);
        }
    }
}
