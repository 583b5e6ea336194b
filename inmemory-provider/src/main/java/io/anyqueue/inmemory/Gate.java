package io.anyqueue.inmemory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls that are inside, so that a loss is reported only after the last of them has been answered
 * (invariant 9). Shut once, for ever. Safe for any thread, without locks.
 */
final class Gate {
    private final AtomicInteger inside = new AtomicInteger();
    private final Queue<Runnable> whenQuiet = new ConcurrentLinkedQueue<>();
    private volatile boolean shut;

    /** Enters, or answers false where the gate is shut. Each call that entered must {@link #exit}. */
    boolean enter() {
        inside.getAndIncrement();
        if (shut) {
            exit();
            return false;
        }
        return true;
    }

    void exit() {
        if (inside.decrementAndGet() == 0 && shut) {
            runAll();
        }
    }

    boolean isShut() {
        return shut;
    }

    /** Lets nobody in any more; {@code action} runs once, as soon as nobody is inside. */
    void shut(Runnable action) {
        whenQuiet.add(action);
        shut = true;
        if (inside.get() == 0) {
            runAll();
        }
    }

    private void runAll() {
        for (Runnable action = whenQuiet.poll(); action != null; action = whenQuiet.poll()) {
            action.run();
        }
    }
}
