package io.anyqueue.internal.client;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.jms.JmsConnection;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A provider without a broker: it records what the client core asks, answers as its {@link Script} says, and hands over
 * deliveries when the test says so. So it shows what a real provider never does on purpose: answers that come late, never or
 * twice.
 */
final class ScriptedProvider implements MessagingProvider {
    private final Script script = new Script();
    private final ManualTime time = new ManualTime();
    private final List<ScriptedConnection> connections = new CopyOnWriteArrayList<>();
    private final List<ConnectRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> states = new CopyOnWriteArrayList<>();
    private final List<JMSException> problems = new CopyOnWriteArrayList<>();
    private volatile Capabilities capabilities = Capabilities.of(List.of(
            Capability.TRANSACTIONS,
            Capability.TOPICS,
            Capability.QUEUE_SELECTORS,
            Capability.SUBSCRIPTION_SELECTORS,
            Capability.NO_LOCAL,
            Capability.DURABLE_SUBSCRIPTIONS,
            Capability.BROWSERS,
            Capability.TEMPORARY_QUEUES,
            Capability.DELIVERY_LIMIT));

    Script script() {
        return script;
    }

    ManualTime time() {
        return time;
    }

    /** Takes a capability away from connections that are opened from now on. */
    ScriptedProvider without(Capability capability) {
        capabilities = capabilities.with(capability, Capabilities.Support.ABSENT);
        return this;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    /** What a connection is asked for. */
    List<ConnectRequest> requests() {
        return requests;
    }

    /** The connections that were established, in order. */
    List<ScriptedConnection> connections() {
        return connections;
    }

    /** The latest connection. */
    ScriptedConnection connection() {
        return connections.get(connections.size() - 1);
    }

    /** The latest session of the latest connection. */
    ScriptedSession session() {
        return connection().session();
    }

    /** The latest receiver of that session. */
    ScriptedReceiver receiver() {
        return session().receiver();
    }

    /** The latest sender of that session. */
    ScriptedSender sender() {
        return session().sender();
    }

    /** What the connections told their state listener: {@code lost} and {@code restored}. */
    List<String> states() {
        return states;
    }

    /** What the connections told their exception listener. */
    List<JMSException> problems() {
        return problems;
    }

    static ConnectionLostException lost(String reason) {
        return new ConnectionLostException(reason, null);
    }

    /** A started connection to hosts; options are written {@code name=value}. */
    Connection connect(List<BrokerUrl.Host> hosts, String... options) throws JMSException {
        Settings settings = Settings.defaults();
        for (String each : options) {
            settings = with(settings, each);
        }
        BrokerUrl url = new BrokerUrl("scripted", null, null, hosts, hosts.isEmpty() ? "test" : null, Map.of());
        Connection connection = JmsConnection.connect(new ClientConfiguration(
                this, url, settings, null, null, settings.find(ClientOptions.CLIENT_ID), new States()));
        connection.setExceptionListener(problems::add);
        return connection;
    }

    /** A started connection; options are written {@code name=value}. */
    Connection connect(String... options) throws JMSException {
        Connection connection = connect(List.of(), options);
        connection.start();
        return connection;
    }

    private static Settings with(Settings settings, String assignment) {
        int equals = assignment.indexOf('=');
        Option<?> option = ClientOptions.all().stream()
                .filter(each -> each.name().equals(assignment.substring(0, equals)))
                .findFirst()
                .orElseThrow();
        return with(settings, option, assignment.substring(equals + 1));
    }

    private static <T> Settings with(Settings settings, Option<T> option, String value) {
        return settings.with(option, option.parse(value), "test");
    }

    @Override
    public int contractVersion() {
        return CONTRACT_VERSION;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("scripted");
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    public TimeSource timeSource(BrokerUrl url) {
        return time;
    }

    @Override
    public void connect(
            ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion) {
        requests.add(request);
        String redirected = request.loss() == null ? "" : " or where redirected";
        script.answer(Script.Step.CONNECT, "connect to " + request.host() + redirected, completion, () -> {
            ScriptedConnection connection = new ScriptedConnection(this, observer);
            connections.add(connection);
            return connection;
        });
    }

    private final class States implements io.anyqueue.spi.ConnectionStateListener {
        @Override
        public void connectionLost(String connection, Throwable cause) {
            states.add("lost");
        }

        @Override
        public void connectionRestored(String connection) {
            states.add("restored");
        }
    }
}
