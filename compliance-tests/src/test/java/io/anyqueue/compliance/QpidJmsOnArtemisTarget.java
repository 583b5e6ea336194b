package io.anyqueue.compliance;

import jakarta.jms.ConnectionFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Qpid JMS on Artemis: an independent implementation, as a check of the suite, and of what can be had from this broker.
 */
public final class QpidJmsOnArtemisTarget implements ComplianceTarget {
    private EmbeddedArtemis broker;

    @Override
    public String name() {
        return "qpid-jms-artemis";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of(this, () -> broker.version());
    }

    @Override
    public int unexplainedFailures() {
        return 3;
    }

    @Override
    public void start() throws Exception {
        broker = new EmbeddedArtemis();
    }

    @Override
    public ConnectionFactory connectionFactory() throws Exception {
        broker.startIfDown();
        return new JmsConnectionFactory(broker.url());
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        JmsConnectionFactory factory = new JmsConnectionFactory(broker.url());
        factory.setClientID(clientId);
        return Optional.of(factory);
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(EmbeddedArtemis.USER);
    }

    @Override
    public boolean failConnections() throws Exception {
        broker.down();
        return true;
    }

    @Override
    public boolean restart() throws Exception {
        broker.down();
        broker.startIfDown();
        return true;
    }

    @Override
    public void stop() throws Exception {
        broker.end();
    }
}
