package io.anyqueue.amqp;

import org.apache.qpid.protonj2.types.messaging.Target;

/**
 * How a sender attaches and what its peer's answers mean. Immutable.
 *
 * @param target where it sends to
 * @param unroutedIsTaken whether a message that the peer releases, because nobody subscribes, counts as sent
 * @param delays who keeps messages until they are due
 */
record SenderPlan(Target target, boolean unroutedIsTaken, Delays delays) {

    /** Who keeps messages until they are due. */
    enum Delays {
        /** The peer, by the message's annotation. */
        PEER,
        /** A node of its own for each delay, see {@link Topology#prepareDelayed}. */
        NODES,
        /** Nobody: such sends are refused. */
        REFUSED
    }
}
