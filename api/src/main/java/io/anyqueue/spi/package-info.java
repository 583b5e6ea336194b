/**
 * The contract between the Jakarta Messaging objects and a provider, and the values that cross it.
 *
 * <p>A provider implements {@link io.anyqueue.spi.MessagingProvider}, {@link io.anyqueue.spi.ProviderConnection},
 * {@link io.anyqueue.spi.ProviderSession}, {@link io.anyqueue.spi.ProviderSender} and
 * {@link io.anyqueue.spi.ProviderReceiver}. The objects that applications see (messages, sessions, acknowledgement
 * modes, redelivery, recovery, emulation) are implemented once above it. The invariants, cited by number in code:
 *
 * <ol>
 *   <li><b>Two steps to a connection.</b> {@code connect} reaches the peer and authenticates; {@code open} announces the
 *       client identifier. Capabilities exist from then on.
 *   <li><b>Credit.</b> A receiver delivers only what it was granted. {@code drain} runs one at a time and no credit is
 *       granted while it runs; when it completes, credit is zero and every earlier delivery has been handed over.
 *   <li><b>Asynchronous.</b> No operation blocks. Observers may be called on any thread, the caller's included,
 *       serially for all objects of one session and never under a lock of the provider; they never block and never run
 *       application code.
 *   <li><b>Ordered.</b> Effects happen in call order for each sender and for each receiver.
 *   <li><b>Immutable.</b> Messages that cross the boundary are snapshots.
 *   <li><b>Settlement is addressed to deliveries</b>, in ranges of their numbers, by whoever holds them; a transaction is
 *       a token that sends and settlements name.
 *   <li><b>Batched.</b> Nothing forces one wake-up for each message.
 *   <li><b>Honest.</b> A provider declares what it can do and refuses the rest with a clear exception.
 *   <li><b>Final loss.</b> A connection, session, sender or receiver is reported lost at most once, with its cause, and
 *       is dead afterwards. Loss of a parent implies that of its children, which are then not reported one by one.
 *       Operations under way are completed with {@link io.anyqueue.spi.ConnectionLostException} before it is
 *       reported.
 * </ol>
 */
@NullMarked
package io.anyqueue.spi;

import org.jspecify.annotations.NullMarked;
