package io.anyqueue.internal.client;

import io.anyqueue.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settles lazily, in batches; what is pending when the session dies is delivered again. */
final class DupsOkAcknowledgement extends Acknowledgement {
    private static final int BATCH = 64;

    private final List<Received> pending = new ArrayList<>(BATCH);
    private @Nullable Received current;

    @Override
    void received(Received received) {
        pending.add(received);
        if (pending.size() >= BATCH) {
            flush();
        }
    }

    @Override
    void delivering(Received received) {
        current = received;
    }

    @Override
    void consumed(Received received) {
        if (current == received) {
            current = null;
            received(received);
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
        flush();
    }

    @Override
    List<Received> recover() {
        flush();
        List<Received> held = current == null ? List.of() : List.of(current);
        current = null;
        return held;
    }

    @Override
    void flush() {
        Received.leaving(pending);
        Settlement.settle(pending, Outcome.ACCEPTED, null);
        pending.clear();
    }

    @Override
    List<Received> unsettled() {
        List<Received> all = new ArrayList<>(pending);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    @Override
    List<Received> takeAll() {
        return recover();
    }
}
