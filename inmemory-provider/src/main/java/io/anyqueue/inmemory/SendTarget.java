package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import java.util.function.BiConsumer;

/** What a sender sends to: a queue, or a topic that passes on to its subscriptions' queues. Safe for use by any thread. */
interface SendTarget {

    Address address();

    /**
     * Sends outside a transaction.
     *
     * @return true where the message was taken; false where the sender hears of it later
     * @throws JMSException where it was refused
     */
    boolean send(MemorySender sender, MessageData message, Object token) throws JMSException;

    /**
     * Makes sure that a message of a transaction will be taken at commit.
     *
     * @return true where that is so; false where the sender hears of it later
     * @throws JMSException where it was refused
     */
    boolean reserve(MemorySender sender, Transaction.Send send, Object token) throws JMSException;

    /** Gives back what {@link #reserve} took. */
    void cancelReservation();

    /** True where it has been deleted. */
    boolean isGone();

    /** Names the queues that a message will go to at commit. */
    void route(MemoryConnection origin, MessageData message, BiConsumer<MessageQueue, MessageData> action);

    /** Completes after all sends of this sender that wait here. */
    void whenDone(MemorySender sender, Runnable action);

    /** Lets all sends of this sender that wait here fail. */
    void withdraw(MemorySender sender, JMSException cause);
}
