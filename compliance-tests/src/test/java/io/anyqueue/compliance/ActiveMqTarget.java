package io.anyqueue.compliance;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.apache.activemq.broker.BrokerService;

/** ActiveMQ Classic over its transport inside the JVM: an independent implementation, as a check of the suite. */
public final class ActiveMqTarget implements ComplianceTarget {
    private final BrokerService broker = new BrokerService();

    @Override
    public String name() {
        return "activemq-classic";
    }

    /**
     * Shared subscriptions and delivery delay came with Jakarta Messaging 2.0; this client refuses them. Priorities
     * take a broker that is configured for them.
     */
    @Override
    public Set<Feature> features() {
        return ComplianceTarget.allBut(Feature.SHARED_SUBSCRIPTIONS, Feature.DELIVERY_DELAY, Feature.PRIORITY);
    }

    @Override
    public Map<String, String> versions() {
        String version = ActiveMQConnectionMetaData.PROVIDER_VERSION;
        return Map.of("provider", version, "broker", version);
    }

    @Override
    public int unexplainedFailures() {
        return 3;
    }

    @Override
    public void start() throws Exception {
        broker.setBrokerName("compliance");
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.setAdvisorySupport(true);
        broker.setSchedulerSupport(false);
        broker.start();
        broker.waitUntilStarted();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://compliance?create=false");
        factory.setTrustAllPackages(true);
        factory.getRedeliveryPolicy().setInitialRedeliveryDelay(0);
        factory.getRedeliveryPolicy().setRedeliveryDelay(0);
        factory.getRedeliveryPolicy().setMaximumRedeliveries(-1);
        return factory;
    }

    @Override
    public void stop() throws Exception {
        broker.stop();
        broker.waitUntilStopped();
    }
}
