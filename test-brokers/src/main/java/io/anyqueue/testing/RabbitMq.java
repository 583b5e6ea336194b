package io.anyqueue.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.containers.Container;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * A RabbitMQ to test on: in a container, or one that was given by URL, which tests can use but not control. Safe for use by
 * any thread.
 */
public final class RabbitMq implements AutoCloseable {
    private static final Map<RabbitVersion, RabbitMq> SHARED = new EnumMap<>(RabbitVersion.class);
    /** Longer than a busy machine takes. */
    static final Duration STARTUP = Duration.ofMinutes(5);

    private static final String NO_ENGINE = "no container engine answers";

    private final RabbitVersion version;
    private final @Nullable RabbitMQContainer container;
    private final URI address;

    private RabbitMq(RabbitVersion version, @Nullable RabbitMQContainer container, URI address) {
        this.version = version;
        this.container = container;
        this.address = address;
    }

    /**
     * The broker of that version which all tests of this JVM share, started when it is first needed. Without a container engine
     * {@link Requirement} decides.
     */
    public static synchronized RabbitMq of(RabbitVersion version) {
        RabbitMq running = SHARED.get(version);
        if (running == null) {
            String url = version.url();
            running = url == null ? startOwn(version) : new RabbitMq(version, null, URI.create(url));
            SHARED.put(version, running);
        }
        return running;
    }

    /** A broker that its test may harm, and closes. */
    public static RabbitMq startOwn(RabbitVersion version) {
        if (!Requirement.hasEngine()) {
            Requirement.notRun(version.toString(), NO_ENGINE);
        }
        return start(version);
    }

    /**
     * Like {@link #of} outside tests.
     *
     * @throws IOException where no container engine answers, which is said on the console too
     */
    public static RabbitMq forTarget(RabbitVersion version) throws IOException {
        if (version.url() == null && !Requirement.hasEngine()) {
            Requirement.say("NOT RUN on " + version + ": " + NO_ENGINE);
            throw new IOException(version + " cannot be started: " + NO_ENGINE);
        }
        String url = version.url();
        return url == null ? start(version) : new RabbitMq(version, null, URI.create(url));
    }

    @SuppressWarnings("resource") // ends with the JVM, or with the test that started it
    private static RabbitMq start(RabbitVersion version) {
        RabbitMQContainer container = new RabbitMQContainer(version.imageName());
        // Fixed, because the engine would choose another port when a container starts again.
        container.setPortBindings(List.of(Ports.free() + ":5672"));
        container.withStartupTimeout(STARTUP);
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        URI address =
                URI.create("amqp://guest:guest@" + container.getHost() + ':' + container.getMappedPort(5672) + '/');
        return new RabbitMq(version, container, address);
    }

    public RabbitVersion version() {
        return version;
    }

    public String host() {
        return address.getHost();
    }

    public int port() {
        return address.getPort() < 0 ? 5672 : address.getPort();
    }

    /** A user who may do everything. */
    public String user() {
        return userInfo()[0];
    }

    public String password() {
        return userInfo()[1];
    }

    private String[] userInfo() {
        String given = address.getRawUserInfo();
        String[] parts = (given == null ? "guest:guest" : given).split(":", 2);
        return new String[] {decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1])};
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What follows the slash of a URL is appended, such as {@code ?prefetch=1}. */
    public String url(String rest) {
        String info = address.getRawUserInfo();
        return "amqp://" + (info == null ? "guest:guest" : info) + '@' + host() + ':' + port() + '/'
                + (rest.isEmpty() || rest.startsWith("?") ? path() : "") + rest;
    }

    private String path() {
        String path = address.getRawPath();
        return path == null || path.isEmpty() ? "" : path.substring(1);
    }

    /** False where it was given by URL. */
    public boolean isControlled() {
        return container != null;
    }

    /** Runs {@code rabbitmqctl}; its output. A test that needs this is not run on a broker that was given by URL. */
    public String ctl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "rabbitmqctl", "-q"));
        command.addAll(List.of(arguments));
        return run(controlled(), command);
    }

    static String run(Container<?> container, List<String> command) throws IOException, InterruptedException {
        Container.ExecResult result = container.execInContainer(command.toArray(String[]::new));
        if (result.getExitCode() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    /** Kills the broker's whole container as a power failure would; {@link #startAgain} follows. */
    public void kill() {
        RabbitMQContainer killed = controlled();
        killed.getDockerClient().killContainerCmd(killed.getContainerId()).exec();
    }

    /** Starts a container that was killed, with what is on its disk, and returns once it has been told to. */
    public void startAgain() {
        RabbitMQContainer started = controlled();
        started.getDockerClient().startContainerCmd(started.getContainerId()).exec();
    }

    /**
     * Whether a quorum queue outlives the broker's death. RabbitMQ writes its register of such queues to disk some seconds after a
     * queue was declared; one that is not in it comes back empty, or not at all, with everything that had been confirmed.
     */
    public boolean isRegisteredOnDisk(String queue) throws IOException, InterruptedException {
        Container.ExecResult result =
                controlled().execInContainer("grep", "-rqaF", "--include=names.dets", queue, "/var/lib/rabbitmq");
        return result.getExitCode() == 0;
    }

    private RabbitMQContainer controlled() {
        RabbitMQContainer present = container;
        if (present == null) {
            String message =
                    "NOT RUN on " + version + " at " + host() + ": the test needs a broker that it can control";
            Requirement.say(message);
            Assumptions.abort(message);
            throw new IllegalStateException(message);
        }
        return present;
    }

    @Override
    public void close() {
        if (container != null) {
            container.stop();
        }
    }
}
