package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.spi.Capability;
import jakarta.jms.ConnectionFactory;
import java.util.Set;

/**
 * AnyQueue on an in-memory broker that lacks much: what the JMS objects emulate is claimed and held to the specification,
 * the rest must be refused.
 */
public final class BareInMemoryTarget implements ComplianceTarget {
    private final InMemoryBroker broker = InMemoryBroker.builder()
            .withoutCapability(Capability.TRANSACTIONS)
            .withoutCapability(Capability.SUBSCRIPTION_SELECTORS)
            .withoutCapability(Capability.NO_LOCAL)
            .withoutCapability(Capability.QUEUE_SELECTORS)
            .withoutCapability(Capability.BROWSERS)
            .withoutCapability(Capability.SHARED_SUBSCRIPTIONS)
            .withoutCapability(Capability.TEMPORARY_TOPICS)
            .withoutCapability(Capability.DELIVERY_DELAY)
            .build();

    @Override
    public String name() {
        return "anyqueue-inmemory-bare";
    }

    @Override
    public Set<Feature> features() {
        return ComplianceTarget.allBut(
                Feature.QUEUE_SELECTORS,
                Feature.BROWSERS,
                Feature.SHARED_SUBSCRIPTIONS,
                Feature.TEMPORARY_TOPICS,
                Feature.DELIVERY_DELAY);
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
