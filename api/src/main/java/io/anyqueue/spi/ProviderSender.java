package io.anyqueue.spi;

import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** One generation of a sender to one destination. Called serially by its owner. */
public interface ProviderSender {

    /**
     * Sends a message, in call order. A peer that cannot take it now makes the completion late, at most by
     * {@link ClientOptions#SEND_TIMEOUT}, after which it fails with the reason and the message will not be sent.
     *
     * @param transaction null outside one
     * @param token handed back to {@link SenderObserver#sendCompleted}, possibly before this call returns
     */
    void send(MessageData message, @Nullable TransactionToken transaction, Object token);

    /**
     * Refuses a message that {@link #send} would refuse whatever the peer says; asked before the first of several sends that
     * belong together. Does not block. What passes may still be refused.
     *
     * @throws JMSException the failure that the send would have
     */
    default void check(MessageData message) throws JMSException {}

    /** Idempotent. Sends under way are completed first. */
    void close(Completion<Void> completion);
}
