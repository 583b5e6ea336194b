package io.anyqueue.inmemory;

import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.ReceiverObserver;

/**
 * Where the deliveries of one receiver leave the broker, in the turn of its session. Owned by the receiver.
 *
 * <p>Threads: {@code unflushed} belongs to whoever drains the {@link Signals}; the rest is safe for any thread.
 */
final class DeliveryPort {
    private final ReceiverObserver observer;
    private final Signals signals;
    private volatile boolean closed;
    boolean unflushed;

    DeliveryPort(ReceiverObserver observer, Signals signals) {
        this.observer = observer;
        this.signals = signals;
    }

    private final class DeliverySignal extends Signals.Signal {
        private final Delivery delivery;

        DeliverySignal(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        void emit(Signals turn) {
            if (!closed) {
                turn.delivered(DeliveryPort.this);
                observer.delivered(delivery);
            }
        }
    }

    Signals signals() {
        return signals;
    }

    ReceiverObserver observer() {
        return observer;
    }

    /** Puts a delivery in; the caller drains the signals once it holds no lock. */
    void add(Delivery delivery) {
        signals.add(new DeliverySignal(delivery));
    }

    void flush() {
        if (!closed) {
            observer.deliveriesFlushed();
        }
    }

    /** What has not left yet never will: its message has gone back to the queue. */
    void close() {
        closed = true;
    }
}
