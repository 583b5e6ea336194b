package io.anyqueue.internal.client;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ProviderConnection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes generations of a connection: reaches a host, authenticates, opens. Its methods block. Used by the thread that creates
 * the connection, then by whoever opens or recovers it, one after the other.
 */
final class Connector {
    private static final List<Capability> EMULATED = List.of(
            Capability.TRANSACTIONS, Capability.SUBSCRIPTION_SELECTORS, Capability.NO_LOCAL, Capability.DELIVERY_LIMIT);

    private final ClientConnection owner;
    private final ClientConfiguration configuration;
    /** The host to begin with: the one after that which was reached last, since that one has been lost or did not open. */
    private volatile int next;
    /** True once a host was reached: every further connection is to take the place of that one. */
    private volatile boolean reached;

    Connector(ClientConnection owner, ClientConfiguration configuration) {
        this.owner = owner;
        this.configuration = configuration;
    }

    /** One try of a host; of null where the scheme has none. */
    @FunctionalInterface
    private interface Attempt {
        Generation on(BrokerUrl.@Nullable Host host) throws JMSException;
    }

    /**
     * Makes the first generation, which is not open yet. Tries each host once, in the order of the URL. Wrong credentials end
     * the attempt at once; where every host refuses, the failure names each with its reason.
     */
    Generation connect() throws JMSException {
        return firstOf(configuration.url().hosts().size(), new LinkedHashMap<>(), host -> connect(host, null));
    }

    /**
     * Makes and opens a generation in place of one that was lost. Tries each host once, beginning after the one that was reached
     * last; one that does not open, or refuses the login, does not stand in the way of the others.
     *
     * @param loss what its provider may have been told a better host with; null where that has been tried
     */
    Generation reconnect(@Nullable ConnectionLostException loss, @Nullable String clientId) throws JMSException {
        AtomicReference<@Nullable ConnectionLostException> untried = new AtomicReference<>(loss);
        return firstOf(
                configuration.url().hosts().size(),
                new LinkedHashMap<>(),
                host -> opened(connect(host, untried.getAndSet(null)), clientId));
    }

    /** The host that was reached last has refused to open: tries the others, as {@link #reconnect}. */
    Generation openElsewhere(JMSException refusal, @Nullable String clientId) throws JMSException {
        List<BrokerUrl.Host> hosts = configuration.url().hosts();
        if (hosts.size() < 2) {
            throw refusal;
        }
        Map<BrokerUrl.Host, JMSException> refusals = new LinkedHashMap<>();
        refusals.put(hosts.get((next + hosts.size() - 1) % hosts.size()), refusal);
        return firstOf(hosts.size() - 1, refusals, host -> opened(connect(host, null), clientId));
    }

    private Generation firstOf(int count, Map<BrokerUrl.Host, JMSException> refusals, Attempt attempt)
            throws JMSException {
        List<BrokerUrl.Host> hosts = configuration.url().hosts();
        if (hosts.isEmpty()) {
            return attempt.on(null);
        }
        int first = next;
        for (int i = 0; i < count; i++) {
            int turn = (first + i) % hosts.size();
            BrokerUrl.Host host = hosts.get(turn);
            try {
                Generation made = attempt.on(host);
                next = (turn + 1) % hosts.size();
                return made;
            } catch (JMSException e) {
                boolean wrongFromTheStart = e instanceof JMSSecurityException && !reached;
                if (wrongFromTheStart || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                refusals.put(host, e);
            }
        }
        throw noHost(refusals);
    }

    private JMSException noHost(Map<BrokerUrl.Host, JMSException> refusals) {
        List<JMSException> causes = List.copyOf(refusals.values());
        if (causes.size() == 1) {
            return causes.get(0);
        }
        String text = "connect to " + configuration.url() + ": none of " + refusals.size() + " hosts could be reached: "
                + refusals.entrySet().stream()
                        .map(each -> each.getKey() + " (" + each.getValue().getMessage() + ')')
                        .collect(Collectors.joining(", "));
        boolean everywhere = causes.stream().allMatch(JMSSecurityException.class::isInstance);
        JMSException all = Failures.withCause(
                everywhere
                        ? new JMSSecurityException(text, "ANYQUEUE-NO-HOST")
                        : new JMSException(text, "ANYQUEUE-NO-HOST"),
                causes.get(0));
        causes.subList(1, causes.size()).forEach(all::addSuppressed);
        return all;
    }

    private Generation connect(BrokerUrl.@Nullable Host host, @Nullable ConnectionLostException loss)
            throws JMSException {
        Generation made = new Generation(owner);
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
                                reached,
                                owner.name(),
                                loss),
                        made,
                        answer);
        String operation = "connect to " + configuration.url() + (host == null ? "" : " at " + host);
        made.connected(answer.await(operation, configuration.settings(), ClientOptions.CONNECT_TIMEOUT));
        reached = true;
        return made;
    }

    private Generation opened(Generation made, @Nullable String clientId) throws JMSException {
        try {
            open(made, clientId);
            return made;
        } catch (JMSException | RuntimeException e) {
            made.giveUp();
            throw e;
        }
    }

    /** Announces the client and learns the capabilities. */
    void open(Generation made, @Nullable String clientId) throws JMSException {
        Answer<Capabilities> answer = new Answer<>();
        made.connection().open(clientId, answer);
        made.opened(withEmulation(
                answer.await("open the connection", configuration.settings(), ClientOptions.REQUEST_TIMEOUT)));
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
