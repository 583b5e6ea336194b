package io.anyqueue.compliance;

import jakarta.jms.Connection;
import java.util.Map;
import java.util.concurrent.Callable;

/** Versions of targets for the report. Stateless. */
final class Versions {

    private Versions() {}

    /** The provider's, as a connection tells it, and the broker's, which is asked for only once there is a connection. */
    static Map<String, String> of(ComplianceTarget target, Callable<String> broker) {
        try (Connection connection = target.connectionFactory().createConnection()) {
            return Map.of("provider", connection.getMetaData().getProviderVersion(), "broker", broker.call());
        } catch (Exception e) {
            return Map.of("provider", "unknown, as no connection was made: " + e.getMessage());
        }
    }
}
