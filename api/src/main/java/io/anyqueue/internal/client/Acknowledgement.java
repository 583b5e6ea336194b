package io.anyqueue.internal.client;

import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * What a session's acknowledgement mode does with the messages that the application has been given (section 6.2.10). It
 * holds them from then until they are settled. All calls are made under the session's lock.
 */
abstract sealed class Acknowledgement
        permits AutoAcknowledgement,
                ClientAcknowledgement,
                DupsOkAcknowledgement,
                IndividualAcknowledgement,
                TransactedAcknowledgement {

    static Acknowledgement of(AcknowledgementMode mode) {
        return switch (mode) {
            case AUTO -> new AutoAcknowledgement();
            case CLIENT -> new ClientAcknowledgement();
            case DUPS_OK -> new DupsOkAcknowledgement();
            case INDIVIDUAL -> new IndividualAcknowledgement();
            case TRANSACTED -> new TransactedAcknowledgement();
        };
    }

    /** A synchronous receive is about to return it. */
    abstract void received(Received received);

    /** A listener is about to be called with it. */
    abstract void delivering(Received received);

    /** The listener has returned. */
    abstract void consumed(Received received);

    /** The listener has thrown; true where the message must be delivered again at once (section 8.7). */
    abstract boolean failed(Received received);

    /** The application called {@code acknowledge} on it. */
    abstract void acknowledge(Received received) throws JMSException;

    /** Gives up, in order, what has to be delivered again after {@code recover}. */
    abstract List<Received> recover();

    /** Settles what was put off. */
    void flush() {}

    /** What is held and not settled, in order of delivery. */
    abstract List<Received> unsettled();

    /** Forgets and returns everything that is held, for a session that ends. */
    abstract List<Received> takeAll();

    /**
     * Settles what the application acknowledges.
     *
     * @throws JMSException where that can have no effect at all: there are messages, and the links of all of them are lost
     */
    static void accept(List<Received> covered) throws JMSException {
        Received.leaving(covered);
        if (!covered.isEmpty() && covered.stream().allMatch(each -> each.link().isLost())) {
            throw Failures.voidAcknowledgement();
        }
        Settlement.settle(covered, Outcome.ACCEPTED, null);
    }
}
