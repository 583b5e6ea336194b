package io.anyqueue.compliance;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * The Artemis client with a server in the same JVM: an independent implementation, as a check of the suite. Queues are not
 * deleted automatically, since the server's periodic sweep may take one that a test has just made.
 */
public final class ArtemisTarget implements ComplianceTarget {
    private static final String URL = "vm://77";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    @Override
    public String name() {
        return "artemis-client";
    }

    /** Connection consumers are optional, and this client has none. */
    @Override
    public Set<Feature> features() {
        Set<Feature> features = ComplianceTarget.allBut(Feature.CONNECTION_CONSUMERS);
        features.add(Feature.AUTHENTICATION);
        return features;
    }

    @Override
    public Map<String, String> versions() {
        String version = broker.getActiveMQServer().getVersion().getFullVersion();
        return Map.of("provider", version, "broker", version);
    }

    @Override
    public int unexplainedFailures() {
        return 3;
    }

    @Override
    public void start() throws Exception {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser("guest", "guest");
        users.addRole("guest", "all");
        users.addUser("lemon", "squeezer");
        users.addRole("lemon", "all");
        users.setDefaultUser("guest");
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .putSecurityRoles(
                        "#",
                        Set.of(new Role(
                                "all", true, true, true, true, true, true, true, true, true, true, false, false)))
                .addAcceptorConfiguration("vm", URL)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setMaxDeliveryAttempts(-1)
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false));
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return new ActiveMQJMSConnectionFactory(URL);
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        ActiveMQJMSConnectionFactory factory = new ActiveMQJMSConnectionFactory(URL);
        factory.setClientID(clientId);
        return Optional.of(factory);
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(new Credentials("lemon", "squeezer"));
    }

    @Override
    public boolean failConnections() {
        ActiveMQServer server = broker.getActiveMQServer();
        for (RemotingConnection connection : server.getRemotingService().getConnections()) {
            connection.fail(new ActiveMQException("failed by the compliance target"));
        }
        return true;
    }

    @Override
    public void stop() throws Exception {
        broker.stop();
    }
}
