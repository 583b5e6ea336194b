package io.anyqueue.amqp;

import org.apache.qpid.protonj2.types.messaging.Source;

/**
 * How a receiver attaches. Immutable.
 *
 * @param linkName unique, or what the peer knows a subscription by
 * @param source where it receives from, with its filters
 * @param outlivesLink whether the link is detached and not closed at its end, because closing it would end a subscription
 * @param life what else belongs to its beginning and end
 * @param check whether the peer applies the filters
 * @param borrowed for a browser how many messages it takes at most, to give them back at its end; negative where the peer
 *     shows them without letting them go, and for a consumer
 */
record ReceiverPlan(
        String linkName, Source source, boolean outlivesLink, ReceiverLife life, FilterCheck check, long borrowed) {
    private static final long NOTHING = -1;

    ReceiverPlan(String linkName, Source source, boolean outlivesLink, ReceiverLife life) {
        this(linkName, source, outlivesLink, life, FilterCheck.ECHOED);
    }

    ReceiverPlan(String linkName, Source source, boolean outlivesLink, ReceiverLife life, FilterCheck check) {
        this(linkName, source, outlivesLink, life, check, NOTHING);
    }

    boolean borrows() {
        return borrowed >= 0;
    }
}
