package io.anyqueue.amqp;

import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.jspecify.annotations.Nullable;

/**
 * How a sender attaches and what its peer's answers mean. Immutable.
 *
 * @param target where it sends to
 * @param unroutedIsTaken whether a message that the peer releases, because nobody subscribes, counts as sent
 * @param delays who keeps messages until they are due
 * @param untold why the peer did not tell whether the target exists, which is then the reason if it does not; null where it told
 */
record SenderPlan(
        Target target,
        boolean unroutedIsTaken,
        Delays delays,
        @Nullable JMSException untold) {
    static final Symbol DELAYED_DELIVERY = Symbol.valueOf(StandardDialect.DELAYED_DELIVERY);

    SenderPlan(Target target, boolean unroutedIsTaken, Delays delays) {
        this(target, unroutedIsTaken, delays, null);
    }

    /** Who keeps messages until they are due. */
    enum Delays {
        /** The peer, by the message's annotation. */
        PEER,
        /** The peer, where it offers that on the link; elsewhere such sends are refused. */
        OFFERED,
        /** A node of its own for each delay, see {@link Topology#prepareDelayed}. */
        NODES,
        /** Nobody: such sends are refused. */
        REFUSED;

        /** True where the message says when it is due, and need not be sent another way. */
        boolean byPeer() {
            return this == PEER || this == OFFERED;
        }

        /** What the link asks for. */
        Symbol[] desired() {
            return byPeer() ? new Symbol[] {DELAYED_DELIVERY} : new Symbol[0];
        }
    }
}
