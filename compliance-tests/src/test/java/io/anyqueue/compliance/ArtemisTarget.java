package io.anyqueue.compliance;

import io.anyqueue.testing.Artemis;
import jakarta.jms.ConnectionFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * The Artemis client with a server in the same JVM: an independent implementation, as a check of the suite.
 */
public final class ArtemisTarget implements ComplianceTarget {
    private static final String URL = "vm://77";

    private static final Credentials USER = new Credentials("lemon", "squeezer");

    private Artemis broker;

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
        String version = broker.version();
        return Map.of("provider", version, "broker", version);
    }

    @Override
    public int unexplainedFailures() {
        return 3;
    }

    @Override
    public void start() {
        broker = Artemis.builder()
                .accounts(Map.of(USER.user(), USER.password()))
                .guests()
                .configured(ArtemisTarget::reachedInThisJvm)
                .start();
    }

    private static void reachedInThisJvm(Configuration configuration) {
        try {
            configuration.addAcceptorConfiguration("vm", URL);
        } catch (Exception e) {
            throw new IllegalStateException("The acceptor was refused", e);
        }
        configuration.getAddressSettings().get("#").setMaxDeliveryAttempts(-1);
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
        return Optional.of(USER);
    }

    @Override
    public boolean failConnections() {
        for (RemotingConnection connection :
                broker.server().getRemotingService().getConnections()) {
            connection.fail(new ActiveMQException("failed by the compliance target"));
        }
        return true;
    }

    @Override
    public void stop() {
        broker.close();
    }
}
