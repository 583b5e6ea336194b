package io.anyqueue.compliance;

import io.anyqueue.testing.Artemis;
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
    private Artemis broker;

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
        broker = AmqpOnArtemisTarget.startBroker();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        broker.startAgain();
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
        return Optional.of(AmqpOnArtemisTarget.USER);
    }

    @Override
    public boolean failConnections() {
        broker.stop();
        return true;
    }

    @Override
    public boolean restart() {
        broker.stop();
        broker.startAgain();
        return true;
    }

    @Override
    public void stop() {
        broker.close();
    }
}
