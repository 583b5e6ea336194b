package io.anyqueue.amqp;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.ProviderConnection;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Set;

/** Reaches AMQP 1.0 brokers over TCP, TLS and WebSocket. Made by {@link java.util.ServiceLoader}; stateless. */
public final class AmqpProvider implements MessagingProvider {
    /** Their handshake is not reliable yet, and a stalled connect is worse than a refused one. */
    private static final Set<String> TLS_SCHEMES = Set.of("amqps", "amqp+wss");

    private static final Set<String> SCHEMES = Set.of("amqp", "amqps", "amqp+ws", "amqp+wss");

    @Override
    public int contractVersion() {
        return CONTRACT_VERSION;
    }

    @Override
    public String name() {
        return "amqp";
    }

    @Override
    public String version() {
        String version = AmqpProvider.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public Set<String> schemes() {
        return SCHEMES;
    }

    @Override
    public List<Option<?>> options() {
        return AmqpOptions.all();
    }

    @Override
    public void connect(
            ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion) {
        if (TLS_SCHEMES.contains(request.url().scheme())) {
            completion.failed(new JMSException(
                    "connect to " + request.url() + ": this version cannot do TLS yet; use amqp: or amqp+ws: through a"
                            + " network that is safe, or a proxy that adds TLS",
                    "ANYQUEUE-AMQP-TLS"));
            return;
        }
        new AmqpConnection(request, version(), observer).connect(completion);
    }
}
