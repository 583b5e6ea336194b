package io.anyqueue.amqp;

/**
 * The life of this side's endpoint of a session or a link.
 *
 * <pre>
 *   OPENING -> OPEN -> CLOSING -> ENDED
 *      \________\________________/
 * </pre>
 */
enum EndpointState {
    /** The peer has not answered yet. */
    OPENING,
    OPEN,
    /** This side ends it; what it needs for that is under way. */
    CLOSING,
    /** Nothing more happens; for ever. */
    ENDED;

    /** The state after a change, which an ended endpoint does not make. */
    EndpointState to(EndpointState next) {
        return this == ENDED ? ENDED : next;
    }
}
