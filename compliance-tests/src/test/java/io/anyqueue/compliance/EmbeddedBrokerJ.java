package io.anyqueue.compliance;

import io.anyqueue.testing.Ports;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Exchange;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;

/**
 * Qpid Broker-J in this JVM, with AMQP on a free port, a database in memory as its store and one user. It makes the suite's queues when they
 * are first named; topics are its exchanges, which it makes for nobody. Used by the thread that runs the suite.
 */
final class EmbeddedBrokerJ {
    static final ComplianceTarget.Credentials USER = new ComplianceTarget.Credentials("lemon", "squeezer");

    private final int port = Ports.free();
    private SystemLauncher launcher;
    private SystemConfig<?> system;

    EmbeddedBrokerJ() throws Exception {
        startIfDown();
    }

    String url() {
        return "amqp://localhost:" + port;
    }

    String version() {
        return SystemLauncher.class.getPackage().getImplementationVersion();
    }

    void startIfDown() throws Exception {
        if (launcher == null) {
            URL configuration = Objects.requireNonNull(EmbeddedBrokerJ.class.getResource("broker-j.json"));
            SystemLauncher starting = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
                @Override
                public void onContainerResolve(SystemConfig<?> resolved) {
                    system = resolved;
                }
            });
            starting.startup(Map.of(
                    "type",
                    "Memory",
                    "startupLoggedToSystemOut",
                    false,
                    "initialConfigurationLocation",
                    configuration.toExternalForm(),
                    "context",
                    // A client that takes two seconds for its first bytes would be sent away.
                    Map.of("compliance.port", String.valueOf(port), "qpid.port.protocol_handshake_timeout", "300000")));
            launcher = starting;
        }
    }

    void createTopic(String name) {
        Broker<?> broker = (Broker<?>) system.getContainer();
        VirtualHost<?> host = broker.getVirtualHostNodes().iterator().next().getVirtualHost();
        host.createChild(Exchange.class, Map.of(ConfiguredObject.NAME, name, ConfiguredObject.TYPE, "topic"));
    }

    /** Down, with all connections and whatever it stored, until {@link #startIfDown}. */
    void down() {
        if (launcher != null) {
            launcher.shutdown();
            launcher = null;
        }
    }
}
