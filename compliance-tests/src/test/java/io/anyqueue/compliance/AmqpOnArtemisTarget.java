package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
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

    static final Credentials USER = new Credentials("lemon", "squeezer");

    private Artemis broker;

    /** With a user, a journal, and as many deliveries of a message as it takes, which are counted on disk. */
    static Artemis startBroker() throws Exception {
        return Artemis.builder()
                .temporaryJournal()
                .accounts(Map.of(USER.user(), USER.password()))
                .guests()
                .configured(configuration -> {
                    configuration.setPersistDeliveryCountBeforeDelivery(true);
                    configuration.getAddressSettings().get("#").setMaxDeliveryAttempts(-1);
                })
                .start();
    }

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
        broker = startBroker();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        broker.startAgain();
        return AnyQueue.connectionFactory(broker.url() + OPTIONS);
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        return Optional.of(
                AnyQueue.builder(broker.url() + OPTIONS).clientId(clientId).build());
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(USER);
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
