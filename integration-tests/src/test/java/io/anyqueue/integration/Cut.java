package io.anyqueue.integration;

import io.anyqueue.inmemory.Operation;

/** When, in an operation of the broker, its connection is dropped. */
enum Cut {
    /** The operation has had no effect. */
    BEFORE_EFFECT,
    /** The operation has had its effect, and its answer is lost. */
    AFTER_EFFECT;

    /** Has the connection of the next operation of that kind dropped. */
    void dropConnectionAt(Operation operation, World world) {
        switch (this) {
            case BEFORE_EFFECT -> world.faults().dropBefore(operation);
            case AFTER_EFFECT -> world.faults().dropAfter(operation);
        }
    }

    /** Whether the operation has had its effect. */
    boolean hasEffect() {
        return this == AFTER_EFFECT;
    }
}
