package io.anyqueue.inmemory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places of a bounded queue, and the sends that wait for one in the order in which they came.
 *
 * <p>Threads: places are given back without the queue's lock, by {@link #give}; everything else is guarded by it. A place
 * given back is never missed: the giver looks at {@code waitingCount} after giving, and whoever starts to wait tries once
 * more after raising it.
 */
final class Room {
    private final int limit;
    private final AtomicInteger used = new AtomicInteger();
    private final Deque<WaitingSend> waiting = new ArrayDeque<>();
    private volatile int waitingCount;

    /** The earliest deadline that the alarm has been asked for: one timer for all, since most never wait that long. */
    private long requested = Long.MAX_VALUE;

    Room(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /** Takes a place for a send that comes now; those that wait come first. */
    boolean take() {
        return waiting.isEmpty() && takePlace();
    }

    /** Takes a place for a message that must enter, be there room or not. */
    void takeAnyway() {
        used.incrementAndGet();
    }

    void give(int places) {
        used.addAndGet(-places);
    }

    /** True where somebody waits; may be asked without the lock, after {@link #give}. */
    boolean isAwaited() {
        return waitingCount > 0;
    }

    /** Lets a send wait; answers true where the alarm has to be asked for its deadline. */
    boolean await(WaitingSend send) {
        waiting.add(send);
        waitingCount = waiting.size();
        boolean earlier = send.deadline() < requested;
        requested = Math.min(requested, send.deadline());
        return earlier;
    }

    /** The alarm has rung; answers the next deadline to ask it for, {@link Long#MAX_VALUE} for none. */
    long rung() {
        requested = waiting.stream().mapToLong(WaitingSend::deadline).min().orElse(Long.MAX_VALUE);
        return requested;
    }

    /** The next waiting send, with a place taken for it; null where there is no place or nobody waits. */
    @Nullable
    WaitingSend admitNext() {
        if (waiting.isEmpty() || !takePlace()) {
            return null;
        }
        WaitingSend admitted = waiting.remove();
        waitingCount = waiting.size();
        return admitted;
    }

    /** Takes out those that will wait no longer, in order. */
    List<WaitingSend> withdraw(Predicate<WaitingSend> which) {
        List<WaitingSend> withdrawn = new ArrayList<>();
        waiting.removeIf(send -> which.test(send) && withdrawn.add(send));
        waitingCount = waiting.size();
        return withdrawn;
    }

    /** The last waiting send of a sender; null where none waits. */
    @Nullable
    WaitingSend lastOf(MemorySender sender) {
        WaitingSend last = null;
        for (WaitingSend send : waiting) {
            last = send.sender() == sender ? send : last;
        }
        return last;
    }

    private boolean takePlace() {
        if (used.incrementAndGet() <= limit) {
            return true;
        }
        used.decrementAndGet();
        return false;
    }
}
