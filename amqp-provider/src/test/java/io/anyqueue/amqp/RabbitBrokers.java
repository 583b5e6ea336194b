package io.anyqueue.amqp;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One container of each version, started when it is first needed and shared by all tests of this JVM. Without a container
 * engine its tests are reported as not run, or fail where {@code anyqueue.rabbitmq=required}, or {@code
 * ANYQUEUE_RABBITMQ=required} in the environment, says so.
 */
final class RabbitBrokers {
    private static final Map<RabbitVersion, RabbitMQContainer> RUNNING = new EnumMap<>(RabbitVersion.class);

    private RabbitBrokers() {}

    static synchronized RabbitMQContainer of(RabbitVersion version) {
        requireEngine(version);
        return RUNNING.computeIfAbsent(version, RabbitBrokers::start);
    }

    /** A container that its test may harm, and stops. */
    static RabbitMQContainer startOwn(RabbitVersion version) {
        requireEngine(version);
        return start(version);
    }

    private static void requireEngine(RabbitVersion version) {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return;
        }
        String required = System.getProperty("anyqueue.rabbitmq", System.getenv("ANYQUEUE_RABBITMQ"));
        String message = "NOT RUN on " + version + ": no container engine answers";
        if ("required".equals(required)) {
            throw new IllegalStateException(message + ", and ANYQUEUE_RABBITMQ=required");
        }
        System.err.println(message);
        Assumptions.abort(message);
    }

    @SuppressWarnings("resource") // ends with the JVM, or with the test that started it
    private static RabbitMQContainer start(RabbitVersion version) {
        RabbitMQContainer container =
                new RabbitMQContainer(DockerImageName.parse(version.image()).asCompatibleSubstituteFor("rabbitmq"));
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return container;
    }

    /** Runs a command in the container; its output. */
    static String run(RabbitMQContainer container, String... command) throws IOException, InterruptedException {
        org.testcontainers.containers.Container.ExecResult result = container.execInContainer(command);
        if (result.getExitCode() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }
}
