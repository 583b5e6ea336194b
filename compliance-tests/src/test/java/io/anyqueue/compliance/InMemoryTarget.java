package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.ManualClock;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** AnyQueue on its in-memory broker, with a clock that only the suite moves. */
public final class InMemoryTarget implements ComplianceTarget {
    private final ManualClock clock = new ManualClock(Instant.now());
    private final InMemoryBroker broker =
            InMemoryBroker.builder().clock(clock).account("lemon", "squeezer").build();

    @Override
    public String name() {
        return "anyqueue-inmemory";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Map<String, String> versions() {
        try (var connection = connectionFactory().createConnection()) {
            String version = connection.getMetaData().getProviderVersion();
            return Map.of("provider", version, "broker", version);
        } catch (JMSException e) {
            return Map.of("provider", "unknown, as no connection was made: " + e.getMessage());
        }
    }

    @Override
    public ConnectionFactory connectionFactory() {
        broker.faults().refuseConnections(false);
        return AnyQueue.builder(broker.url())
                .credentials("lemon", "squeezer")
                .option(ClientOptions.RECOVERY_ATTEMPTS, 1)
                .build();
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        return Optional.of(AnyQueue.builder(broker.url())
                .credentials("lemon", "squeezer")
                .clientId(clientId)
                .build());
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(new Credentials("lemon", "squeezer"));
    }

    @Override
    public boolean failConnections() {
        broker.faults().refuseConnections(true);
        broker.faults().dropConnections();
        return true;
    }

    @Override
    public long currentTimeMillis() {
        return clock.currentTimeMillis();
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void stop() {
        broker.close();
    }
}
