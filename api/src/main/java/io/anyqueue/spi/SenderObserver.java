package io.anyqueue.spi;

import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** Hears of the sends of one sender. Must not block (invariant 3). */
public interface SenderObserver {

    /**
     * The peer took responsibility for a message, or refused it. Called exactly once for each send, in the order of the
     * sends unless the peer answers in another.
     *
     * @param token what {@link ProviderSender#send} was given
     * @param failure null where the message was accepted; a {@link ConnectionLostException} where nobody knows, or, made
     *     {@linkplain ConnectionLostException#withoutEffect() without effect}, where nothing of it has left: such a send waits
     *     for the next connection, so the loss of the sender, its session or its connection must be told, too
     */
    void sendCompleted(Object token, @Nullable JMSException failure);

    /** The sender ended although nobody here asked for it; called at most once. */
    void senderLost(ConnectionLostException cause);
}
