package io.anyqueue.amqp;

/** What has to be done around the beginning and the end of a receiver. Called on the event loop, each method at most once. */
interface ReceiverLife {
    /** Nothing has to be done. */
    ReceiverLife NOTHING = (attached, then) -> then.run();

    /** The peer has opened it. */
    default void opened() {}

    /** This side is about to close the link, for which {@code then} is run. Not called where the link ends otherwise. */
    default void closing(Runnable then) {
        then.run();
    }

    /**
     * The receiver has ended, or could not be opened.
     *
     * @param attached whether there was a link
     * @param then run when the receiver leaves nothing behind that others could notice
     */
    void ended(boolean attached, Runnable then);
}
