package io.anyqueue.spi;

import org.jspecify.annotations.Nullable;

/**
 * One generation of a receiver. Deliveries are held for it until settled; {@link #settle} and {@link #position} may come
 * from any thread, the rest is called serially by its owner.
 */
public interface ProviderReceiver {

    /** Adds to the number of deliveries that may be made (invariant 2). Never called while a drain runs. */
    void grant(int credit);

    /**
     * Whether this receiver applies the selector of its {@link ReceiverSpec}. Where it does not, the client does, and a consumer
     * accepts what its selector passes over: right only for a source that is read without being taken from, as a stream is. Such a
     * receiver may leave out some of what the selector passes over, and nothing else. Known when the receiver is open.
     */
    default boolean selects() {
        return true;
    }

    /**
     * True where {@link #fetch} works. A receiver that fetches leaves no credit behind while there are messages, and one without
     * credit costs whoever sends to its source less.
     */
    default boolean fetches() {
        return false;
    }

    /**
     * Delivers what is there, at most {@code most}, and leaves no credit for more: a grant and a drain in one, which does not wait.
     * The deliveries are under way when it returns, if they have not arrived. Never called while a drain runs.
     *
     * @return how many
     */
    default int fetch(int most) {
        throw new UnsupportedOperationException("This receiver does not fetch: " + this);
    }

    /**
     * Delivers what is available within the credit and takes back the rest of it (invariant 2). Completes within
     * {@link ClientOptions#REQUEST_TIMEOUT} or reports the receiver lost.
     */
    void drain(Completion<Void> completion);

    /**
     * Settles the deliveries from {@code first} to {@code last}, both included; those already settled are passed over.
     * Not confirmed: a lost settlement shows as a redelivery.
     *
     * @param transaction null outside one; with one, only {@link Outcome#ACCEPTED} is asked for
     */
    void settle(long first, long last, Outcome outcome, @Nullable TransactionToken transaction);

    /**
     * Settles one delivery as {@link Outcome#FAILED} that the client has given to the application several times, each time
     * without success: the message's count grows by {@code failures}. Where the peer's protocol can say only that a
     * delivery failed, this default counts one.
     *
     * @param failures 2 or more
     */
    default void settleFailed(long number, int failures) {
        settle(number, number, Outcome.FAILED, null);
    }

    /**
     * How many deliveries a message may fail at this receiver's source before the peer takes it away, as far as is known: the client
     * repeats failed deliveries itself, and keeps to this number.
     *
     * @return 0, as by default, where there is no limit or none is known
     */
    default int deliveryLimit() {
        return 0;
    }

    /**
     * Settles one delivery that has failed as often as it may, by {@link #deliveryLimit} or by the client's own limit. The default
     * rejects it; a peer that can say why and how often counts {@code failures} first.
     *
     * @param failures of this delivery, 1 or more
     */
    default void settleExhausted(long number, int failures) {
        settle(number, number, Outcome.REJECTED, null);
    }

    /**
     * The consumer has been closed, but holds deliveries that can still be settled (section 8.8). Where the peer lets it be known,
     * the receiver does not count any more as an active one of a subscription or a temporary destination, and a subscription
     * that ends with its consumer ends. Called at most once, without credit out, before {@link #close}.
     */
    default void retire() {}

    /**
     * Where a successor of this receiver has to go on, for a source that keeps no place for its readers: it leads to what was
     * delivered and not settled as {@link Outcome#ACCEPTED} or {@link Outcome#REJECTED}, and to all that follows, and to
     * nothing else. Known also after the receiver was lost; a receiver with a position takes note of settlements even then,
     * since they may have been on their way when the loss was found. Goes into {@link ReceiverSpec#resume} of the
     * successor, and is understood by the provider alone.
     *
     * @return null, as by default, where the peer itself remembers, or where no position is known yet
     */
    default @Nullable Object position() {
        return null;
    }

    /**
     * Ends the receiver. Deliveries still unsettled go back as {@link Outcome#RELEASED}. A subscription that is not
     * durable ends with its last receiver. Idempotent.
     */
    void close(Completion<Void> completion);
}
