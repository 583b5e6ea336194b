package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.AcknowledgementMode;
import io.anyqueue.internal.client.ClientConnection;
import io.anyqueue.internal.client.ClientConnectionConsumer;
import io.anyqueue.internal.client.ConsumerIntent;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.jms.NamedSubscription.Kind;
import io.anyqueue.internal.selector.SelectorParser;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import org.jspecify.annotations.Nullable;

/** The façade of a connection in all three APIs. Safe for use by any thread. */
public final class JmsConnection implements Connection, QueueConnection, TopicConnection {
    private final ClientConnection connection;
    private final Domain domain;

    private JmsConnection(ClientConnection connection, Domain domain) {
        this.connection = connection;
        this.domain = domain;
    }

    public static Connection connect(ClientConfiguration configuration) throws JMSException {
        return new JmsConnection(ClientConnection.connect(configuration), Domain.UNIFIED);
    }

    public static QueueConnection connectForQueues(ClientConfiguration configuration) throws JMSException {
        return new JmsConnection(ClientConnection.connect(configuration), Domain.QUEUE);
    }

    public static TopicConnection connectForTopics(ClientConfiguration configuration) throws JMSException {
        return new JmsConnection(ClientConnection.connect(configuration), Domain.TOPIC);
    }

    ClientConnection core() {
        return connection;
    }

    /** What this connection can do, emulation included. */
    public Capabilities capabilities() throws JMSException {
        connection.requireUsable("capabilities");
        return connection.capabilities();
    }

    /** A session for both domains, whatever the connection's own: only the typed sessions are restricted (section 9.2). */
    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return open(transacted, acknowledgeMode, Domain.UNIFIED);
    }

    @Override
    public Session createSession(int sessionMode) throws JMSException {
        connection.requireUsable("createSession");
        return open(AcknowledgementMode.of(sessionMode), Domain.UNIFIED);
    }

    @Override
    public Session createSession() throws JMSException {
        return open(AcknowledgementMode.AUTO, Domain.UNIFIED);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return open(transacted, acknowledgeMode, Domain.QUEUE);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return open(transacted, acknowledgeMode, Domain.TOPIC);
    }

    /**
     * Without transaction, {@code SESSION_TRANSACTED} is no acknowledgement mode. As it is 0, which callers pass who do not care,
     * it is taken for AUTO_ACKNOWLEDGE, as other implementations do.
     */
    private JmsSession open(boolean transacted, int acknowledgeMode, Domain sessionDomain) throws JMSException {
        connection.requireUsable("createSession");
        if (transacted) {
            return open(AcknowledgementMode.TRANSACTED, sessionDomain);
        }
        AcknowledgementMode mode = AcknowledgementMode.of(acknowledgeMode);
        return open(mode == AcknowledgementMode.TRANSACTED ? AcknowledgementMode.AUTO : mode, sessionDomain);
    }

    private JmsSession open(AcknowledgementMode mode, Domain sessionDomain) throws JMSException {
        connection.requireUsable("createSession");
        return new JmsSession(connection.createSession(mode), sessionDomain);
    }

    @Override
    public @Nullable String getClientID() throws JMSException {
        connection.requireUsable("getClientID");
        return connection.clientId();
    }

    @Override
    public void setClientID(@Nullable String clientId) throws JMSException {
        connection.setClientId(clientId);
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        connection.requireUsable("getMetaData");
        return new JmsMetaData(connection);
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() throws JMSException {
        connection.requireUsable("getExceptionListener");
        return connection.exceptionListener();
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
        connection.setExceptionListener(listener);
    }

    @Override
    public void start() throws JMSException {
        connection.start();
    }

    @Override
    public void stop() throws JMSException {
        connection.stop();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            @Nullable Destination destination,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        connection.requireUsable("createConnectionConsumer");
        Address address = JmsDestination.addressOf(destination);
        ConsumerIntent intent = new ConsumerIntent(address, SelectorParser.compile(selector), false, null);
        return consume("createConnectionConsumer", intent, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            @Nullable Queue queue, @Nullable String selector, @Nullable ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return createConnectionConsumer((Destination) queue, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            @Nullable Topic topic, @Nullable String selector, @Nullable ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return createConnectionConsumer((Destination) topic, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        NamedSubscription named = named("createSharedConnectionConsumer", Kind.SHARED, topic, name);
        return consume("createSharedConnectionConsumer", named.intent(selector, false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        NamedSubscription named = named("createDurableConnectionConsumer", Kind.DURABLE, topic, name);
        return consume("createDurableConnectionConsumer", named.intent(selector, false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            @Nullable Topic topic,
            @Nullable String name,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        NamedSubscription named = named("createSharedDurableConnectionConsumer", Kind.SHARED_DURABLE, topic, name);
        return consume("createSharedDurableConnectionConsumer", named.intent(selector, false), pool, maxMessages);
    }

    private NamedSubscription named(String operation, Kind kind, @Nullable Topic topic, @Nullable String name)
            throws JMSException {
        connection.requireUsable(operation);
        domain.requireTopics(operation);
        return kind.of(operation, topic, name, connection.clientId());
    }

    private ConnectionConsumer consume(
            String operation, ConsumerIntent intent, @Nullable ServerSessionPool pool, int maxMessages)
            throws JMSException {
        if (pool == null || maxMessages < 1) {
            throw Failures.argument(operation + ": a server session pool and at least one message at a time are"
                    + " needed, found pool " + pool + " and maxMessages " + maxMessages);
        }
        return new JmsConnectionConsumer(new ClientConnectionConsumer(
                connection,
                intent,
                pool,
                maxMessages,
                session -> session instanceof JmsSession ours ? ours.core() : null));
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
