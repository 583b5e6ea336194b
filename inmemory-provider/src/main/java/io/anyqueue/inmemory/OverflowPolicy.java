package io.anyqueue.inmemory;

/** What a queue does with a message for which it has no room. */
public enum OverflowPolicy {
    /** The sender waits for room, at most for its send timeout, and then fails. */
    BLOCK,
    /** The send fails at once. */
    REJECT,
    /** The message that has waited longest is dropped. The limit then counts waiting messages only. */
    DROP_OLDEST
}
