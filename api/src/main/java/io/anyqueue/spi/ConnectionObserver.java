package io.anyqueue.spi;

/** Hears of the end of a connection that nobody here asked for. Must not block (invariant 3). */
public interface ConnectionObserver {

    /** Called at most once; the connection and all that belongs to it are dead (invariant 9). */
    void connectionLost(ConnectionLostException cause);
}
