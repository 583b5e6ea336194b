package io.anyqueue.spi;

import java.util.List;
import java.util.Set;

/**
 * A way to reach brokers of one kind, found by {@link java.util.ServiceLoader} and chosen by URL scheme. Implementations
 * have a public constructor without arguments, hold no connection state and are safe for use by any thread.
 */
public interface MessagingProvider {

    /** The version of this contract. A provider made for another one is refused by name. */
    int CONTRACT_VERSION = 1;

    /** The contract version that this provider was made for: that of its own compile time. */
    int contractVersion();

    /** A short lower-case name, which also prefixes the provider's options outside URLs: {@code inmemory}. */
    String name();

    /** The provider's own version, for {@code ConnectionMetaData} and for error messages. */
    String version();

    /** The URL schemes that it serves, lower case. */
    Set<String> schemes();

    /** The options that it adds to {@link ClientOptions}. Names are unique among both. */
    List<Option<?>> options();

    /**
     * Checks what only this provider can: the form of the URL, and values of its options that depend on each other. Called when a
     * connection factory is made; does not connect.
     *
     * @throws ConfigurationException where they cannot be used
     */
    default void check(BrokerUrl url, Settings settings) {}

    /**
     * The time that everything above this provider uses for timestamps, expiry, back-off and idling, so that a broker with
     * a clock of its own also moves these. Blocking calls of the application never wait on it.
     */
    default TimeSource timeSource(BrokerUrl url) {
        return TimeSource.system();
    }

    /**
     * Reaches one host of the URL and authenticates (invariant 1). Wrong credentials fail with
     * {@link jakarta.jms.JMSSecurityException}.
     */
    void connect(ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion);
}
