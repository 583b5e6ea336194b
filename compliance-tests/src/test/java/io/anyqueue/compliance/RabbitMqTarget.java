package io.anyqueue.compliance;

import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * AnyQueue's AMQP provider on RabbitMQ in a container. Without a container engine it is reported as not run, and fails where
 * {@code ANYQUEUE_RABBITMQ=required} in the environment says so. Recovery is on, as by default, but gives up after one
 * attempt, so that connections fail for good while the broker is down.
 */
abstract class RabbitMqTarget implements ComplianceTarget {
    private static final Credentials USER = new Credentials("lemon", "squeezer");

    private final String version;
    private RabbitMQContainer container;
    private volatile boolean down;

    RabbitMqTarget(String version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "anyqueue-amqp-rabbitmq-" + version;
    }

    @Override
    public boolean required() {
        return "required".equals(System.getProperty("anyqueue.rabbitmq", System.getenv("ANYQUEUE_RABBITMQ")));
    }

    /** Transactions, filters of subscriptions and noLocal are emulated; what cannot be, is refused. */
    @Override
    public Set<Feature> features() {
        return EnumSet.complementOf(EnumSet.of(Feature.QUEUE_SELECTORS, Feature.BROWSERS));
    }

    @Override
    public Map<String, String> versions() {
        try (Connection connection = connectionFactory().createConnection()) {
            return Map.of("provider", connection.getMetaData().getProviderVersion(), "broker", ctl("version"));
        } catch (Exception e) {
            return Map.of("provider", "unknown, as no connection was made: " + e.getMessage());
        }
    }

    @Override
    @SuppressWarnings("resource") // ended by stop()
    public void start() throws Exception {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IOException("No container engine answers, so RabbitMQ " + version + " cannot be started");
        }
        String image = System.getProperty("anyqueue.rabbitmq.image." + version, "rabbitmq:" + version + "-management");
        container = new RabbitMQContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("rabbitmq"));
        container.start();
        ctl("add_user", USER.user(), USER.password());
        ctl("set_permissions", USER.user(), ".*", ".*", ".*");
    }

    private String ctl(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = "rabbitmqctl";
        command[1] = "-q";
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Container.ExecResult result = container.execInContainer(command);
        if (result.getExitCode() != 0) {
            throw new IOException(String.join(" ", arguments) + ": " + result.getStdout() + result.getStderr());
        }
        return result.getStdout().trim();
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
        return AnyQueue.builder(
                        "amqp://" + container.getHost() + ':' + container.getAmqpPort() + "/?recoveryAttempts=1")
                .credentials(USER.user(), USER.password());
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(USER);
    }

    @Override
    public boolean failConnections() throws Exception {
        down = true;
        ctl("stop_app");
        return true;
    }

    @Override
    public boolean restart() throws Exception {
        failConnections();
        startIfDown();
        return true;
    }

    private synchronized void startIfDown() throws Exception {
        if (down) {
            ctl("start_app");
            down = false;
        }
    }

    @Override
    public void stop() {
        if (container != null) {
            container.stop();
        }
    }
}
