package io.anyqueue.amqp;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.Option;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of options of TLS that are set for a connection without TLS. That is no error, since what surrounds an application may
 * serve several URLs, but who sets them may believe that it is encrypted. Stateless.
 */
final class UnusedTlsOptions {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedTlsOptions.class);

    private static final List<Option<?>> ALL = List.of(
            AmqpOptions.TRUST_STORE,
            AmqpOptions.TRUST_STORE_PASSWORD,
            AmqpOptions.TRUST_STORE_TYPE,
            AmqpOptions.KEY_STORE,
            AmqpOptions.KEY_STORE_PASSWORD,
            AmqpOptions.KEY_STORE_TYPE,
            AmqpOptions.KEY_ALIAS,
            AmqpOptions.VERIFY_HOST,
            AmqpOptions.TLS_PROTOCOLS,
            AmqpOptions.TLS_CIPHERS);

    private UnusedTlsOptions() {}

    /** Logs once for each connection: not for the attempts at its other hosts, nor for those of its recovery. */
    static void warn(ConnectRequest request) {
        String warning = warning(request);
        if (warning != null) {
            LOG.warn(warning);
        }
    }

    /** What is to be logged with an attempt to connect; null for nothing. */
    static @Nullable String warning(ConnectRequest request) {
        String scheme = request.url().scheme();
        if (Endpoint.isEncrypted(scheme) || request.recovery() || !isFirst(request)) {
            return null;
        }
        String names = ALL.stream()
                .filter(request.settings()::isSet)
                .map(each -> each + " (" + request.settings().origin(each) + ')')
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? null
                : "Connection " + request.connectionName() + " to " + Endpoint.of(request) + " is not encrypted, as "
                        + scheme + ": asks for, and these options have no effect: " + names + "; "
                        + (scheme.equals("amqp") ? "amqps:" : "amqp+wss:") + " encrypts";
    }

    private static boolean isFirst(ConnectRequest request) {
        List<BrokerUrl.Host> hosts = request.url().hosts();
        return hosts.isEmpty() || hosts.get(0).equals(request.host());
    }
}
