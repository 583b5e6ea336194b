package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to go wrong in a broker, for tests of recovery. Belongs to one {@link InMemoryBroker}; safe for use by any thread.
 *
 * <p>Faults of one kind of operation happen in the order in which they were asked for, one for each such operation,
 * whichever connection it comes from.
 */
public final class Faults {
    private final Broker broker;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Operation, Queue<Fault>> planned = new EnumMap<>(Operation.class);

    private final AtomicInteger duplicates = new AtomicInteger();
    private volatile boolean armed;
    private volatile boolean refusing;

    Faults(Broker broker) {
        this.broker = broker;
    }

    /** Drops all connections now. */
    public void dropConnections() {
        broker.connections().forEach(each -> each.lose(dropped(each)));
    }

    /** Drops the connection with that client identifier now; answers false where there is none. */
    public boolean dropConnection(String clientId) {
        MemoryConnection connection = broker.connectionOf(clientId);
        return connection != null && connection.lose(dropped(connection));
    }

    /** Ends all sessions now, while their connections live on. */
    public void loseSessions() {
        broker.connections().forEach(MemoryConnection::loseSessions);
    }

    /** Ends all consumers and browsers now, while their sessions live on. */
    public void loseReceivers() {
        broker.connections().forEach(each -> each.loseParts(part -> !(part instanceof MemorySender)));
    }

    /** Ends all senders now, while their sessions live on. */
    public void loseSenders() {
        broker.connections().forEach(each -> each.loseParts(MemorySender.class::isInstance));
    }

    /** From now on, or no longer, refuses new connections as a broker does that is down. Those that exist stay. */
    public void refuseConnections(boolean refuse) {
        refusing = refuse;
    }

    /**
     * Lets the next operations of a kind fail without effect.
     *
     * @throws IllegalArgumentException for {@link Operation#SETTLE}, which has no answer
     */
    public void fail(Operation operation, int times, JMSException cause) {
        requireAnswer(operation);
        Objects.requireNonNull(cause, "cause");
        for (int i = 0; i < times; i++) {
            plan(operation, new Fault.Failure(cause));
        }
    }

    /** Drops the connection of the next operation of a kind, which has no effect. */
    public void dropBefore(Operation operation) {
        plan(operation, new Fault.Cut(operation, false));
    }

    /** Drops the connection of the next operation of a kind after its effect: the answer is lost. */
    public void dropAfter(Operation operation) {
        plan(operation, new Fault.Cut(operation, true));
    }

    /**
     * Delays the answer of the next operation of a kind, on the broker's clock; the effect comes at once.
     *
     * @throws IllegalArgumentException for {@link Operation#SETTLE}, which has no answer
     */
    public void delay(Operation operation, Duration delay) {
        requireAnswer(operation);
        plan(operation, new Fault.Lateness(delay));
    }

    /** Delivers the message of the next delivery once more, marked as redelivered. */
    public void duplicateNextDelivery() {
        duplicates.incrementAndGet();
    }

    /** Takes back everything that has been planned and has not happened. */
    public void clear() {
        lock.lock();
        try {
            planned.clear();
            armed = false;
        } finally {
            lock.unlock();
        }
        duplicates.set(0);
        refusing = false;
    }

    boolean isRefusing() {
        return refusing;
    }

    /** The fault of the operation that is about to run; null, which is the quick answer, for none. */
    @Nullable
    Fault next(Operation operation) {
        if (!armed) {
            return null;
        }
        lock.lock();
        try {
            Queue<Fault> faults = planned.get(operation);
            Fault next = faults == null ? null : faults.poll();
            armed = planned.values().stream().anyMatch(each -> !each.isEmpty());
            return next;
        } finally {
            lock.unlock();
        }
    }

    boolean takesDuplicate() {
        return duplicates.get() > 0 && duplicates.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private void plan(Operation operation, Fault fault) {
        lock.lock();
        try {
            planned.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(fault);
            armed = true;
        } finally {
            lock.unlock();
        }
    }

    private static void requireAnswer(Operation operation) {
        if (operation == Operation.SETTLE) {
            throw new IllegalArgumentException(
                    "A settlement has no answer that could fail or be late; use dropBefore or dropAfter");
        }
    }

    private static ConnectionLostException dropped(MemoryConnection connection) {
        return Refusals.lost(connection.toString(), "the test dropped it");
    }
}
