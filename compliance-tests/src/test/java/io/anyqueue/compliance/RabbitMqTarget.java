package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.testing.RabbitMq;
import io.anyqueue.testing.RabbitVersion;
import io.anyqueue.testing.Requirement;
import jakarta.jms.ConnectionFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * AnyQueue's AMQP provider on RabbitMQ in a container, or on one that was given by URL. Where there is neither it is reported
 * as not run, and fails where RabbitMQ is required. Recovery is on, as by default, but gives up after one attempt, so that
 * connections fail for good while the broker is down.
 */
abstract class RabbitMqTarget implements ComplianceTarget {
    private static final Credentials USER = new Credentials("lemon", "squeezer");

    private final RabbitVersion version;
    private RabbitMq broker;
    private volatile boolean down;

    RabbitMqTarget(RabbitVersion version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "anyqueue-amqp-rabbitmq-" + version.number();
    }

    @Override
    public boolean required() {
        return Requirement.isRabbitMqRequired();
    }

    /** Transactions, filters of subscriptions and noLocal are emulated; what cannot be, is refused. */
    @Override
    public Set<Feature> features() {
        return EnumSet.complementOf(EnumSet.of(Feature.QUEUE_SELECTORS, Feature.BROWSERS));
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of(this, this::brokerVersion);
    }

    private String brokerVersion() throws Exception {
        return broker.isControlled() ? broker.ctl("version").trim() : "at " + broker.host();
    }

    @Override
    public void start() throws Exception {
        broker = RabbitMq.forTarget(version);
        if (broker.isControlled()) {
            broker.ctl("add_user", USER.user(), USER.password());
            broker.ctl("set_permissions", USER.user(), ".*", ".*", ".*");
        }
    }

    private Credentials user() {
        return broker.isControlled() ? USER : new Credentials(broker.user(), broker.password());
    }

    @Override
    public ConnectionFactory connectionFactory() throws Exception {
        startIfDown();
        return factory().build();
    }

    @Override
    public Optional<ConnectionFactory> connectionFactory(String clientId) {
        return Optional.of(factory().clientId(clientId).build());
    }

    private AnyQueueConnectionFactory.Builder factory() {
        return AnyQueue.builder("amqp://" + broker.host() + ':' + broker.port() + "/?recoveryAttempts=1")
                .credentials(user().user(), user().password());
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(user());
    }

    @Override
    public boolean failConnections() throws Exception {
        if (!broker.isControlled()) {
            return false;
        }
        down = true;
        broker.ctl("stop_app");
        return true;
    }

    @Override
    public boolean restart() throws Exception {
        boolean controlled = failConnections();
        startIfDown();
        return controlled;
    }

    private synchronized void startIfDown() throws Exception {
        if (down) {
            broker.ctl("start_app");
            down = false;
        }
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
