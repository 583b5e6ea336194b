package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a broker, and the rules by which receivers join, replace and end them (section 4.11).
 *
 * <p>Threads: safe for any. Its lock guards the table and the counts of receivers. Queues are deleted after it has been
 * released, because that may call observers.
 */
final class Subscriptions {
    private final Broker broker;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Subscription.Key, Subscription> named = new HashMap<>();

    Subscriptions(Broker broker) {
        this.broker = broker;
    }

    /** Finds or makes the subscription that a receiver is to read, and counts the receiver in. */
    Subscription join(MemoryConnection connection, ReceiverSpec spec, Topic topic) throws JMSException {
        Subscription.Key key = keyOf(connection, spec);
        Subscription replaced = null;
        Subscription joined;
        lock.lock();
        try {
            Subscription present = key == null ? null : named.get(key);
            if (present != null && !admits(present, spec, topic)) {
                remove(present);
                replaced = present;
                present = null;
            }
            joined = present == null ? create(key, connection, spec, topic) : present;
            joined.receiverOpened();
        } finally {
            lock.unlock();
        }
        if (replaced != null) {
            replaced.queue().deleteIfUnused();
        }
        return joined;
    }

    /** Counts a receiver out, after it has left the queue. */
    void leave(Subscription subscription, boolean retired) {
        change(subscription, () -> subscription.receiverClosed(retired));
    }

    /**
     * A receiver stays for what it has delivered only. Where it was the last one of a subscription that is not durable, this gets
     * nothing more (section 8.3.1).
     */
    void retire(Subscription subscription) {
        change(subscription, subscription::receiverRetired);
    }

    private void change(Subscription subscription, Runnable count) {
        boolean over;
        lock.lock();
        try {
            count.run();
            over = !subscription.isActive() && !subscription.isDurable();
            if (over) {
                remove(subscription);
                over = !subscription.isHeld();
            }
        } finally {
            lock.unlock();
        }
        if (over) {
            subscription.queue().deleteIfUnused();
        }
    }

    /** Deletes a durable subscription of a client. */
    void unsubscribe(@Nullable String clientId, String name) throws JMSException {
        Subscription subscription;
        lock.lock();
        try {
            subscription = named.get(new Subscription.Key(clientId, name, true));
            if (subscription == null) {
                throw Refusals.noSubscription(name);
            }
            if (subscription.isHeld()) {
                throw Refusals.subscriptionInUse("Unsubscribing", name);
            }
            remove(subscription);
        } finally {
            lock.unlock();
        }
        subscription.queue().deleteIfUnused();
    }

    List<SubscriptionStatus> statuses() {
        List<Subscription> present;
        lock.lock();
        try {
            present = new ArrayList<>(named.values());
        } finally {
            lock.unlock();
        }
        return present.stream().map(Subscriptions::status).toList();
    }

    private Subscription.@Nullable Key keyOf(MemoryConnection connection, ReceiverSpec spec) throws JMSException {
        ReceiverSpec.Subscription wanted = spec.subscription();
        if (wanted == null || !(wanted.durable() || wanted.shared())) {
            return null;
        }
        if (wanted.durable()) {
            broker.require(Capability.DURABLE_SUBSCRIPTIONS);
        }
        if (wanted.shared()) {
            broker.require(Capability.SHARED_SUBSCRIPTIONS);
        } else if (connection.clientId() == null) {
            throw Refusals.needsClientId(wanted.name());
        }
        return new Subscription.Key(connection.clientId(), wanted.name(), wanted.durable());
    }

    /** Answers false where the subscription is to be replaced. */
    private static boolean admits(Subscription present, ReceiverSpec spec, Topic topic) throws JMSException {
        ReceiverSpec.Subscription wanted = spec.subscription();
        String name = wanted == null ? "" : wanted.name();
        if (wanted != null && wanted.shared() != present.isShared()) {
            throw Refusals.otherKindOfSubscription(name, present.isShared());
        }
        if (present.isActive() && !present.isShared()) {
            throw Refusals.subscriptionInUse("Subscribing to", name);
        }
        boolean sameTerms = present.hasTermsOf(spec, topic);
        if (!sameTerms && present.isActive()) {
            throw Refusals.activeWithOtherTerms(name);
        }
        return sameTerms;
    }

    @GuardedBy("lock")
    private Subscription create(
            Subscription.@Nullable Key key, MemoryConnection connection, ReceiverSpec spec, Topic topic) {
        String name = key == null ? null : key.name();
        MessageQueue queue = new MessageQueue(broker, topic.address(), name, QueueBound.NONE);
        Subscription created = new Subscription(key, topic, spec, connection, queue);
        if (key != null) {
            named.put(key, created);
        }
        topic.add(created);
        return created;
    }

    @GuardedBy("lock")
    private void remove(Subscription subscription) {
        subscription.topic().remove(subscription);
        Subscription.Key key = subscription.key();
        if (key != null) {
            named.remove(key, subscription);
        }
    }

    private static SubscriptionStatus status(Subscription subscription) {
        Subscription.Key key = subscription.key();
        QueueStatus queue = subscription.queue().status();
        return new SubscriptionStatus(
                key == null ? "" : key.name(),
                key == null ? null : key.clientId(),
                subscription.topic().address().name(),
                subscription.selectorText(),
                subscription.isDurable(),
                subscription.isShared(),
                queue.depth(),
                queue.inFlight(),
                queue.consumers());
    }
}
