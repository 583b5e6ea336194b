package io.anyqueue.spi;

/** One generation of a session: the scope of serial observation and of transactions. Safe for use by any thread. */
public interface ProviderSession {

    /**
     * Opens a sender to one destination. Fails with {@link jakarta.jms.InvalidDestinationException} where there is no
     * such destination and the peer does not create it.
     */
    void openSender(Address address, SenderObserver observer, Completion<ProviderSender> completion);

    /**
     * Opens a receiver without credit. Fails with {@link jakarta.jms.InvalidDestinationException},
     * {@link jakarta.jms.InvalidSelectorException}, or {@link jakarta.jms.IllegalStateException} where a subscription's
     * single receiver exists.
     */
    void openReceiver(ReceiverSpec spec, ReceiverObserver observer, Completion<ProviderReceiver> completion);

    /** Begins a transaction. Only where {@link Capability#TRANSACTIONS} is native. */
    void begin(Completion<TransactionToken> completion);

    /**
     * Ends a transaction. On commit its sends and settlements take effect together. On rollback its sends vanish, and its
     * settlements with them: the deliveries are unsettled again and still held by their receivers. A failed commit has
     * rolled back, unless the failure is a {@link ConnectionLostException}, which leaves it in doubt.
     */
    void discharge(TransactionToken transaction, boolean commit, Completion<Void> completion);

    /** Closes senders and receivers too; unsettled deliveries go back as {@link Outcome#FAILED}. Idempotent. */
    void close(Completion<Void> completion);
}
