/**
 * What stands behind the Jakarta Messaging façades: connections and sessions that outlive their provider objects,
 * delivery buffers, acknowledgement, transactions, sends, recovery and emulation.
 *
 * <p>Lock order, outermost first: a connection's restore lock, a session's lock, a receiver link's flow lock, a buffer's
 * lock. Provider operations may be called under the flow lock because they never block; application code and waiting
 * happen under none of them.
 */
@NullMarked
package io.anyqueue.internal.client;

import org.jspecify.annotations.NullMarked;
