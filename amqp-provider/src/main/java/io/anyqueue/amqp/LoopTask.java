package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectionLostException;
import java.util.function.Consumer;

/** Work handed to the event loop of a connection. Exactly one of its methods is called, once. */
interface LoopTask {
    /** For work that means nothing once its connection has ended, as credit and settlements: the peer has taken all back. */
    Consumer<ConnectionLostException> OBSOLETE = cause -> {};

    static LoopTask of(Runnable action, Consumer<ConnectionLostException> onEnd) {
        return new LoopTask() {
            @Override
            public void run() {
                action.run();
            }

            @Override
            public void abandon(ConnectionLostException cause) {
                onEnd.accept(cause);
            }
        };
    }

    /** On the event loop, in the order of handing over. */
    void run();

    /** Instead of {@link #run} where the connection has ended. On any thread. */
    void abandon(ConnectionLostException cause);
}
