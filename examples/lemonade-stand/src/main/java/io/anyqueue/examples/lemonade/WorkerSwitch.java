package io.anyqueue.examples.lemonade;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and kills the stand's worker, of which there is one at a time. Safe for use by any thread; a change waits for
 * the one before it, {@link #state} never waits.
 */
final class WorkerSwitch implements AutoCloseable {

    /** What the page shows of the worker. */
    enum State {
        WORKING,
        STOPPED,
        KILLED
    }

    private final ConnectionFactory factory;
    private final String queueName;
    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile State state = State.STOPPED;
    private volatile @Nullable Worker worker;

    WorkerSwitch(ConnectionFactory factory, String queueName, Ledger ledger) {
        this.factory = factory;
        this.queueName = queueName;
        this.ledger = ledger;
    }

    /** A worker that is still there is working, whatever it was told; one that went without our doing counts as killed. */
    State state() {
        Worker last = worker;
        if (last != null && last.isAlive()) {
            return State.WORKING;
        }
        State told = state;
        return told == State.WORKING ? State.KILLED : told;
    }

    /** Starts a worker, unless one is working. */
    void start() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Worker last = worker;
            if (last == null || !last.isAlive()) {
                Worker next = new Worker(factory, queueName, ledger);
                next.start();
                worker = next;
                state = State.WORKING;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the worker finish the visit at hand and go home. */
    void stop() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Worker last = worker;
            if (last != null && last.isAlive()) {
                last.stop();
                state = State.STOPPED;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Kills the worker in the middle of its next visit, or idle where none comes within {@code patience}; true for the
     * former.
     */
    boolean kill(Duration patience) throws InterruptedException {
        return kill(patience, () -> {});
    }

    /** The same, and lets the caller do something when the worker has the order and waits for that visit. */
    boolean kill(Duration patience, Runnable onceOrdered) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Worker last = worker;
            if (last == null || !last.isAlive()) {
                return false;
            }
            boolean inTheMiddle = last.kill(patience, onceOrdered);
            state = State.KILLED;
            return inTheMiddle;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
