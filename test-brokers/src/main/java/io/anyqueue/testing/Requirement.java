package io.anyqueue.testing;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/**
 * What becomes of tests whose broker is missing: they are reported as not run, by name, on the console and, as skipped, in the
 * report; where {@code -Danyqueue.require=rabbitmq} or {@code ANYQUEUE_RABBITMQ=required} in the environment says so, they
 * fail. Safe for use by any thread.
 */
public final class Requirement {
    private static final String BROKER = "rabbitmq";
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Requirement() {}

    /** True where a test on RabbitMQ that cannot run is a failure. */
    public static boolean isRabbitMqRequired() {
        return isRequired(System.getProperty("anyqueue.require", ""), System.getenv("ANYQUEUE_RABBITMQ"));
    }

    /** {@code required} is a list of names that are separated by commas. */
    static boolean isRequired(String required, @Nullable String environment) {
        return "required".equals(environment)
                || Arrays.stream(required.split(",", -1)).map(String::trim).anyMatch(BROKER::equals);
    }

    static boolean hasEngine() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Fails where RabbitMQ is required; else says what is not run, once, and aborts the test that asks. */
    static void notRun(String what, String reason) {
        String message = "NOT RUN on " + what + ": " + reason;
        if (isRabbitMqRequired()) {
            throw new IllegalStateException(message + ", and RabbitMQ is required (-Danyqueue.require=rabbitmq)");
        }
        say(message);
        Assumptions.abort(message);
    }

    /** Tells the console, once for each message. */
    static void say(String message) {
        if (SAID.add(message)) {
            System.err.println(message);
        }
    }
}
