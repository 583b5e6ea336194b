package io.anyqueue.inmemory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do after a queue's lock has been released: observers to call, dead letters to deliver, the alarm to set.
 * Collected under the lock, run once without any.
 */
final class FollowUp implements Runnable {
    private final @Nullable Signals first;
    private final List<Runnable> rest;

    private FollowUp(@Nullable Signals first, List<Runnable> rest) {
        this.first = first;
        this.rest = rest;
    }

    @Override
    public void run() {
        if (first != null) {
            first.drain();
        }
        for (int i = 0; i < rest.size(); i++) {
            rest.get(i).run();
        }
    }

    /** Collects for one queue; guarded by its lock. The common case of one receiver to wake takes no list. */
    static final class Collector {
        private @Nullable QueueReceiver first;
        private List<QueueReceiver> more = List.of();
        private List<Runnable> rest = List.of();

        void wake(QueueReceiver receiver) {
            if (receiver.waking) {
                return;
            }
            receiver.waking = true;
            if (first == null) {
                first = receiver;
            } else {
                more = more.isEmpty() ? new ArrayList<>() : more;
                more.add(receiver);
            }
        }

        void later(Runnable step) {
            rest = rest.isEmpty() ? new ArrayList<>() : rest;
            rest.add(step);
        }

        /** Hands over what was collected and starts anew. */
        FollowUp seal() {
            Signals signals = null;
            if (first != null) {
                first.waking = false;
                signals = first.signals();
                first = null;
            }
            for (int i = 0; i < more.size(); i++) {
                QueueReceiver receiver = more.get(i);
                receiver.waking = false;
                later(receiver.signals()::drain);
            }
            FollowUp sealed = new FollowUp(signals, rest);
            more = List.of();
            rest = List.of();
            return sealed;
        }
    }
}
