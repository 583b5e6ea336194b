package io.anyqueue.internal.client;

import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/**
 * The half of a consumer that empties its buffer into a listener of the session, or into the server sessions of a connection
 * consumer. While it is on, its consumer refuses to receive and has the whole window granted.
 *
 * <p>Threads: switched on and off by the session's thread of control; delivers on the dispatcher's.
 */
final class PushDelivery {
    /** Where deliveries are pushed. */
    interface Target {
        /** Takes the consumer's next delivery and pushes it; false where there was none. */
        boolean deliverNext();
    }

    private final ClientConsumer consumer;
    private final DeliveryBuffer buffer;
    private final Prefetch prefetch;
    private final ListenerPause pause;
    private volatile @Nullable MessageListener listener;
    private volatile @Nullable Target target;

    PushDelivery(ClientConsumer consumer, DeliveryBuffer buffer, Prefetch prefetch, ListenerPause pause) {
        this.consumer = consumer;
        this.buffer = buffer;
        this.prefetch = prefetch;
        this.pause = pause;
    }

    boolean isOn() {
        return target != null;
    }

    @Nullable
    MessageListener listener() {
        return listener;
    }

    /** Calls a listener from now on, by way of {@code newTarget}. */
    void to(MessageListener newListener, Target newTarget) {
        listener = newListener;
        to(newTarget);
    }

    void to(Target newTarget) {
        target = newTarget;
        consumer.resume();
    }

    void off() {
        listener = null;
        target = null;
        consumer.giveBack();
    }

    boolean hasWork() {
        return target != null && !consumer.isMarkedClosed() && !pause.isPausing() && !buffer.isEmpty();
    }

    /** Delivers one message; false where there is none. On the dispatcher's thread. */
    boolean deliverNext() {
        Target current = target;
        if (current == null || !hasWork()) {
            return false;
        }
        boolean delivered = current.deliverNext();
        if (!consumer.isMarkedClosed() && target != null) {
            fetchOrTopUp();
        }
        return delivered;
    }

    private void fetchOrTopUp() {
        ReceiverLink link = consumer.link();
        if (link == null || !buffer.isEmpty() || !link.flow().fetchSoon(prefetch.full())) {
            consumer.topUp(prefetch.full());
        }
        if (target == null) {
            // It was switched off meanwhile, and had given back before this was asked for.
            consumer.giveBack();
        }
    }

    /** A listener has returned, or has thrown at a message that comes again. */
    void ended(boolean accepted) {
        pause.listenerEnded(accepted);
    }
}
