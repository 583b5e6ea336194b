package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import jakarta.jms.ConnectionFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * AnyQueue's AMQP provider on Artemis. Recovery is on, as by default, but gives up after one attempt, so that connections
 * fail for good while the broker is down.
 */
public final class AmqpOnArtemisTarget implements ComplianceTarget {
    private static final String OPTIONS = "/?recoveryAttempts=1";

    private EmbeddedArtemis broker;

    @Override
    public String name() {
        return "anyqueue-amqp-artemis";
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
    public void start() throws Exception {
        broker = new EmbeddedArtemis();
    }

    @Override
    public ConnectionFactory connectionFactory() throws Exception {
        broker.startIfDown();
        return AnyQueue.connectionFactory(broker.url() + OPTIONS);
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        return Optional.of(
                AnyQueue.builder(broker.url() + OPTIONS).clientId(clientId).build());
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
