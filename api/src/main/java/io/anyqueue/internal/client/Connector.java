package io.anyqueue.internal.client;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ProviderConnection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** True once it was open: from then on credentials and client identifier are known to be right. */
    private volatile boolean opened;

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
        return firstOf(hosts().size(), new LinkedHashMap<>(), host -> connect(host, null));
    }

    /**
     * Makes and opens a generation in place of one that was lost. Tries each host once, beginning after the one that was reached
     * last; one that does not open, or refuses the login, does not stand in the way of the others.
     *
     * @param redirect what leads to a host that the last one's peer has named, which is tried before; null where it named none
     */
    Generation reconnect(@Nullable ConnectionLostException redirect, @Nullable String clientId) throws JMSException {
        Generation redirected = redirect == null ? null : redirected(redirect, clientId);
        return redirected == null ? firstOf(hosts().size(), new LinkedHashMap<>(), openingAs(clientId)) : redirected;
    }

    /** Null where it leads nowhere, which is no verdict on the hosts of the URL. */
    private @Nullable Generation redirected(ConnectionLostException redirect, @Nullable String clientId)
            throws JMSException {
        try {
            BrokerUrl.Host host = hosts().isEmpty() ? null : hosts().get(next);
            return opened(connect(host, redirect), clientId);
        } catch (JMSException e) {
            if (isToEnd()) {
                throw e;
            }
            Log.CLIENT.info("{}: the host that the last one named does not do: {}", owner, e.getMessage());
            return null;
        }
    }

    /** The host that was reached last has refused to open: tries the others. */
    Generation openElsewhere(JMSException refusal, @Nullable String clientId) throws JMSException {
        List<BrokerUrl.Host> hosts = hosts();
        if (hosts.size() < 2 || isFinal(refusal)) {
            throw refusal;
        }
        Map<BrokerUrl.Host, JMSException> refusals = new LinkedHashMap<>();
        refusals.put(hosts.get((next + hosts.size() - 1) % hosts.size()), refusal);
        return firstOf(hosts.size() - 1, refusals, openingAs(clientId));
    }

    private Attempt openingAs(@Nullable String clientId) {
        return host -> opened(connect(host, null), clientId);
    }

    private List<BrokerUrl.Host> hosts() {
        return configuration.url().hosts();
    }

    private Generation firstOf(int count, Map<BrokerUrl.Host, JMSException> refusals, Attempt attempt)
            throws JMSException {
        List<BrokerUrl.Host> hosts = hosts();
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
                if (isFinal(e)) {
                    throw e;
                }
                refusals.put(host, e);
            }
        }
        throw noHost(refusals);
    }

    /** True where no other host is to be tried. Later a wrong login may be a broker that is not ready yet. */
    private boolean isFinal(JMSException refusal) {
        boolean wrong = refusal instanceof JMSSecurityException || refusal instanceof InvalidClientIDException;
        return isToEnd() || (wrong && !opened);
    }

    private boolean isToEnd() {
        return Thread.currentThread().isInterrupted() || owner.isClosing();
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

    private Generation connect(BrokerUrl.@Nullable Host host, @Nullable ConnectionLostException redirect)
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
                                redirect),
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
        opened = true;
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
