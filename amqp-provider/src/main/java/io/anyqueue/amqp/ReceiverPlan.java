package io.anyqueue.amqp;

import org.apache.qpid.protonj2.types.messaging.Source;

/**
 * How a receiver attaches. Immutable.
 *
 * @param linkName unique, or what the peer knows a subscription by
 * @param source where it receives from, with its filters
 * @param outlivesLink whether the link is detached and not closed at its end, because closing it would end a subscription
 * @param life what else belongs to its beginning and end
 */
record ReceiverPlan(String linkName, Source source, boolean outlivesLink, ReceiverLife life) {}
