package io.anyqueue.internal.client;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.message.MessageFactory;
import io.anyqueue.internal.message.ObjectPolicy;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionStateListener;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection: the application's intent (client identifier, started or not, sessions, temporary destinations) over one
 * {@link Generation} after another.
 *
 * <pre>
 *   CONNECTED --first use--> OPEN &lt;--> RECOVERING --gives up--> FAILED
 *        \_____________________\___________\___________________\--> CLOSED
 * </pre>
 *
 * <p>Any thread may use it. The state changes under {@code lock}, on whose condition everything waits that needs a live
 * generation.
 */
public final class ClientConnection {
    private enum State {
        CONNECTED,
        OPEN,
        RECOVERING,
        FAILED,
        CLOSED
    }

    private final ClientConfiguration configuration;
    private final String name = UUID.randomUUID().toString();
    private final TimeSource time;
    private final WorkerPool pool;
    private final MessageFactory messages;
    private final Temporaries temporaries;
    private final Recovery recovery;
    private final AtomicLong messageNumbers = new AtomicLong();
    private final List<ClientSession> sessions = new CopyOnWriteArrayList<>();
    /** Held while a generation is opened, so that first uses do not race. */
    private final ReentrantLock opening = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // changed under lock
    private volatile State state = State.CONNECTED;
    private volatile Generation generation;
    private volatile @Nullable JMSException failure;

    private volatile @Nullable String clientId;
    private volatile boolean clientIdFixed;
    private volatile boolean started;
    private volatile @Nullable ExceptionListener exceptionListener;

    private ClientConnection(ClientConfiguration configuration) throws JMSException {
        this.configuration = configuration;
        this.time = configuration.provider().timeSource(configuration.url());
        this.pool =
                new WorkerPool("anyqueue-" + name.substring(0, 8), settings().get(ClientOptions.VIRTUAL_THREADS));
        this.messages = new MessageFactory(ObjectPolicy.from(settings()));
        this.temporaries = new Temporaries(this, settings().get(ClientOptions.REQUEST_TIMEOUT));
        this.recovery = new Recovery(this);
        this.generation = new Generation(this);
        this.clientId = configuration.clientId();
        this.clientIdFixed = clientId != null;
    }

    /** Reaches the broker, trying each host once, and authenticates; with a configured client identifier also opens. */
    public static ClientConnection connect(ClientConfiguration configuration) throws JMSException {
        ClientConnection connection = new ClientConnection(configuration);
        try {
            connection.generation = connection.connectFirst();
            if (connection.clientId != null) {
                connection.ensureOpen();
            }
            return connection;
        } catch (JMSException | RuntimeException e) {
            connection.pool.close();
            throw e;
        }
    }

    // ---- parts ----

    /** Unique in the world; part of message ids. */
    public String name() {
        return name;
    }

    public MessageFactory messages() {
        return messages;
    }

    Temporaries temporaries() {
        return temporaries;
    }

    public Settings settings() {
        return configuration.settings();
    }

    public TimeSource time() {
        return time;
    }

    public ClientConfiguration configuration() {
        return configuration;
    }

    Executor executor() {
        return pool;
    }

    void execute(Runnable task) {
        pool.execute(task);
    }

    public long nextMessageNumber() {
        return messageNumbers.incrementAndGet();
    }

    public String peer() {
        return generation.peer();
    }

    // ---- state ----

    public boolean isStarted() {
        return started;
    }

