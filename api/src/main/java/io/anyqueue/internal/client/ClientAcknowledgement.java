package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/** Settles, at each {@code acknowledge}, all that the session has consumed so far. */
final class ClientAcknowledgement extends Acknowledgement {
    private List<Received> unsettled = new ArrayList<>();

    @Override
    void received(Received received) {
        unsettled.add(received);
    }

    @Override
    void delivering(Received received) {
        unsettled.add(received);
    }

    @Override
    void consumed(Received received) {
        // waits for acknowledge()
    }

    @Override
    boolean failed(Received received) {
        return false;
    }

    @Override
    void acknowledge(Received received) throws JMSException {
        accept(takeAll());
    }

    @Override
    List<Received> recover() {
        return takeAll();
    }

    @Override
    List<Received> unsettled() {
        return unsettled;
    }

    @Override
    List<Received> takeAll() {
        List<Received> all = unsettled;
        unsettled = new ArrayList<>();
        return all;
    }
}
