package io.anyqueue.amqp;

import io.anyqueue.testing.Ports;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Exchange;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;

/**
 * Qpid Broker-J in this JVM, with AMQP on a free port, a database in memory as its store, {@code alice}, and
 * {@code bob}, who may do less. It makes queues for names that begin with {@code BrokerJTest}. One thread starts and stops it.
 */
final class BrokerJ implements AutoCloseable {
    private final int port = Ports.free();
    private final SystemLauncher launcher;
    private SystemConfig<?> system;

    BrokerJ() throws Exception {
        launcher = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                system = resolved;
            }
        });
        launcher.startup(Map.of(
                "type",
                "Memory",
                "startupLoggedToSystemOut",
                false,
                "initialConfigurationLocation",
                BrokerJ.class.getResource("broker-j.json").toExternalForm(),
                "context",
                // A client that takes two seconds for its first bytes would be sent away.
                Map.of(
                        "test.port",
                        String.valueOf(port),
                        "test.rules",
                        BrokerJ.class.getResource("broker-j.acl").toExternalForm(),
                        "qpid.port.protocol_handshake_timeout",
                        "300000")));
    }

    String url() {
        return "amqp://localhost:" + port;
    }

    private VirtualHost<?> host() {
        return ((Broker<?>) system.getContainer())
                .getVirtualHostNodes()
                .iterator()
                .next()
                .getVirtualHost();
    }

    void createTopic(String name) {
        host().createChild(Exchange.class, Map.of(ConfiguredObject.NAME, name, ConfiguredObject.TYPE, "topic"));
    }

    /** A queue that holds one message and refuses more. */
    void createQueueForOne(String name) {
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

    @Override
    public void close() {
        launcher.shutdown();
    }
}
