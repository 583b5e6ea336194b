package io.anyqueue.internal.client;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ProviderConnection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes generations of a connection: reaches a host, authenticates, opens. Stateless; its methods block. */
final class Connector {
    private static final List<Capability> EMULATED = List.of(
            Capability.TRANSACTIONS, Capability.SUBSCRIPTION_SELECTORS, Capability.NO_LOCAL, Capability.DELIVERY_LIMIT);

    private final ClientConnection owner;
    private final ClientConfiguration configuration;

    Connector(ClientConnection owner, ClientConfiguration configuration) {
        this.owner = owner;
        this.configuration = configuration;
    }

    /** Tries each host once, in order; wrong credentials end the attempt at once. */
    Generation connectToAny() throws JMSException {
        int hosts = Math.max(1, configuration.url().hosts().size());
        JMSException last = null;
        for (int i = 0; i < hosts; i++) {
            try {
                return connect(i);
            } catch (JMSSecurityException e) {
                throw e;
            } catch (JMSException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last == null ? new JMSException("Connect to " + configuration.url() + ": no host was tried") : last;
    }

    /** Tries the host whose turn it is. */
    Generation connect(int attempt) throws JMSException {
        List<BrokerUrl.Host> hosts = configuration.url().hosts();
        BrokerUrl.Host host = hosts.isEmpty() ? null : hosts.get(attempt % hosts.size());
        Generation next = new Generation(owner);
        Answer<ProviderConnection> answer = new Answer<>(late -> late.close(SessionLink.Ignored.RESULT));
        configuration
                .provider()
                .connect(
                        new ConnectRequest(
                                configuration.url(),
                                host,
                                configuration.user(),
                                configuration.password(),
                                configuration.settings(),
                                owner.name()),
                        next,
                        answer);
        String operation = "connect to " + configuration.url() + (host == null ? "" : " at " + host);
        Duration limit = configuration.settings().get(ClientOptions.CONNECT_TIMEOUT);
        next.connected(answer.await(operation, limit, "connectTimeout"));
        return next;
    }

    /** Announces the client and learns the capabilities. */
    void open(Generation next, @Nullable String clientId) throws JMSException {
        Answer<Capabilities> answer = new Answer<>();
        next.connection().open(clientId, answer);
        Duration limit = configuration.settings().get(ClientOptions.REQUEST_TIMEOUT);
        next.opened(withEmulation(answer.await("open the connection", limit, "requestTimeout")));
    }

    private Capabilities withEmulation(Capabilities offered) {
        boolean nativeOnly =
                configuration.settings().get(ClientOptions.TRANSACTIONS) == ClientOptions.Transactions.NATIVE;
        Capabilities result = offered;
        for (Capability each : EMULATED) {
            boolean refused = each.equals(Capability.TRANSACTIONS) && nativeOnly;
            if (!offered.supports(each) && !refused) {
                result = result.with(each, Capabilities.Support.EMULATED);
            }
        }
        return result;
    }
}
