package io.anyqueue.inmemory;

import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;

/** A sender or receiver, as its session sees it. Each is ended once. */
interface SessionPart {

    /** Ends it in the orderly way, runs {@code done} in the turn of the session. */
    void finish(Runnable done);

    /** Ends it at once; unsettled deliveries go back with {@code outcome}, sends under way fail with {@code refusal}. */
    void end(Outcome outcome, JMSException refusal);

    /** Tells its observer; called in the turn of the session. */
    void reportLost(ConnectionLostException cause);
}
