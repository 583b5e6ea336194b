package io.anyqueue.inmemory;

/**
 * How many messages a queue may hold and what happens beyond. Immutable.
 *
 * @param limit 0 for no limit
 */
record QueueBound(int limit, OverflowPolicy policy) {
    static final QueueBound NONE = new QueueBound(0, OverflowPolicy.BLOCK);

    QueueBound {
        if (limit < 0) {
            throw new IllegalArgumentException("A queue's limit cannot be " + limit + "; 0 is no limit");
        }
    }

    /** True where messages need room before they may enter. */
    boolean asksForRoom() {
        return limit > 0 && policy != OverflowPolicy.DROP_OLDEST;
    }

    /** True where the backlog is kept short by dropping. */
    boolean dropsOldest() {
        return limit > 0 && policy == OverflowPolicy.DROP_OLDEST;
    }
}
