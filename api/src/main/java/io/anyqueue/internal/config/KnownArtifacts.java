package io.anyqueue.internal.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which dependency brings which scheme, for providers published with this library. For messages to people only: no
 * behaviour depends on it, as a provider that is absent cannot speak for itself. Stateless.
 */
final class KnownArtifacts {
    private static final String AMQP = "io.anyqueue:anyqueue-amqp";
    private static final String IN_MEMORY = "io.anyqueue:anyqueue-inmemory";
    private static final Map<String, String> BY_SCHEME =
            Map.of("amqp", AMQP, "amqps", AMQP, "amqp+ws", AMQP, "amqp+wss", AMQP, "inmemory", IN_MEMORY);
    private static final Set<String> PROVIDER_NAMES = Set.of("amqp", "inmemory");

    private KnownArtifacts() {}

    static Optional<String> forScheme(String scheme) {
        return Optional.ofNullable(BY_SCHEME.get(scheme));
    }

    /** True for names whose settings a file may hold although the provider is not on the class path. */
    static boolean isProviderName(String name) {
        return PROVIDER_NAMES.contains(name);
    }
}
