package io.anyqueue.amqp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sends under way of one sender, in the order of the calls: waiting for credit or the socket, or written and not yet answered. */
final class SendQueue {
    private final Deque<Send> waiting = new ArrayDeque<>();
    private final Deque<Send> unanswered = new ArrayDeque<>();

    boolean isEmpty() {
        return waiting.isEmpty() && unanswered.isEmpty();
    }

    boolean hasUnanswered() {
        return !unanswered.isEmpty();
    }

    /** The one that was written and not answered, where there is but one, so that an answer without a name is that one's. */
    @Nullable
    Send onlyUnanswered() {
        return waiting.isEmpty() && unanswered.size() == 1 ? unanswered.peek() : null;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    void await(Send send) {
        waiting.add(send);
    }

    Send nextWaiting() {
        return waiting.remove();
    }

    void written(Send send) {
        unanswered.add(send);
    }

    /** Forgets what has been answered; answers out of order stay until those before them are here. */
    void forgetDone() {
        while (!unanswered.isEmpty() && unanswered.element().isDone()) {
            unanswered.remove();
        }
    }

    /** The one whose time ends first; null where there is none. */
    @Nullable
    Send oldest() {
        return unanswered.isEmpty() ? waiting.peek() : unanswered.peek();
    }

    /** Takes out the next one that still waits although its time is over. */
    @Nullable
    Send pollOverdueWaiting(long now) {
        Send next = waiting.peek();
        return next != null && next.isOverdue(now) ? waiting.poll() : null;
    }

    /** Takes out the next one that was not answered in its time. */
    @Nullable
    Send pollOverdueUnanswered(long now) {
        Send next = unanswered.peek();
        return next != null && next.isOverdue(now) ? unanswered.poll() : null;
    }

    /** Empties it. */
    List<Send> takeAll() {
        List<Send> all = new ArrayList<>(unanswered);
        all.addAll(waiting);
        unanswered.clear();
        waiting.clear();
        return all;
    }
}
