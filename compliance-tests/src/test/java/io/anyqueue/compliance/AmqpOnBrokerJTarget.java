package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.testing.BrokerJ;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * AnyQueue's AMQP provider on Qpid Broker-J. Recovery is on, as by default, but gives up after one attempt, so that
 * connections fail for good while the broker is down.
 */
public final class AmqpOnBrokerJTarget implements ComplianceTarget {
    private static final Credentials USER = new Credentials("lemon", "squeezer");

    private BrokerJ broker;

    @Override
    public String name() {
        return "anyqueue-amqp-broker-j";
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
    public void start() {
        broker = BrokerJ.builder()
                .account(USER.user(), USER.password())
                .queues(
                        "(complianceQueue|differential[0-9I]).*",
                        "{\"type\": \"priority\", \"holdOnPublishEnabled\": true}")
                .start();
    }

    @Override
    public ConnectionFactory connectionFactory() {
        broker.startAgain();
        return factory().build();
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        return Optional.of(factory().clientId(clientId).build());
    }

    private AnyQueueConnectionFactory.Builder factory() {
        return AnyQueue.builder(broker.url() + "/?recoveryAttempts=1").credentials(USER.user(), USER.password());
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(USER);
    }

    @Override
    public Topic topic(Session session, String name) throws JMSException {
        broker.createTopic(name);
        return session.createTopic(name);
    }

    @Override
    public boolean failConnections() {
        broker.stop();
        return true;
    }

    @Override
    public void stop() {
        broker.close();
    }
}
