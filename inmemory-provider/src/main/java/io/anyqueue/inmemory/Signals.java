package io.anyqueue.inmemory;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.SenderObserver;
import jakarta.jms.JMSException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the observers of one session are to hear, in order, one at a time (invariant 3). There is no thread of
 * its own: whoever has put something in calls {@link #drain} after releasing its locks, and the first to come speaks for
 * all who come meanwhile.
 *
 * <p>Threads: {@link #add} may be called under a queue's lock, by any thread; it is a linked queue with many producers and
 * one consumer. {@code head} and {@code unflushed} belong to whoever drains. Each {@code add} is followed by a {@code drain}
 * of the same thread, so an element whose link is not yet visible is never forgotten.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final int BURST = 128;

    /** One thing to say. */
    abstract static class Signal {
        private static final VarHandle NEXT;

        static {
            try {
                NEXT = MethodHandles.lookup().findVarHandle(Signal.class, "next", Signal.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @SuppressWarnings("unused") // written and read through NEXT
        private @Nullable Signal next;

        abstract void emit(Signals signals);

        private void link(Signal following) {
            NEXT.setRelease(this, following);
        }

        private @Nullable Signal following() {
            return (Signal) NEXT.getAcquire(this);
        }
    }

    private static final class Action extends Signal {
        private final Runnable action;

        Action(Runnable action) {
            this.action = action;
        }

        @Override
        void emit(Signals signals) {
            action.run();
        }
    }

    private final String name;
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicReference<Signal> tail;
    private Signal head;
    private final List<DeliveryPort> unflushed = new ArrayList<>();
    private int burst;

    Signals(String name) {
        this.name = name;
        head = new Action(() -> {});
        tail = new AtomicReference<>(head);
    }

    /** Appends; the caller drains once it holds no lock. */
    void add(Signal signal) {
        tail.getAndSet(signal).link(signal);
    }

    /** Appends; the caller drains once it holds no lock. */
    void add(Runnable action) {
        add(new Action(action));
    }

    /** Appends and drains; for callers without locks. */
    void submit(Runnable action) {
        add(new Action(action));
        drain();
    }

    /** Says what there is to say, unless another thread is at it, which then goes on. */
    void drain() {
        if (claims.getAndIncrement() == 0) {
            drainClaimed();
        }
    }

    /** Reports a finished send, at once where nothing else is to be said first. */
    void sendCompleted(SenderObserver observer, Object token, @Nullable JMSException failure) {
        if (claims.compareAndSet(0, 1)) {
            if (tail.get() == head) {
                guarded(() -> observer.sendCompleted(token, failure));
            } else {
                add(() -> observer.sendCompleted(token, failure));
            }
            drainClaimed();
        } else {
            submit(() -> observer.sendCompleted(token, failure));
        }
    }

    /** A completion whose calls take their turn here. */
    <T> Completion<T> inTurn(Completion<T> completion) {
        return new Completion<>() {
            @Override
            public void completed(T result) {
                submit(() -> completion.completed(result));
            }

            @Override
            public void failed(JMSException cause) {
                submit(() -> completion.failed(cause));
            }
        };
    }

    /** Notes that a port has had a delivery; called by the drainer. */
    void delivered(DeliveryPort port) {
        if (!port.unflushed) {
            port.unflushed = true;
            unflushed.add(port);
        }
        if (++burst >= BURST) {
            flush();
        }
    }

    private void drainClaimed() {
        int claimed = 1;
        do {
            Signal next = head.following();
            while (next != null) {
                head = next;
                guarded(next);
                next = head.following();
            }
            flush();
            claimed = claims.addAndGet(-claimed);
        } while (claimed != 0);
    }

    private void flush() {
        burst = 0;
        for (int i = 0; i < unflushed.size(); i++) {
            DeliveryPort port = unflushed.get(i);
            port.unflushed = false;
            guarded(port::flush);
        }
        unflushed.clear();
    }

    private void guarded(Signal signal) {
        try {
            signal.emit(this);
        } catch (RuntimeException e) {
            LOG.error("An observer of {} failed; the next ones are still called", name, e);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("An observer of {} failed; the next ones are still called", name, e);
        }
    }
}
