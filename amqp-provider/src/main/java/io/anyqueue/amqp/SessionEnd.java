package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectionLostException;
import java.util.function.Consumer;

/** What becomes of work that means nothing once its session has ended: credit and settlements. */
final class SessionEnd {
    static final Consumer<ConnectionLostException> IGNORED = cause -> {
        // the peer has taken everything back already
    };

    private SessionEnd() {}
}
