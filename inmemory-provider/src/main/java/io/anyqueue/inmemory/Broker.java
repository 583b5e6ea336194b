package io.anyqueue.inmemory;

import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.TimeSource;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one broker have in common: its rules, its time, its destinations and its connections. Owned by
 * {@link InMemoryBroker}. Safe for use by any thread.
 *
 * <p>Locks, outermost first: the tables of {@link MemoryConnection}; {@link Subscriptions}, {@link MemorySession} and
 * {@link Transaction}, none of them inside another; the locks of {@link MessageQueue}s; the leaves {@link Alarm} and
 * {@link Faults}. No observer is called under any of them.
 */
final class Broker {
    private static final AtomicLong INCARNATIONS = new AtomicLong();

    private final String name;
    private final long incarnation = INCARNATIONS.incrementAndGet();
    private final BrokerRules rules;
    private final Accounts accounts;
    private final TimeSource clock;
    private final Alarm alarm;
    private final Alarm patience = new Alarm(TimeSource.system());
    private final Faults faults = new Faults(this);
    private final DeadLetters deadLetters = new DeadLetters(this);
    private final Destinations destinations = new Destinations(this);
    private final Subscriptions subscriptions = new Subscriptions(this);
    private final Set<MemoryConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, MemoryConnection> clientIds = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean closed;

    Broker(String name, BrokerRules rules, Accounts accounts, TimeSource clock) {
        this.name = name;
        this.rules = rules;
        this.accounts = accounts;
        this.clock = clock;
        this.alarm = new Alarm(clock);
    }

    String name() {
        return name;
    }

    /** Differs for each broker of this JVM, so that a name made by an earlier one is never valid in a later one. */
    long incarnation() {
        return incarnation;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    BrokerRules rules() {
        return rules;
    }

    TimeSource clock() {
        return clock;
    }

    /** For expiry and delivery delay, on the broker's clock. */
    Alarm alarm() {
        return alarm;
    }

    /** For what applications wait for, on the machine's clock. */
    Alarm patience() {
        return patience;
    }

    Faults faults() {
        return faults;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    Destinations destinations() {
        return destinations;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    void require(Capability capability) throws JMSException {
        if (!rules.has(capability)) {
            throw Refusals.unsupported(capability);
        }
    }

    void connect(ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion) {
        MemoryConnection connection = new MemoryConnection(
                this,
                request.connectionName(),
                request.settings().get(ClientOptions.SEND_TIMEOUT).toMillis(),
                observer);
        Effect<ProviderConnection> effect = answer -> {
            if (closed || faults.isRefusing()) {
                throw Refusals.lost(connection.toString(), closed ? "the broker is closed" : "it refuses connections");
            }
            connection.logIn(accounts.logIn(name, request.user(), request.password()));
            answer.completed(connection);
        };
        Completion<ProviderConnection> answer = connection.whenReached(completion);
        Fault fault = faults.next(Operation.CONNECT);
        if (fault == null) {
            effect.attempt(answer);
        } else {
            fault.around(connection, answer, effect);
        }
    }

    /** Takes in a connection. Where the broker closes at the same time, the connection is lost like the others. */
    void register(MemoryConnection connection) {
        connections.add(connection);
        if (closed) {
            connection.lose(closedCause(connection));
        }
    }

    void unregister(MemoryConnection connection) {
        connections.remove(connection);
        String clientId = connection.clientId();
        if (clientId != null) {
            clientIds.remove(clientId, connection);
        }
    }

    void claimClientId(String clientId, MemoryConnection connection) throws JMSException {
        if (rules.has(Capability.UNIQUE_CLIENT_ID) && clientIds.putIfAbsent(clientId, connection) != null) {
            throw Refusals.clientIdInUse(clientId);
        }
    }

    List<MemoryConnection> connections() {
        return List.copyOf(connections);
    }

    @Nullable
    MemoryConnection connectionOf(String clientId) {
        return connections().stream()
                .filter(each -> clientId.equals(each.clientId()))
                .findFirst()
                .orElse(null);
    }

    void close() {
        closed = true;
        connections().forEach(each -> each.lose(closedCause(each)));
        alarm.stop();
        patience.stop();
    }

    private static ConnectionLostException closedCause(MemoryConnection connection) {
        return Refusals.lost(connection.toString(), "the broker was closed");
    }
}
