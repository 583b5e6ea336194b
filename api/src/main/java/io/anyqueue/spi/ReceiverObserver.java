package io.anyqueue.spi;

/** Takes the deliveries of one receiver. Must not block (invariant 3). */
public interface ReceiverObserver {

    /** One delivery, within the credit granted; not yet worth a wake-up. */
    void delivered(Delivery delivery);

    /** No more deliveries are at hand for the moment: whoever waits should be woken (invariant 7). */
    void deliveriesFlushed();

    /** The receiver ended although nobody here asked for it; called at most once. */
    void receiverLost(ConnectionLostException cause);
}
