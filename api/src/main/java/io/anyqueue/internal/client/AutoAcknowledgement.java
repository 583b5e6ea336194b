package io.anyqueue.internal.client;

import io.anyqueue.spi.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settles each message when the receive returns or the listener has returned, before the next delivery. */
final class AutoAcknowledgement extends Acknowledgement {
    /** What the listener is working on; null once it has been given back by {@code recover}. */
    private @Nullable Received current;

    @Override
    void received(Received received) {
        received.link().accepting(received);
        received.link().settle(received.number(), received.number(), Outcome.ACCEPTED, null);
    }

    @Override
    void delivering(Received received) {
        current = received;
    }

    @Override
    void consumed(Received received) {
        if (current == received) {
            received(received);
            current = null;
        }
    }

    @Override
    boolean failed(Received received) {
        boolean held = current == received;
        current = null;
        return held;
    }

    @Override
    void acknowledge(Received received) {
        // Section 6.2.10: calls are ignored in this mode.
    }

    @Override
    List<Received> recover() {
        return takeAll();
    }

    @Override
    List<Received> unsettled() {
        return current == null ? List.of() : List.of(current);
    }

    @Override
    List<Received> takeAll() {
        List<Received> held = unsettled();
        current = null;
        return held;
    }
}