    boolean isFailed() {
        return state == State.FAILED;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    boolean recovers() {
        return settings().get(ClientOptions.RECOVERY);
    }

    /** Throws where the connection is closed or has failed for good. */
    public void requireUsable(String operation) throws JMSException {
        State current = state;
        if (current == State.CLOSED) {
            throw Failures.closed("connection", operation);
        }
        if (current == State.FAILED) {
            throw Failures.withCause(
                    new JMSException(
                            operation + ": the connection has failed; create a new one", "ANYQUEUE-CONNECTION-FAILED"),
                    failure);
        }
    }

    /** Something that may be there once recovery has succeeded. */
    interface Awaited<T> {
        @Nullable
        T find() throws JMSException;
    }

    /** Blocks until something is there; looks again after each change of state. */
    <T> T await(String operation, Duration limit, Awaited<T> awaited) throws JMSException {
        long remaining = limit.toNanos();
        lock.lock();
        try {
            while (true) {
                T found = awaited.find();
                if (found != null) {
                    return found;
                }
                requireUsable(operation);
                if (remaining <= 0) {
                    throw new JMSException(
                            operation + ": the connection was lost and not restored within " + limit.toMillis()
                                    + " ms; nothing was done. Option requestTimeout sets the limit",
                            "ANYQUEUE-RECOVERING");
                }
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        } finally {
            lock.unlock();
        }
    }

    private void changeState(State next) {
        lock.lock();
        try {
            if (state != State.CLOSED) {
                state = next;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- opening ----

    private Generation connectFirst() throws JMSException {
        List<BrokerUrl.Host> hosts = configuration.url().hosts();
        JMSException last = null;
        for (int i = 0; i < Math.max(1, hosts.size()); i++) {
            try {
                return connectTo(i);
            } catch (JMSSecurityException e) {
                throw e;
            } catch (JMSException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last == null ? new JMSException("Connect to " + configuration.url() + ": no host was tried") : last;
    }

    private Generation connectTo(int attempt) throws JMSException {
        List<BrokerUrl.Host> hosts = configuration.url().hosts();
        BrokerUrl.Host host = hosts.isEmpty() ? null : hosts.get(attempt % hosts.size());
        Generation next = new Generation(this);
        Answer<ProviderConnection> answer = new Answer<>();
        configuration
                .provider()
                .connect(
                        new ConnectRequest(
                                configuration.url(),
                                host,
                                configuration.user(),
                                configuration.password(),
                                settings(),
                                name),
                        next,
                        answer);
        String operation = "connect to " + configuration.url() + (host == null ? "" : " at " + host);
        next.connected(answer.await(operation, settings().get(ClientOptions.CONNECT_TIMEOUT), "connectTimeout"));
        return next;
    }

    private void open(Generation next) throws JMSException {
        Answer<Capabilities> answer = new Answer<>();
        next.connection().open(clientId, answer);
        Duration limit = settings().get(ClientOptions.REQUEST_TIMEOUT);
        next.opened(withEmulation(answer.await("open the connection", limit, "requestTimeout")));
    }

    private Capabilities withEmulation(Capabilities offered) {
        Capabilities result = offered;
        List<Capability> emulated = List.of(
                Capability.TRANSACTIONS,
                Capability.SUBSCRIPTION_SELECTORS,
                Capability.NO_LOCAL,
                Capability.DELIVERY_LIMIT);
        boolean nativeOnly = settings().get(ClientOptions.TRANSACTIONS) == ClientOptions.Transactions.NATIVE;
        for (Capability each : emulated) {
            boolean refused = each.equals(Capability.TRANSACTIONS) && nativeOnly;
            if (!offered.supports(each) && !refused) {
                result = result.with(each, Capabilities.Support.EMULATED);
            }
        }
        return result;
    }

    /** The second step to a connection, taken at its first use; fixes the client identifier. */
    public void ensureOpen() throws JMSException {
        clientIdFixed = true;
        if (state != State.CONNECTED) {
            return;
        }
        opening.lock();
        try {
            if (state != State.CONNECTED) {
                return;
            }
            try {
                if (generation.isLost()) {
                    generation = connectFirst();
                }
                open(generation);
            } catch (InvalidClientIDException e) {
                // The provider connection has had its one open; another client identifier needs another one.
                generation.connection().close(SessionLink.Ignored.RESULT);
                generation.markLost();
                throw e;
            }
            changeState(State.OPEN);
        } finally {
            opening.unlock();
        }
    }

    /** What the connection can do, emulation included; opens it. */
    public Capabilities capabilities() throws JMSException {
        ensureOpen();
        return generation.capabilities();
    }

    /** An operation on a provider connection, repeated on the next one where recovery is under way. */
    interface GenerationOperation<T> {
        T on(Generation generation) throws JMSException;
    }

    <T> T request(String operation, GenerationOperation<T> action) throws JMSException {
        requireUsable(operation);
        ensureOpen();
        Duration limit = settings().get(ClientOptions.REQUEST_TIMEOUT);
        long deadline = Waiter.deadlineAfter(limit.toMillis());
        while (true) {
            Generation current = await(operation, limit, this::liveGeneration);
            try {
                return action.on(current);
            } catch (ConnectionLostException e) {
                if (!recovers() || System.nanoTime() > deadline) {
                    throw e;
                }
                current.markLost();
                lost(current, e);
            }
        }
    }

    private @Nullable Generation liveGeneration() {
        Generation current = generation;
        return state == State.OPEN && !current.isLost() ? current : null;
    }

    // ---- client identifier, listeners ----

    public @Nullable String clientId() {
        return clientId;
    }

    /** Sets the client identifier, which is possible once and before any other use (section 6.1.2). */
    public void setClientId(@Nullable String id) throws JMSException {
        requireUsable("setClientID");
        if (clientIdFixed) {
            throw Failures.illegalState("setClientID: the client identifier is " + clientId
                    + " and can be set only once, by" + " configuration or as the first thing done with a connection");
        }
        if (id == null || id.isEmpty()) {
            throw new InvalidClientIDException("setClientID: the client identifier is null or empty");
        }
        clientId = id;
        try {
            ensureOpen();
        } catch (InvalidClientIDException e) {
            clientId = null;
            clientIdFixed = false;
            throw e;
        }
    }

    public @Nullable ExceptionListener exceptionListener() {
        return exceptionListener;
    }

    public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
        requireUsable("setExceptionListener");
        exceptionListener = listener;
    }

    /** Tells the exception listener of a problem that no call can throw (section 6.1.7). */
    void report(JMSException problem) {
        ExceptionListener listener = exceptionListener;
        if (listener == null) {
            Log.CLIENT.error("{}: no exception listener is set for", this, problem);
            return;
        }
        execute(() -> {
            try {
                listener.onException(problem);
            } catch (RuntimeException e) {
                Log.CLIENT.warn("The exception listener of {} threw", this, e);
            }
        });
    }

    // ---- sessions and temporary destinations ----

    /** Opens a session; blocks. */
    public ClientSession createSession(AcknowledgementMode mode) throws JMSException {
        requireUsable("createSession");
        Capabilities capabilities = capabilities();
        if (mode == AcknowledgementMode.TRANSACTED && !capabilities.supports(Capability.TRANSACTIONS)) {
            throw Failures.lacking(
                    Capability.TRANSACTIONS,
                    "create a transacted session",
                    peer(),
                    "allow emulation with transactions=auto, or acknowledge messages");
        }
        ClientSession session = new ClientSession(this, mode, capabilities);
        sessions.add(session);
        try {
            request("createSession", current -> {
                session.restore(current);
                return session;
            });
        } catch (JMSException | RuntimeException e) {
            sessions.remove(session);
            throw e;
        }
        if (state == State.CLOSED) {
            session.close();
            throw Failures.closed("connection", "createSession");
        }
        if (started) {
            session.start();
        }
        return session;
    }

    void remove(ClientSession session) {
        sessions.remove(session);
    }

    public Address createTemporary(Address.Kind kind) throws JMSException {
        requireUsable("create a temporary destination");
        return temporaries.create(kind);
    }

    /** Deletes a temporary destination of this connection, which must have no consumer. */
    public void deleteTemporary(Address address) throws JMSException {
        requireUsable("delete " + address);
        for (ClientSession session : sessions) {
            for (ClientConsumer each : session.consumers()) {
                if (each.intent().address().equals(address)) {
                    throw Failures.illegalState("delete " + address + ": it still has a consumer; close it first");
                }
            }
        }
        temporaries.delete(address);
    }

    /** Deletes a durable subscription; blocks. */
    public void unsubscribe(String subscription) throws JMSException {
        String operation = "unsubscribe " + subscription;
        request(operation, current -> {
            Answer<Void> answer = new Answer<>();
            current.connection().unsubscribe(subscription, answer);
            answer.await(operation, settings().get(ClientOptions.REQUEST_TIMEOUT), "requestTimeout");
            return current;
        });
    }

    // ---- start, stop ----

    public void start() throws JMSException {
        requireUsable("start");
        ensureOpen();
        started = true;
        sessions.forEach(ClientSession::start);
    }

    /** Stops delivery and waits until running listeners have returned (section 6.1.5). */
    public void stop() throws JMSException {
        requireUsable("stop");
        requireNoCallback("stop");
        ensureOpen();
        started = false;
        for (ClientSession each : sessions) {
            each.dispatcher().stop();
        }
        for (ClientSession each : sessions) {
            each.dispatcher().awaitStopped("stop");
        }
        sessions.forEach(ClientSession::stop);
    }

    /** Refuses what would wait for the listener that calls it. */
    private void requireNoCallback(String operation) throws JMSException {
        for (ClientSession each : sessions) {
            if (each.isCallback()) {
                throw Failures.illegalState(
                        operation + ": not allowed in a listener of the same connection (sections 6.1.5 and 6.1.8)");
            }
        }
    }

    // ---- loss and recovery ----

    /** A generation was lost. Called by any thread; does not block. */
    void lost(Generation lost, ConnectionLostException cause) {
        if (lost == generation) {
            recover(cause);
        }
    }

    void recover(ConnectionLostException cause) {
        State current = state;
        if (current == State.CLOSED || current == State.FAILED || current == State.CONNECTED) {
            return;
        }
        if (recovers()) {
            changeState(State.RECOVERING);
            recovery.begin(cause);
        } else {
            execute(() -> fail(cause));
        }
    }

    /** On the recovery's thread: forgets what was lost and tells the state listener. */
    void announceLoss(ConnectionLostException cause) {
        sessions.forEach(ClientSession::forgetLostLink);
        ConnectionStateListener listener = configuration.listener();
        if (listener != null) {
            listener.connectionLost(name, cause);
        }
    }

    /** One attempt to make everything alive again; blocks. */
    void restore(int attempt) throws JMSException {
        sessions.forEach(ClientSession::forgetLostLink);
        Generation current = generation;
        if (current.isLost()) {
            Generation next = connectTo(attempt);
            try {
                open(next);
                temporaries.restore(next);
            } catch (JMSException e) {
                next.markLost();
                next.connection().close(SessionLink.Ignored.RESULT);
                throw e;
            }
            current = next;
            generation = next;
        }
        for (ClientSession each : sessions) {
            each.restore(current);
        }
        if (current.isLost()) {
            throw new ConnectionLostException("The connection was lost again while it was being restored", null);
        }
    }

    void restored() {
        changeState(State.OPEN);
        if (isClosed()) {
            generation.connection().close(SessionLink.Ignored.RESULT);
            return;
        }
        if (started) {
            sessions.forEach(ClientSession::start);
        }
        ConnectionStateListener listener = configuration.listener();
        if (listener != null) {
            listener.connectionRestored(name);
        }
    }

    /** True for failures that another attempt may not meet. */
    boolean isRetryable(JMSException failureOfAttempt) {
        return !(failureOfAttempt instanceof JMSSecurityException)
                && !(failureOfAttempt instanceof jakarta.jms.InvalidDestinationException)
                && !(failureOfAttempt instanceof jakarta.jms.InvalidSelectorException);
    }

    /** Recovery has been given up, or was not wanted. */
    void fail(JMSException cause) {
        lock.lock();
        try {
            if (state == State.CLOSED || state == State.FAILED) {
                return;
            }
            failure = cause;
        } finally {
            lock.unlock();
        }
        changeState(State.FAILED);
        for (ClientSession each : sessions) {
            each.forgetLostLink();
            each.sends().abandon(cause);
        }
        report(cause);
    }

    /** True where the client's clock says so and the option asks for it. */
    boolean isExpired(MessageData message) {
        return message.expiration() != 0
                && settings().get(ClientOptions.EXPIRE_ON_RECEIPT)
                && message.expiration() <= time.currentTimeMillis();
    }

    // ---- close ----

    /** Closes sessions, then the provider connection (section 6.1.8). Idempotent; any thread but a listener's. */
    public void close() throws JMSException {
        if (state == State.CLOSED) {
            return;
        }
        requireNoCallback("close");
        JMSException first = null;
        for (ClientSession each : sessions) {
            try {
                each.close();
            } catch (JMSException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        changeState(State.CLOSED);
        try {
            closeProvider();
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("{} was lost while it was closed", this, e);
        } finally {
            pool.close();
        }
        if (first != null) {
            throw first;
        }
    }

    private void closeProvider() throws JMSException {
        Generation current = generation;
        if (!current.isLost()) {
            Answer<Void> done = new Answer<>();
            current.connection().close(done);
            done.await("close the connection", settings().get(ClientOptions.CLOSE_TIMEOUT), "closeTimeout");
        }
    }

    @Override
    public String toString() {
        return "connection " + name.substring(0, 8) + " to " + configuration.url();
    }
}
