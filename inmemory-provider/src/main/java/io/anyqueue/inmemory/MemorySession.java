package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.SessionObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One session: the scope of serial observation ({@link Signals}) and of transactions. Owned by its connection.
 *
 * <p>It ends once, by {@link #close}, with its connection, or by a fault: its {@link Gate} is shut, transactions are rolled
 * back and senders and receivers ended. Threads: safe for any; {@code lock} guards the children and is released before any
 * of them is ended.
 */
final class MemorySession implements ProviderSession {
    private final MemoryConnection connection;
    private final Broker broker;
    private final long id;
    private final SessionObserver observer;
    private final Signals signals;
    private final Gate gate = new Gate();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<SessionPart> parts = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Set<Transaction> transactions = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean ended;

    private volatile @Nullable ConnectionLostException lossCause;

    MemorySession(MemoryConnection connection, long id, SessionObserver observer) {
        this.connection = connection;
        this.broker = connection.broker();
        this.id = id;
        this.observer = observer;
        this.signals = new Signals("session " + id);
    }

    @Override
    public void openSender(Address address, SenderObserver senderObserver, Completion<ProviderSender> completion) {
        perform(Operation.OPEN_SENDER, completion, answer -> {
            SendTarget target = broker.destinations().resolve(address, Permission.Action.SEND, connection.user());
            MemorySender sender = new MemorySender(this, target, senderObserver);
            register(sender);
            answer.completed(sender);
        });
    }

    @Override
    public void openReceiver(
            ReceiverSpec spec, ReceiverObserver receiverObserver, Completion<ProviderReceiver> completion) {
        perform(Operation.OPEN_RECEIVER, completion, answer -> {
            requireCapabilities(spec);
            broker.destinations().requireOwner(spec.address(), connection);
            boolean browse = spec.mode() == ReceiverSpec.Mode.BROWSE;
            SendTarget target = broker.destinations()
                    .resolve(
                            spec.address(),
                            browse ? Permission.Action.BROWSE : Permission.Action.RECEIVE,
                            connection.user());
            if (target instanceof Topic topic) {
                answer.completed(subscribe(spec, topic, receiverObserver));
            } else if (browse) {
                answer.completed(browse(spec, (MessageQueue) target, receiverObserver));
            } else {
                answer.completed(consume(spec, (MessageQueue) target, receiverObserver));
            }
        });
    }

    @Override
    public void begin(Completion<TransactionToken> completion) {
        perform(Operation.BEGIN, completion, answer -> {
            broker.require(Capability.TRANSACTIONS);
            Transaction transaction = new Transaction(this);
            lock.lock();
            try {
                requireOpen();
                transactions.add(transaction);
            } finally {
                lock.unlock();
            }
            answer.completed(transaction);
        });
    }

    @Override
    public void discharge(TransactionToken transaction, boolean commit, Completion<Void> completion) {
        Transaction ours = (Transaction) transaction;
        Completion<Void> outcome = commit ? rollingBackOnFailure(ours, completion) : completion;
        perform(commit ? Operation.COMMIT : Operation.ROLLBACK, outcome, answer -> {
            if (commit) {
                ours.commit();
            } else {
                ours.rollback();
            }
            Completion.done(answer);
        });
    }

    /** A failed commit has rolled back, whatever made it fail. */
    private static Completion<Void> rollingBackOnFailure(Transaction transaction, Completion<Void> completion) {
        return new Completion<>() {
            @Override
            public void completed(Void result) {
                Completion.done(completion);
            }

            @Override
            public void failed(JMSException cause) {
                transaction.abandon(cause);
                completion.failed(cause);
            }
        };
    }

    @Override
    public void close(Completion<Void> completion) {
        if (gate.isShut()) {
            signals.submit(() -> Completion.done(completion));
            return;
        }
        perform(Operation.CLOSE_SESSION, completion, answer -> {
            connection.forget(this);
            end(() -> {});
            Completion.done(answer);
        });
    }

    /** Ends it, once; {@code afterwards} runs in its turn, when every operation under way has been answered. */
    void end(Runnable afterwards) {
        List<Transaction> open;
        List<SessionPart> closing;
        lock.lock();
        try {
            ended = true;
            open = List.copyOf(transactions);
            closing = List.copyOf(parts);
            parts.clear();
            transactions.clear();
        } finally {
            lock.unlock();
        }
        open.forEach(each -> each.abandon(refusal()));
        closing.forEach(part -> part.end(Outcome.FAILED, refusal()));
        gate.shut(() -> {
            // A send that was inside may have begun to wait for room after its sender was ended.
            closing.stream()
                    .filter(MemorySender.class::isInstance)
                    .forEach(part -> part.end(Outcome.FAILED, refusal()));
            signals.submit(afterwards);
        });
    }

    void lose() {
        ConnectionLostException cause = Refusals.lost(toString(), "the test ended it");
        lossCause = cause;
        connection.forget(this);
        end(() -> observer.sessionLost(cause));
    }

    void loseParts(Predicate<SessionPart> which) {
        List<SessionPart> losing;
        lock.lock();
        try {
            losing = parts.stream().filter(which).toList();
            losing.forEach(parts::remove);
        } finally {
            lock.unlock();
        }
        ConnectionLostException cause = Refusals.lost("link of " + this, "the test ended it");
        for (SessionPart part : losing) {
            part.end(Outcome.FAILED, cause);
            signals.submit(() -> part.reportLost(cause));
        }
    }

    MemoryConnection connection() {
        return connection;
    }

    Signals signals() {
        return signals;
    }

    Gate gate() {
        return gate;
    }

    void forget(Transaction transaction) {
        lock.lock();
        try {
            transactions.remove(transaction);
        } finally {
            lock.unlock();
        }
    }

    /** Why it cannot be used any more. */
    JMSException refusal() {
        JMSException cause = lossCause == null ? connection.refusal() : lossCause;
        return cause == null ? Refusals.closed(toString()) : cause;
    }

    int receiverCount() {
        return count(part -> !(part instanceof MemorySender));
    }

    int senderCount() {
        return count(MemorySender.class::isInstance);
    }

    <T> void perform(Operation operation, Completion<T> completion, Effect<T> effect) {
        Completion<T> answer = signals.inTurn(completion);
        if (!gate.enter()) {
            answer.failed(refusal());
            return;
        }
        try {
            Fault fault = broker.faults().next(operation);
            if (fault == null) {
                effect.attempt(answer);
            } else {
                fault.around(connection, answer, effect);
            }
        } finally {
            gate.exit();
        }
    }

    /** Closes a part in the orderly way, once; closing it again, or after its session, is answered at once. */
    void closePart(Operation operation, SessionPart part, Completion<Void> completion) {
        if (gate.isShut()) {
            signals.submit(() -> Completion.done(completion));
            return;
        }
        perform(operation, completion, answer -> {
            boolean present;
            lock.lock();
            try {
                present = parts.remove(part);
            } finally {
                lock.unlock();
            }
            if (present) {
                part.finish(() -> Completion.done(answer));
            } else {
                Completion.done(answer);
            }
        });
    }

    @Override
    public String toString() {
        return "session " + id + " of " + connection;
    }

    private ProviderReceiver consume(ReceiverSpec spec, MessageQueue queue, ReceiverObserver receiverObserver)
            throws JMSException {
        QueueReceiver receiver = new QueueReceiver(this, queue, spec.selector(), receiverObserver, null);
        return attach(receiver, queue);
    }

    private ProviderReceiver subscribe(ReceiverSpec spec, Topic topic, ReceiverObserver receiverObserver)
            throws JMSException {
        ReceiverSpec.Subscription named = spec.subscription();
        if (named != null && named.durable() && topic.address().kind().isTemporary()) {
            throw Refusals.durableOnTemporary(topic.address());
        }
        Subscription subscription = broker.subscriptions().join(connection, spec, topic);
        // The subscription has let in only what its selector wants, so the receiver needs none.
        QueueReceiver receiver = new QueueReceiver(this, subscription.queue(), null, receiverObserver, subscription);
        return attach(receiver, subscription.queue());
    }

    private ProviderReceiver attach(QueueReceiver receiver, MessageQueue queue) throws JMSException {
        if (!queue.attach(receiver)) {
            throw Refusals.deleted(queue.address());
        }
        register(receiver);
        return receiver;
    }

    private ProviderReceiver browse(ReceiverSpec spec, MessageQueue queue, ReceiverObserver receiverObserver)
            throws JMSException {
        BrowseReceiver browser = new BrowseReceiver(this, queue.snapshot(), spec.selector(), receiverObserver);
        register(browser);
        return browser;
    }

    private void requireCapabilities(ReceiverSpec spec) throws JMSException {
        if (spec.mode() == ReceiverSpec.Mode.BROWSE) {
            broker.require(Capability.BROWSERS);
        }
        if (spec.selector() != null) {
            boolean queue = spec.address().kind().isQueue();
            broker.require(queue ? Capability.QUEUE_SELECTORS : Capability.SUBSCRIPTION_SELECTORS);
        }
        if (spec.noLocal()) {
            broker.require(Capability.NO_LOCAL);
        }
    }

    private void register(SessionPart part) throws JMSException {
        lock.lock();
        try {
            if (!ended) {
                parts.add(part);
                return;
            }
        } finally {
            lock.unlock();
        }
        part.end(Outcome.RELEASED, refusal());
        throw refusal();
    }

    @GuardedBy("lock")
    private void requireOpen() throws JMSException {
        if (ended) {
            throw refusal();
        }
    }

    private int count(Predicate<SessionPart> which) {
        lock.lock();
        try {
            return (int) parts.stream().filter(which).count();
        } finally {
            lock.unlock();
        }
    }
}
