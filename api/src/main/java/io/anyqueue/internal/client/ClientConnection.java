package io.anyqueue.internal.client;

import io.anyqueue.internal.client.ConnectionLifecycle.State;
import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.message.MessageFactory;
import io.anyqueue.internal.message.ObjectPolicy;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection: the application's intent (client identifier, started or not, sessions, temporary destinations) over one
 * {@link Generation} after another. Any thread may use it; {@link ConnectionLifecycle} holds its state.
 */
public final class ClientConnection {
    private final ClientConfiguration configuration;
    private final String name = UUID.randomUUID().toString();
    private final TimeSource time;
    private final WorkerPool pool;
    private final ConnectionListeners listeners;

    private final MessageFactory messages;
    private final Temporaries temporaries;
    private final Connector connector;
    private final ConnectionOpening opening;
    private final Recovery recovery;
    private final ConnectionLifecycle lifecycle = new ConnectionLifecycle();
    private final AtomicLong messageNumbers = new AtomicLong();
    private final ConnectionSessions sessions = new ConnectionSessions(this);

    private volatile Generation generation;
    private volatile boolean started;
    private final CloseOnce closing = new CloseOnce();

    private ClientConnection(ClientConfiguration configuration) {
        this.configuration = configuration;
        this.time = configuration.provider().timeSource(configuration.url());
        this.pool =
                new WorkerPool("anyqueue-" + name.substring(0, 8), settings().get(ClientOptions.VIRTUAL_THREADS));
        this.listeners = new ConnectionListeners(this, pool, configuration.listener());
        this.messages = new MessageFactory(ObjectPolicy.from(settings()));
        this.temporaries = new Temporaries(this);
        this.connector = new Connector(this, configuration);
        this.opening = new ConnectionOpening(this, configuration.clientId());
        this.recovery = new Recovery(this);
        this.generation = new Generation(this);
    }

    /** Reaches the broker, trying each host once, and authenticates; with a configured client identifier also opens. */
    public static ClientConnection connect(ClientConfiguration configuration) throws JMSException {
        ClientConnection connection = new ClientConnection(configuration);
        try {
            connection.generation = connection.connector.connect();
            if (connection.clientId() != null) {
                connection.ensureOpen();
            }
            return connection;
        } catch (JMSException | RuntimeException e) {
            connection.pool.close();
            throw e;
        }
    }

    /** Unique in the world; part of message ids. */
    public String name() {
        return name;
    }

    public MessageFactory messages() {
        return messages;
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

    public long nextMessageNumber() {
        return messageNumbers.incrementAndGet();
    }

    public String peer() {
        return generation.peer();
    }

    ConnectionLifecycle lifecycle() {
        return lifecycle;
    }

    public Temporaries temporaries() {
        return temporaries;
    }

    Executor executor() {
        return pool;
    }

    boolean isStarted() {
        return started;
    }

    Connector connector() {
        return connector;
    }

    Generation generation() {
        return generation;
    }

    void replaceGeneration(Generation next) {
        generation = next;
    }

    ConnectionSessions sessions() {
        return sessions;
    }

    boolean recovers() {
        return settings().get(ClientOptions.RECOVERY);
    }

    /** Throws where the connection is closed or has failed for good. */
    public void requireUsable(String operation) throws JMSException {
        lifecycle.requireUsable(operation);
    }

    /** The second step to a connection, taken at its first use; fixes the client identifier. */
    public void ensureOpen() throws JMSException {
        opening.ensureOpen();
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
            Generation current =
                    lifecycle.await(operation, settings(), ClientOptions.REQUEST_TIMEOUT, this::liveGeneration);
            try {
                return action.on(current);
            } catch (ConnectionLostException e) {
                if (!recovers() || System.nanoTime() > deadline) {
                    throw e;
                }
                if (current.giveUp(e)) {
                    lost(current, e);
                }
            }
        }
    }

    private @Nullable Generation liveGeneration() {
        Generation current = generation;
        return lifecycle.state() == State.OPEN && !current.isLost() ? current : null;
    }

    /** Whose a message is, where noLocal is emulated: the client identifier's, over all its connections (section 8.3.3), or ours. */
    String origin() {
        String id = clientId();
        return id == null ? "connection " + name() : "client " + id;
    }

    public @Nullable String clientId() {
        return opening.clientId();
    }

    /** Sets the client identifier, which is possible once and before any other use (section 6.1.2). */
    public void setClientId(@Nullable String id) throws JMSException {
        requireUsable("setClientID");
        opening.setClientId(id);
    }

    public @Nullable ExceptionListener exceptionListener() {
        return listeners.exceptionListener();
    }

