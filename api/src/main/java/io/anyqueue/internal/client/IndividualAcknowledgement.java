package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Settles exactly the message on which {@code acknowledge} is called: an extension of AnyQueue. */
final class IndividualAcknowledgement extends Acknowledgement {
    /** By identity, since Received has no equals of its own. */
    private final Set<Received> unsettled = new LinkedHashSet<>();

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
        if (unsettled.remove(received)) {
            accept(List.of(received));
        }
    }

    @Override
    List<Received> recover() {
        return takeAll();
    }

    @Override
    List<Received> unsettled() {
        return new ArrayList<>(unsettled);
    }

    @Override
    List<Received> takeAll() {
        List<Received> all = new ArrayList<>(unsettled);
        unsettled.clear();
        return all;
    }
}
