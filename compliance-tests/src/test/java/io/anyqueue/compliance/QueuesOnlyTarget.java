package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.spi.Capability;
import jakarta.jms.ConnectionFactory;
import java.util.Set;

/** AnyQueue on an in-memory broker that has little but queues: the other side of the gates that {@code BareInMemoryTarget} opens. */
public final class QueuesOnlyTarget implements ComplianceTarget {
    private final InMemoryBroker broker = InMemoryBroker.builder()
            .withoutCapability(Capability.TOPICS)
            .withoutCapability(Capability.DURABLE_SUBSCRIPTIONS)
            .withoutCapability(Capability.SHARED_SUBSCRIPTIONS)
            .withoutCapability(Capability.TEMPORARY_QUEUES)
            .withoutCapability(Capability.TEMPORARY_TOPICS)
            .withoutCapability(Capability.PRIORITY)
            .withoutCapability(Capability.UNIQUE_CLIENT_ID)
            .build();

    @Override
    public String name() {
        return "anyqueue-inmemory-queues-only";
    }

    @Override
    public Set<Feature> features() {
        return ComplianceTarget.allBut(
                Feature.TOPICS,
                Feature.SUBSCRIPTION_SELECTORS,
                Feature.NO_LOCAL,
                Feature.DURABLE_SUBSCRIPTIONS,
                Feature.SHARED_SUBSCRIPTIONS,
                Feature.TEMPORARY_QUEUES,
                Feature.TEMPORARY_TOPICS,
                Feature.PRIORITY,
                Feature.UNIQUE_CLIENT_ID);
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return AnyQueue.connectionFactory(broker.url());
    }

    @Override
    public void stop() {
        broker.close();
    }
}
