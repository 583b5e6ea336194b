package io.anyqueue.amqp;

import java.util.NavigableSet;

/**
 * Where a stream's reader has come to, from which the next one goes on. Immutable.
 *
 * @param next after the last message that was delivered
 * @param unsettled the offsets, all lower, of those that were delivered and not settled
 */
record StreamPosition(long next, NavigableSet<Long> unsettled) {
    /** The offset to begin reading at. */
    long start() {
        return unsettled.isEmpty() ? next : unsettled.first();
    }
}