    public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
        requireUsable("setExceptionListener");
        listeners.setExceptionListener(listener);
    }

    /** Tells the exception listener of a problem that no call can throw. */
    void report(JMSException problem) {
        listeners.report(problem);
    }

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
        return sessions.create(mode, capabilities);
    }

    void requireTopics(Address destination, String operation) throws JMSException {
        if (destination.kind().isTopic() && !capabilities().supports(Capability.TOPICS)) {
            throw Failures.lacking(Capability.TOPICS, operation, peer(), "use a queue");
        }
    }

    /** Deletes a durable subscription; blocks. */
    public void unsubscribe(String subscription) throws JMSException {
        String operation = "unsubscribe " + subscription;
        requireUsable(operation);
        if (!capabilities().supports(Capability.DURABLE_SUBSCRIPTIONS)) {
            throw Failures.lacking(
                    Capability.DURABLE_SUBSCRIPTIONS, operation, peer(), "there is nothing to unsubscribe from");
        }
        request(operation, new Unsubscription(operation, subscription));
    }

    /** What a later attempt does not find, one before has deleted, whose answer was lost with the connection. */
    private final class Unsubscription implements GenerationOperation<Boolean> {
        private final String operation;
        private final String subscription;
        private boolean repeated;

        Unsubscription(String operation, String subscription) {
            this.operation = operation;
            this.subscription = subscription;
        }

        /** True where this attempt deleted it, false where one before did. */
        @Override
        public Boolean on(Generation current) throws JMSException {
            Answer<Void> answer = new Answer<>();
            current.connection().unsubscribe(subscription, answer);
            try {
                answer.await(operation, settings(), ClientOptions.REQUEST_TIMEOUT);
                return true;
            } catch (InvalidDestinationException e) {
                if (!repeated) {
                    throw e;
                }
                Log.CLIENT.debug("{}: the attempt whose answer was lost has done it", operation);
                return false;
            } finally {
                repeated = true;
            }
        }
    }

    public void start() throws JMSException {
        requireUsable("start");
        ensureOpen();
        started = true;
        sessions.start();
    }

    /** Stops delivery and waits until running listeners have returned (section 6.1.5). */
    public void stop() throws JMSException {
        requireUsable("stop");
        sessions.requireNoCallback("stop", ClientSession::isListener);
        started = false;
        sessions.stop();
    }

    /** A generation was lost. Called by any thread; does not block. */
    void lost(Generation lost, ConnectionLostException cause) {
        if (lost == generation) {
            recover(cause);
        }
    }

    /** Something that was open was lost. Called by any thread; does not block. */
    void recover(ConnectionLostException cause) {
        recovery.begin(cause);
    }

    boolean isClosing() {
        return closing.hasBegun();
    }

    boolean isClosed() {
        return lifecycle.isClosed();
    }

    /** False once nothing will bring it back after a loss any more. */
    boolean isRecoverable() {
        return recovers() && !isClosing() && !lifecycle.isFailed() && !lifecycle.isClosed();
    }

    ConnectionListeners listeners() {
        return listeners;
    }

    /** True where the client's clock says so and the option asks for it. */
    boolean isExpired(MessageData message) {
        return message.expiration() != 0
                && settings().get(ClientOptions.EXPIRE_ON_RECEIPT)
                && message.expiration() <= time.currentTimeMillis();
    }

    /** Closes sessions, then the provider connection (section 6.1.8). Idempotent; any thread but a listener's. */
    public void close() throws JMSException {
        if (lifecycle.isClosed()) {
            return;
        }
        sessions.requireNoCallback("close", ClientSession::isCallback);
        if (!closing.begin()) {
            closing.awaitOther("close");
            return;
        }
        List<JMSException> failures = new ArrayList<>();
        sessions.abandon(Failures.closed("connection", "send"));
        try {
            sessions.close(failures);
            lifecycle.change(State.CLOSED);
            closeProvider(failures);
        } finally {
            pool.close();
            closing.done();
        }
        if (!failures.isEmpty()) {
            JMSException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void closeProvider(List<JMSException> failures) {
        Generation current = generation;
        if (current.isLost()) {
            return;
        }
        Answer<Void> done = new Answer<>();
        current.connection().close(done);
        try {
            done.await("close the connection", settings(), ClientOptions.CLOSE_TIMEOUT);
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("{} was lost while it was closed", this, e);
        } catch (JMSException e) {
            failures.add(e);
        }
    }

    @Override
    public String toString() {
        return "connection " + name.substring(0, 8) + " to " + configuration.url();
    }
}
