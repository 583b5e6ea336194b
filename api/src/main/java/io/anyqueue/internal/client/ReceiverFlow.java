package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The credit of one receiver: what is granted, fetched and taken back.
 *
 * <p>Granting and draining are serialized by a lock, so that no credit is granted while a drain runs; provider operations
 * do not block, so they are called under it. Safe for use by any thread.
 */
final class ReceiverFlow {
    /** A provider may be held up for as long as it takes to hand these over. */
    private static final int MOST_FETCHED = 64;

    /** Each look at what can be fetched costs a busy sender, so it gets the time to add some messages before the next one. */
    private static final long LOOK_NANOS = 3_000;

    private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 7 : 0;

    /**
     * What waits for a drain.
     *
     * @param emptying gives back what the drain has shown to be all; no credit is granted before it has returned, so that nothing
     *     newer comes first
     */
    private record AfterDrain(Runnable emptying, Runnable then) {}

    private final ReceiverLink link;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger credit = new AtomicInteger();

    @GuardedBy("lock")
    private boolean draining;

    @GuardedBy("lock")
    private int deferred;

    @GuardedBy("lock")
    private List<AfterDrain> afterDrain = new ArrayList<>();

    ReceiverFlow(ReceiverLink link) {
        this.link = link;
    }

    /** Credit granted, or about to be, and not yet used. */
    int credit() {
        return credit.get();
    }

    /**
     * A delivery has arrived; called for each, when it can be seen in the buffer or has been refused. One that a peer made
     * beyond the credit takes none, or the account would never come to zero again.
     */
    void use() {
        credit.updateAndGet(present -> Math.max(0, present - 1));
    }

    /** How many messages a consumer may still have ahead when more are granted, of a window of that size. */
    int lowWater(int window) {
        return fetches() ? 0 : window / 2;
    }

    boolean fetches() {
        ProviderReceiver open = link.receiver();
        return open != null && open.fetches();
    }

    /**
     * Asks for that many messages. Where they can be fetched, for those that are there; and if there are none, for the next one
     * where it is {@code awaited}.
     *
     * @return true where it has fetched some: another thread that has seen them, and the credit of the fetch, has not asked for more
     */
    boolean request(int amount, boolean awaited) {
        if (!fetches()) {
            grant(amount);
            return false;
        }
        if (amount <= 0 || credit.get() != 0) {
            return false;
        }
        boolean fetched = fetch(Math.min(amount, MOST_FETCHED)) > 0;
        if (!fetched && awaited) {
            grant(1);
        }
        return fetched;
    }

    /** Looks for a moment for something to fetch, so that a busy sender need not care for this receiver. */
    boolean fetchSoon(int amount) {
        int most = Math.min(amount, MOST_FETCHED);
        boolean able = most > 0 && fetches() && credit.get() == 0;
        for (int look = 0; able && look < LOOKS; look++) {
            Waiter.spin(LOOK_NANOS);
            if (fetch(most) > 0) {
                return true;
            }
        }
        return false;
    }

    private int fetch(int most) {
        lock.lock();
        try {
            ProviderReceiver ready = draining ? null : link.ready();
            if (ready == null) {
                return 0;
            }
            credit.addAndGet(most);
            int fetched = ready.fetch(most);
            credit.addAndGet(fetched - most);
            return fetched;
        } finally {
            lock.unlock();
        }
    }

    /** Grants more; put off until a running drain has ended. */
    void grant(int amount) {
        lock.lock();
        try {
            ProviderReceiver ready = link.ready();
            if (amount <= 0 || ready == null) {
                return;
            }
            credit.addAndGet(amount);
            if (draining) {
                deferred += amount;
            } else {
                ready.grant(amount);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Grants in place of what was passed over, but not what a drain that is under way takes back. */
    void replace(int amount) {
        lock.lock();
        try {
            if (!draining) {
                grant(amount);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes back all credit, which is done at once where there is none out; then runs {@code emptying}, then {@code then}. */
    void drain(Runnable emptying, Runnable then) {
        Runnable next = () -> {};
        lock.lock();
        try {
            ProviderReceiver open = link.settleable();
            if (open == null) {
                // A drain of a lost link may be under way, and nobody waits for that.
                next = () -> {
                    emptying.run();
                    then.run();
                };
            } else {
                afterDrain.add(new AfterDrain(emptying, then));
                if (!draining) {
                    draining = true;
                    if (credit.get() == 0) {
                        next = this::drained;
                    } else {
                        beginDrain(open);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        next.run();
    }

    /** Like {@link #drain}, but blocks until it is done. One that is not answered loses the link (invariant 2). */
    void drainAndWait(String operation, Settings settings) throws JMSException {
        Answer<Boolean> done = new Answer<>();
        drain(() -> {}, () -> done.completed(true));
        try {
            done.await(operation, settings, ClientOptions.REQUEST_TIMEOUT);
        } catch (JMSException e) {
            if (Failures.isTimeout(e)) {
                link.giveUp(e);
            }
            throw e;
        }
    }

    @GuardedBy("lock")
    private void beginDrain(ProviderReceiver open) {
        grantDeferred(open);
        open.drain(new Drained());
    }

    private void drained() {
        List<AfterDrain> done = new ArrayList<>();
        for (List<AfterDrain> waiting = answered(); !waiting.isEmpty(); waiting = stillWaiting()) {
            waiting.forEach(this::empty);
            done.addAll(waiting);
        }
        done.forEach(each -> each.then().run());
        link.owner().flushed();
        lock.lock();
        try {
            ProviderReceiver ready = link.ready();
            if (!draining && ready != null) {
                grantDeferred(ready);
            }
        } finally {
            lock.unlock();
        }
    }

    private void empty(AfterDrain waiting) {
        try {
            waiting.emptying().run();
        } catch (RuntimeException e) {
            Log.CLIENT.warn("What {} held could not be given back", link.owner(), e);
        }
    }

    /** The provider has no credit left: answers who waits for that. */
    private List<AfterDrain> answered() {
        lock.lock();
        try {
            credit.set(deferred);
            return takeWaiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Who has come while the others gave back; nobody ends the drain. Whoever has come with credit of his own, which was put off,
     * has to be told what that brings, and so gets another drain.
     */
    private List<AfterDrain> stillWaiting() {
        lock.lock();
        try {
            ProviderReceiver ready = link.ready();
            if (afterDrain.isEmpty()) {
                draining = false;
            } else if (deferred > 0 && ready != null) {
                beginDrain(ready);
                return List.of();
            }
            return takeWaiting();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private List<AfterDrain> takeWaiting() {
        List<AfterDrain> waiting = afterDrain;
        afterDrain = new ArrayList<>();
        return waiting;
    }

    @GuardedBy("lock")
    private void grantDeferred(ProviderReceiver open) {
        if (deferred > 0) {
            int amount = deferred;
            deferred = 0;
            open.grant(amount);
        }
    }

    /** Ends a drain however it went: a failed one has lost its link, whose credit is gone too. */
    private final class Drained implements Completion<Void> {
        @Override
        public void completed(Void result) {
            drained();
        }

        @Override
        public void failed(JMSException cause) {
            drained();
        }
    }
}
