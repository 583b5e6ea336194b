package io.anyqueue.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The broker of a setting, apart from the clients that are measured. */
interface BrokerProcess extends AutoCloseable {
    String READY = "READY";

    /** The URL for a candidate; empty where the broker is in the candidate's JVM. */
    String url(Candidate candidate);

    @Override
    void close();

    static BrokerProcess of(Setting setting) throws IOException {
        return switch (setting) {
            case MEMORY -> new None();
            case ARTEMIS -> new Artemis();
            case RABBITMQ -> new RabbitMq();
        };
    }

    /** No broker apart. */
    final class None implements BrokerProcess {
        @Override
        public String url(Candidate candidate) {
            return "";
        }

        @Override
        public void close() {
            // nothing was started
        }
    }

    /** {@link ArtemisServer} in a JVM of its own. */
    final class Artemis implements BrokerProcess {
        private final int port = freePort();
        private final Process process;

        Artemis() throws IOException {
            process = new ProcessBuilder(
                            Jvm.command(List.of("-Xms1g", "-Xmx3g"), ArtemisServer.class, String.valueOf(port)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            while (line != null && !line.equals(READY)) {
                line = output.readLine();
            }
            if (line == null) {
                throw new IOException("The Artemis server ended before it was ready");
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        @Override
        public String url(Candidate candidate) {
            return "amqp://127.0.0.1:" + port;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    /** RabbitMQ in a container. */
    final class RabbitMq implements BrokerProcess {
        private static final int PORT = 5672;

        private final GenericContainer<?> container = new GenericContainer<>(
                        DockerImageName.parse(System.getProperty("anyqueue.rabbitmq.image", "rabbitmq:4.3-management")))
                .withExposedPorts(PORT)
                .waitingFor(
                        Wait.forLogMessage(".*Server startup complete.*", 1).withStartupTimeout(Duration.ofMinutes(2)));

        RabbitMq() {
            container.start();
        }

        @Override
        public String url(Candidate candidate) {
            String authority = container.getHost() + ':' + container.getMappedPort(PORT);
            return switch (candidate) {
                case QPID_JMS -> "amqp://" + authority + "?jms.username=guest&jms.password=guest";
                case ANYQUEUE -> "amqp://guest:guest@" + authority + "/?rabbitmq.queueType=classic";
                default -> "amqp://guest:guest@" + authority; // a slash would name a virtual host, the empty one
            };
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
