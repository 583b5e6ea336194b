package io.anyqueue.spi;

/** Hears of the end of a session that nobody here asked for. Must not block (invariant 3). */
public interface SessionObserver {

    /** Called at most once; the session, its senders and its receivers are dead, its connection is not. */
    void sessionLost(ConnectionLostException cause);
}
