package io.anyqueue.inmemory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.SessionObserver;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Registered with its broker while it is up, owner of its sessions and temporary destinations.
 *
 * <pre>
 * CONNECTING → UP → CLOSED   by {@link #close}
 *      |        └──→ LOST    by {@link #lose}, reported once every operation under way has been answered
 *      └──→ LOST             the connect fails, nothing is reported
 * </pre>
 *
 * <p>Threads: safe for any; {@code lock} guards state and sessions and is released before any of them is ended.
 */
final class MemoryConnection implements ProviderConnection {

    private enum State {
        CONNECTING,
        UP,
        CLOSED,
        LOST
    }

    private final Broker broker;
    private final String name;
    private final long sendTimeoutMillis;
    private final ConnectionObserver observer;
    private final Gate gate = new Gate();
    private final Set<LateAnswer<?>> lateAnswers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<MemorySession> sessions = new ArrayList<>();

    @GuardedBy("lock")
    private State state = State.CONNECTING;

    private volatile @Nullable ConnectionLostException lossCause;
    private volatile Accounts.User user = new Accounts.User(null, null);
    private volatile @Nullable String clientId;

    MemoryConnection(Broker broker, String name, long sendTimeoutMillis, ConnectionObserver observer) {
        this.broker = broker;
        this.name = name;
        this.sendTimeoutMillis = sendTimeoutMillis;
        this.observer = observer;
    }

    @Override
    public void open(@Nullable String wantedClientId, Completion<Capabilities> completion) {
        perform(Operation.OPEN, completion, answer -> {
            if (wantedClientId != null) {
                claim(wantedClientId);
            }
            answer.completed(broker.rules().capabilities());
        });
    }

    @Override
    public String peer() {
        return "in-memory broker \"" + broker.name() + '"';
    }

    @Override
    public void openSession(SessionObserver sessionObserver, Completion<ProviderSession> completion) {
        perform(Operation.OPEN_SESSION, completion, answer -> {
            MemorySession session = new MemorySession(this, broker.nextId(), sessionObserver);
            lock.lock();
            try {
                requireUp();
                sessions.add(session);
            } finally {
                lock.unlock();
            }
            answer.completed(session);
        });
    }

    @Override
    public void createTemporary(Address.Kind kind, Completion<Address> completion) {
        createTemporary(() -> broker.destinations().createTemporary(kind, this), completion);
    }

    @Override
    public void recreateTemporary(Address former, Completion<Address> completion) {
        createTemporary(() -> broker.destinations().recreateTemporary(former, this), completion);
    }

    /** Makes the address of a new temporary destination, or refuses. */
    private interface Creation {
        Address create() throws JMSException;
    }

    private void createTemporary(Creation creation, Completion<Address> completion) {
        perform(Operation.CREATE_TEMPORARY, completion, answer -> {
            Address address;
            lock.lock();
            try {
                requireUp();
                address = creation.create();
            } finally {
                lock.unlock();
            }
            answer.completed(address);
        });
    }

    @Override
    public void deleteTemporary(Address address, Completion<Void> completion) {
        perform(Operation.DELETE_TEMPORARY, completion, answer -> {
            broker.destinations().deleteTemporary(address, this);
            Completion.done(answer);
        });
    }

    @Override
    public void unsubscribe(String subscriptionName, Completion<Void> completion) {
        perform(Operation.UNSUBSCRIBE, completion, answer -> {
            broker.subscriptions().unsubscribe(clientId, subscriptionName);
            Completion.done(answer);
        });
    }

    @Override
    public void close(Completion<Void> completion) {
        List<MemorySession> ended = end(State.CLOSED, null);
        if (ended != null) {
            shutDown(ended, Refusals.closed(toString()), () -> {});
        }
        Completion.done(completion);
    }

    /** A completion that makes this connection one of the broker's before anybody uses it. */
    Completion<ProviderConnection> whenReached(Completion<ProviderConnection> completion) {
        return new Completion<>() {
            @Override
            public void completed(ProviderConnection result) {
                gate.enter(); // a loss that comes at once is reported after this answer
                try {
                    comeUp();
                    completion.completed(result);
                } finally {
                    gate.exit();
                }
            }

            @Override
            public void failed(JMSException cause) {
                completion.failed(cause);
            }
        };
    }

    void logIn(Accounts.User as) {
        user = as;
    }

    /** Ends it without anybody here having asked for it; answers false where it had ended already. */
    boolean lose(ConnectionLostException cause) {
        List<MemorySession> ended = end(State.LOST, cause);
        if (ended == null) {
            return false;
        }
        shutDown(ended, cause, () -> observer.connectionLost(cause));
        return true;
    }

    void loseSessions() {
        sessions().forEach(MemorySession::lose);
    }

    void loseParts(Predicate<SessionPart> which) {
        sessions().forEach(each -> each.loseParts(which));
    }

    void expect(LateAnswer<?> answer) {
        lateAnswers.add(answer);
    }

    void expectNoMore(LateAnswer<?> answer) {
        lateAnswers.remove(answer);
    }

    Broker broker() {
        return broker;
    }

    Accounts.User user() {
        return user;
    }

    @Nullable
    String clientId() {
        return clientId;
    }

    long sendTimeoutMillis() {
        return sendTimeoutMillis;
    }

    void forget(MemorySession session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /** Why it cannot be used; null while it can. */
    @Nullable
    JMSException refusal() {
        lock.lock();
        try {
            return switch (state) {
                case CONNECTING, UP -> null;
                case CLOSED -> Refusals.closed(toString());
                case LOST -> lossCause;
            };
        } finally {
            lock.unlock();
        }
    }

    ConnectionStatus status() {
        List<MemorySession> present = sessions();
        int receivers = present.stream().mapToInt(MemorySession::receiverCount).sum();
        int senders = present.stream().mapToInt(MemorySession::senderCount).sum();
        return new ConnectionStatus(name, clientId, user.name(), present.size(), senders, receivers);
    }

    @Override
    public String toString() {
        return "connection " + name + " to " + peer();
    }

    private <T> void perform(Operation operation, Completion<T> completion, Effect<T> effect) {
        if (!gate.enter()) {
            JMSException refusal = refusal();
            completion.failed(refusal == null ? Refusals.closed(toString()) : refusal);
            return;
        }
        try {
            Fault fault = broker.faults().next(operation);
            if (fault == null) {
                effect.attempt(completion);
            } else {
                fault.around(this, completion, effect);
            }
        } finally {
            gate.exit();
        }
    }

    private void requireUp() throws JMSException {
        JMSException refusal = refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    private List<MemorySession> sessions() {
        lock.lock();
        try {
            return List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the state {@code UP}, once; answers the sessions to end, or null where it had been left. */
    private @Nullable List<MemorySession> end(State end, @Nullable ConnectionLostException cause) {
        lock.lock();
        try {
            if (state != State.UP) {
                state = state == State.CONNECTING ? end : state;
                return null;
            }
            state = end;
            lossCause = cause;
            List<MemorySession> ended = List.copyOf(sessions);
            sessions.clear();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void comeUp() {
        lock.lock();
        try {
            state = State.UP;
        } finally {
            lock.unlock();
        }
        broker.register(this);
    }

    private void claim(String wantedClientId) throws JMSException {
        lock.lock();
        try {
            requireUp();
            broker.claimClientId(wantedClientId, this);
            clientId = wantedClientId;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all that belongs to it; {@code afterwards} runs when every operation under way has been answered. */
    private void shutDown(List<MemorySession> ended, JMSException cause, Runnable afterwards) {
        List.copyOf(lateAnswers).forEach(each -> each.fail(cause));
        lateAnswers.clear();
        AtomicInteger open = new AtomicInteger(ended.size() + 1);
        Runnable oneLess = () -> {
            if (open.decrementAndGet() == 0) {
                // Again, because a receiver that was being opened may have kept one alive.
                broker.destinations().deleteTemporariesOf(this);
                afterwards.run();
            }
        };
        ended.forEach(each -> each.end(oneLess));
        broker.destinations().deleteTemporariesOf(this);
        broker.unregister(this);
        gate.shut(oneLess);
    }
}
