package io.anyqueue.inmemory;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Reaches in-memory brokers: {@code inmemory:name} or {@code inmemory://name}. Made by {@link java.util.ServiceLoader};
 * stateless.
 */
public final class InMemoryProvider implements MessagingProvider {
    private static final String NAME = "inmemory";

    private static final String VERSION = readVersion();

    /** For the service loader. */
    public InMemoryProvider() {}

    private static String readVersion() {
        Properties properties = new Properties();
        try (InputStream in = InMemoryProvider.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The version of the in-memory provider cannot be read", e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public int contractVersion() {
        return CONTRACT_VERSION;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(NAME);
    }

    @Override
    public List<Option<?>> options() {
        return InMemoryOptions.all();
    }

    /** The clock of the broker that the URL names, also if that is made, or made anew, later. */
    @Override
    public TimeSource timeSource(BrokerUrl url) {
        return new NamedClock(brokerName(url));
    }

    @Override
    public void check(BrokerUrl url, Settings settings) {
        brokerName(url);
        BrokerRules.of(settings);
    }

    /**
     * {@inheritDoc} Makes the broker where there is none of that name, but not for a connection that was lost: what it was
     * connected to is gone with the broker that was closed, and an empty one without accounts and bounds would not be it.
     */
    @Override
    public void connect(
            ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion) {
        String name = brokerName(request.url());
        InMemoryBroker broker =
                request.recovery() ? Brokers.find(name) : Brokers.getOrCreate(name, BrokerRules.of(request.settings()));
        if (broker == null) {
            completion.failed(Refusals.noBroker(name));
            return;
        }
        try {
            broker.broker().rules().requireCompatible(name, request.settings());
        } catch (ConfigurationException e) {
            completion.failed(Refusals.otherOptions(e));
            return;
        }
        broker.broker().connect(request, observer, completion);
    }

    private static String brokerName(BrokerUrl url) {
        String path = url.path();
        boolean named = path != null && !path.isEmpty();
        if (url.hosts().size() == 1 && !named) {
            return url.hosts().get(0).name();
        }
        if (url.hosts().isEmpty() && path != null && named) {
            return path;
        }
        throw new ConfigurationException("URL \"" + url + "\" must name one in-memory broker and nothing more: "
                + "inmemory:name or inmemory://name");
    }
}
