package io.anyqueue.testing;

import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.AccessControlProvider;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Exchange;
import org.apache.qpid.server.model.PasswordCredentialManagingAuthenticationProvider;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;
import org.jspecify.annotations.Nullable;

/**
 * Qpid Broker-J in this JVM, with AMQP on a port that it keeps over restarts and a database in memory as its store. Topics are
 * its exchanges, which it makes for nobody. One thread starts and stops it.
 */
public final class BrokerJ implements AutoCloseable {
    private final int port = Ports.free();
    private final Map<String, String> accounts;
    private final @Nullable URL rules;
    private final Map<String, String> context;
    private @Nullable SystemLauncher launcher;
    private @Nullable SystemConfig<?> system;

    private BrokerJ(Builder builder) {
        accounts = Map.copyOf(builder.accounts);
        rules = builder.rules;
        context = Map.of(
                "test.port",
                String.valueOf(port),
                "test.queues",
                builder.queues,
                "test.queueAttributes",
                builder.queueAttributes,
                // A client that takes two seconds for its first bytes would be sent away.
                "qpid.port.protocol_handshake_timeout",
                "300000");
    }

    public static Builder builder() {
        return new Builder();
    }

    public String url() {
        return "amqp://localhost:" + port;
    }

    public String version() {
        return SystemLauncher.class.getPackage().getImplementationVersion();
    }

    public void createTopic(String name) {
        host().createChild(Exchange.class, Map.of(ConfiguredObject.NAME, name, ConfiguredObject.TYPE, "topic"));
    }

    /** A queue that holds one message and refuses more. */
    public void createQueueForOne(String name) {
        host().createChild(
                        Queue.class,
                        Map.of(
                                ConfiguredObject.NAME,
                                name,
                                "maximumQueueDepthMessages",
                                1,
                                "overflowPolicy",
                                "REJECT"));
    }

    private VirtualHost<?> host() {
        return broker().getVirtualHostNodes().iterator().next().getVirtualHost();
    }

    private Broker<?> broker() {
        return (Broker<?>) Objects.requireNonNull(system).getContainer();
    }

    /** Starts it where it is down. */
    public void startAgain() {
        if (launcher != null) {
            return;
        }
        SystemLauncher starting = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                system = resolved;
            }
        });
        URL configuration = Objects.requireNonNull(BrokerJ.class.getResource("broker-j.json"));
        try {
            starting.startup(Map.of(
                    "type",
                    "Memory",
                    "startupLoggedToSystemOut",
                    false,
                    "initialConfigurationLocation",
                    configuration.toExternalForm(),
                    "context",
                    context));
        } catch (Exception e) {
            throw new IllegalStateException("Broker-J did not start", e);
        }
        launcher = starting;
        addAccounts();
    }

    private void addAccounts() {
        PasswordCredentialManagingAuthenticationProvider<?> provider =
                (PasswordCredentialManagingAuthenticationProvider<?>)
                        broker().getAuthenticationProviders().iterator().next();
        accounts.forEach((user, password) -> provider.createUser(user, password, Map.of()));
        if (rules != null) {
            broker().createChild(
                            AccessControlProvider.class,
                            Map.of(
                                    ConfiguredObject.NAME,
                                    "rules",
                                    ConfiguredObject.TYPE,
                                    "AclFile",
                                    "path",
                                    rules.toExternalForm()));
        }
    }

    /** Down, with all connections and whatever it stored, until {@link #startAgain}. */
    public void stop() {
        if (launcher != null) {
            launcher.shutdown();
            launcher = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** What a Broker-J is to be like. For use by one thread. */
    public static final class Builder {
        private final Map<String, String> accounts = new HashMap<>();
        private @Nullable URL rules;
        private String queues = ".*";
        private String queueAttributes = "{}";

        private Builder() {}

        /** A user who may log in. Nobody else may. */
        public Builder account(String user, String password) {
            accounts.put(user, password);
            return this;
        }

        /** A file of access rules; without one, who has an account may do everything. */
        public Builder rules(URL file) {
            rules = file;
            return this;
        }

        /**
         * The queues that it makes when they are first named.
         *
         * @param pattern a regular expression of their names
         * @param attributes what they are like, in JSON
         */
        public Builder queues(String pattern, String attributes) {
            queues = pattern;
            queueAttributes = attributes;
            return this;
        }

        public BrokerJ start() {
            BrokerJ broker = new BrokerJ(this);
            broker.startAgain();
            return broker;
        }
    }
}
