package io.anyqueue.internal.client;

import java.util.ArrayList;
import java.util.List;

/** Holds what the transaction consumed until its commit or rollback takes it. */
final class TransactedAcknowledgement extends Acknowledgement {
    private List<Received> consumed = new ArrayList<>();

    @Override
    void received(Received received) {
        consumed.add(received);
    }

    @Override
    void delivering(Received received) {
        consumed.add(received);
    }

    @Override
    void consumed(Received received) {
        // part of the transaction since delivering()
    }

    @Override
    boolean failed(Received received) {
        return false;
    }

    @Override
    void acknowledge(Received received) {
        // Section 6.2.10: calls are ignored in a transacted session.
    }

    @Override
    List<Received> recover() {
        return takeAll();
    }

    @Override
    List<Received> unsettled() {
        return consumed;
    }

    @Override
    List<Received> takeAll() {
        List<Received> all = consumed;
        consumed = new ArrayList<>();
        return all;
    }
}
