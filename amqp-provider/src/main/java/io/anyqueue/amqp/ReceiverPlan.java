package io.anyqueue.amqp;

import org.apache.qpid.protonj2.types.messaging.Source;

/**
 * How a receiver attaches. Immutable.
 *
 * @param linkName unique, or what the peer knows a subscription by
 * @param source where it receives from, with its filters
 * @param outlivesLink whether the link is detached and not closed at its end, because closing it would end a subscription
 * @param opened run once when the peer has opened the receiver
 * @param end what else belongs to the end of the receiver
 */
record ReceiverPlan(String linkName, Source source, boolean outlivesLink, Runnable opened, ReceiverEnd end) {

    /** Where the opening concerns nobody else. */
    ReceiverPlan(String linkName, Source source, boolean outlivesLink, ReceiverEnd end) {
        this(linkName, source, outlivesLink, () -> {}, end);
    }
}
