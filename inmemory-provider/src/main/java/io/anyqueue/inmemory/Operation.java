package io.anyqueue.inmemory;

/** The operations of clients that {@link Faults} can make fail. */
public enum Operation {
    /** Reaching the broker and logging in. */
    CONNECT,
    /** Announcing the client identifier. */
    OPEN,
    OPEN_SESSION,
    OPEN_SENDER,
    /** Opening a consumer or a browser. */
    OPEN_RECEIVER,
    CREATE_TEMPORARY,
    DELETE_TEMPORARY,
    UNSUBSCRIBE,
    /** Sending one message, in a transaction or outside. */
    SEND,
    /** Settling a range of deliveries. It has no answer, so it can be cut off but neither fail nor be late. */
    SETTLE,
    /** Taking back credit, as closing and stopping a consumer do. */
    DRAIN,
    /** Beginning a transaction. */
    BEGIN,
    COMMIT,
    ROLLBACK,
    CLOSE_SENDER,
    CLOSE_RECEIVER,
    CLOSE_SESSION
}
