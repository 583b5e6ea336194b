package io.anyqueue.amqp;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** Reaches AMQP 1.0 brokers over TCP, TLS and WebSocket. Made by {@link java.util.ServiceLoader}; stateless. */
public final class AmqpProvider implements MessagingProvider {
    private static final String VERSION = readVersion();
    private static final Set<String> SCHEMES = Set.of("amqp", "amqps", "amqp+ws", "amqp+wss");

    /** For the service loader. */
    public AmqpProvider() {}

    private static String readVersion() {
        try (InputStream in = AmqpProvider.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("The jar of the AMQP provider is incomplete: no version.properties");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the version of the AMQP provider from its jar", e);
        }
    }

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
        return VERSION;
    }

    @Override
    public Set<String> schemes() {
        return SCHEMES;
    }

    @Override
    public void check(BrokerUrl url, Settings settings) {
        RabbitSettings.of(settings);
        Login.check(settings);
        if (Endpoint.isEncrypted(url.scheme())) {
            TlsContext.check(settings);
        }
    }

    @Override
    public List<Option<?>> options() {
        return AmqpOptions.all();
    }

    @Override
    public void connect(
            ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion) {
        UnusedTlsOptions.warn(request);
        new RedirectableConnection(request, version(), observer).connect(completion);
    }
}
