package io.anyqueue.amqp;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * What a peer said of itself when it opened the connection. Immutable.
 *
 * @param product its name, such as {@code RabbitMQ}; null where it did not say
 * @param version null where it did not say
 * @param containerId of the broker
 * @param offered capabilities, upper and lower case as the peer wrote them
 * @param properties of the connection
 */
record Peer(
        @Nullable String product,
        @Nullable String version,
        String containerId,
        Set<String> offered,
        Map<Symbol, Object> properties) {

    static Peer of(Connection connection) {
        Map<Symbol, Object> properties = connection.getRemoteProperties();
        Map<Symbol, Object> known = properties == null ? Map.of() : properties;
        Symbol[] capabilities = connection.getRemoteOfferedCapabilities();
        Set<String> offered = capabilities == null
                ? Set.of()
                : Arrays.stream(capabilities).map(Symbol::toString).collect(Collectors.toUnmodifiableSet());
        return new Peer(
                text(known, "product"),
                text(known, "version"),
                String.valueOf(connection.getRemoteContainerId()),
                offered,
                known);
    }

    /** A property as text; null where it is absent. */
    @Nullable
    String property(String name) {
        return text(properties, name);
    }

    boolean offers(String capability) {
        return offered.contains(capability);
    }

    /** For messages to people: {@code RabbitMQ 4.3.6}. */
    @Override
    public String toString() {
        String name = product == null ? "AMQP peer " + containerId : product;
        return version == null ? name : name + ' ' + version;
    }

    private static @Nullable String text(Map<Symbol, Object> properties, String name) {
        Object value = properties.get(Symbol.valueOf(name));
        return value == null ? null : value.toString();
    }
}
