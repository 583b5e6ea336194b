package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.SessionObserver;
import io.anyqueue.spi.Settings;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.client.transport.Transport;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a connection to a peer. Its methods may be called by any thread; its state belongs to the event loop.
 *
 * <pre>
 *   CONNECTING -> CONNECTED -> OPENING -> OPEN -> CLOSING -> ENDED
 *        \____________\___________\_________\_______________/
 * </pre>
 */
final class AmqpConnection implements ProviderConnection, Wire.Listener {
    private enum State {
        CONNECTING,
        CONNECTED,
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    private final ConnectRequest request;
    private final ConnectionObserver observer;
    private final Handshake handshake;
    private final Wire wire;
    private final Requests requests;
    private final Channels channels;

    private volatile String peerName;

    // owned by the loop
    private final Set<AmqpSession> sessions = new LinkedHashSet<>();
    private State state = State.CONNECTING;
    private @Nullable Request<ProviderConnection> connecting;
    private @Nullable Request<Capabilities> opening;
    private @Nullable Request<Void> closing;
    private @Nullable String clientId;
    private @Nullable Topology topology;
    private long links;

    AmqpConnection(ConnectRequest request, String version, ConnectionObserver observer) {
        Endpoint endpoint = Endpoint.of(request);
        this.request = request;
        this.observer = observer;
        this.handshake = new Handshake(request, endpoint, version);
        this.peerName = endpoint.toString();
        this.wire = new Wire(EventLoops.acquire(), peerName, endpoint.largestFrame(), this);
        this.requests = new Requests(wire, request.settings());
        this.channels = new Channels(wire);
    }

    Wire wire() {
        return wire;
    }

    Settings settings() {
        return request.settings();
    }

    Requests requests() {
        return requests;
    }

    Channels channels() {
        return channels;
    }

    /** Only after the opening. */
    Topology topology() {
        Topology chosen = topology;
        if (chosen == null) {
            throw new java.lang.IllegalStateException("The connection has not been opened");
        }
        return chosen;
    }

    /** A link name that no other link of this connection has. */
    String nextLinkName(String purpose) {
        return "anyqueue:" + request.connectionName() + ':' + purpose + ':' + links++;
    }

    @Override
    public String peer() {
        return peerName;
    }

    @Override
    public String toString() {
        return "the connection to " + peerName;
    }

    void connect(Completion<ProviderConnection> completion) {
        submit(
                () -> {
                    connecting = requests.begin("connect to " + peerName, ClientOptions.CONNECT_TIMEOUT, completion)
                            .advising(handshake::adviceOnSilence)
                            .onTimeout(() -> wire.end(new ConnectionLostException("No answer in time", null)));
                    handshake.connect(wire);
                },
                completion::failed);
    }

    @Override
    public void connected(Transport transport) {
        handshake.authenticate(wire.engine(), transport, wire.remoteAddress(), this::authenticated);
    }

    private void authenticated() {
        Request<ProviderConnection> waiting = connecting;
        if (state == State.CONNECTING && waiting != null) {
            state = State.CONNECTED;
            waiting.complete(this);
        }
    }

    @Override
    public void open(@Nullable String id, Completion<Capabilities> completion) {
        submit(
                () -> {
                    state = State.OPENING;
                    clientId = id;
                    opening = requests.begin(
                            "open the connection to " + peerName, ClientOptions.REQUEST_TIMEOUT, completion);
                    handshake.open(wire.engine().connection(), id, this::remotelyOpened, this::remotelyClosed);
                },
                completion::failed);
    }

    private void remotelyOpened(Connection connection) {
        if (!Handshake.isRefused(connection)) {
            // A refused opening is followed by a close with the reason, and not every peer says so: it may be here too.
            wire.beforeFlush(() -> opened(connection));
        }
    }

    private void opened(Connection connection) {
        Request<Capabilities> waiting = opening;
        if (state != State.OPENING || waiting == null) {
            return;
        }
        Peer peer = Peer.of(connection);
        peerName = peer + " at " + wire.peer();
        wire.keepAlive().tick();
        try {
            Topology chosen = Topologies.forPeer(this, peer, clientId, handshake.plainVhost());
            topology = chosen;
            chosen.open(Stages.completion(done -> opened(chosen, waiting), cause -> refuse(waiting, cause)));
        } catch (JMSException e) {
            refuse(waiting, e);
        }
    }

    private void opened(Topology chosen, Request<Capabilities> waiting) {
        if (state == State.OPENING) {
            state = State.OPEN;
            waiting.complete(chosen.capabilities());
        }
    }

    private void refuse(Request<Capabilities> waiting, JMSException cause) {
        waiting.fail(cause);
        if (state == State.OPENING) {
            state = State.CLOSING;
            wire.engine().connection().close();
        }
    }

    private void remotelyClosed(Connection connection) {
        connection.close();
        Request<Capabilities> waiting = opening;
        ErrorCondition condition = connection.getRemoteCondition();
        if (state == State.OPENING && waiting != null) {
            waiting.fail(
                    Redirect.of(Conditions.openingRefused(peerName, connection.getHostname(), condition), condition));
        }
        wire.end(Redirect.lost(peerName, condition));
    }

    @Override
    public void openSession(SessionObserver sessionObserver, Completion<ProviderSession> completion) {
        submit(() -> beginSession(sessionObserver, completion), completion::failed);
    }

    private void beginSession(SessionObserver sessionObserver, Completion<ProviderSession> completion) {
        if (!requireOpen("open a session", completion) || !requireChannel(completion)) {
            return;
        }
        Duration pause = channels.pause();
        if (pause.isNegative() || pause.isZero()) {
            AmqpSession session = new AmqpSession(this, sessionObserver);
            sessions.add(session);
            session.open(completion);
        } else {
            beginSessionAfter(pause, sessionObserver, completion);
        }
    }

    /** Every number that is left has been in use a moment ago. */
    @SuppressWarnings("FutureReturnValueIgnored") // where the request has ended it does nothing
    private void beginSessionAfter(
            Duration pause, SessionObserver sessionObserver, Completion<ProviderSession> completion) {
        Request<ProviderSession> waiting = requests.begin("open a session", ClientOptions.REQUEST_TIMEOUT, completion);
        wire.schedule(pause, () -> {
            if (!waiting.isDone()) {
                beginSession(
                        sessionObserver, Stages.completion(opened -> completeOrClose(waiting, opened), waiting::fail));
            }
        });
    }

    private static void completeOrClose(Request<ProviderSession> waiting, ProviderSession opened) {
        if (waiting.isDone()) {
            opened.close(Stages.ignoring());
        } else {
            waiting.complete(opened);
        }
    }

    /** Refused here, because brokers end the whole connection over a channel too many. */
    private boolean requireChannel(Completion<?> completion) {
        // One is kept for temporary destinations and whatever else the topology asks of the peer.
        int most = Math.min(
                wire.engine().connection().getChannelMax(), wire.limits().channelMax());
        if (sessions.size() < most && channels.isAvailable()) {
            return true;
        }
        completion.failed(new ResourceAllocationException(
                "Cannot open a session: " + peerName + " takes at most " + most
                        + " sessions of a connection; close sessions, or use another connection",
                "AMQP-SESSIONS"));
        return false;
    }

    /** Called by the session when it has ended, however. */
    void remove(AmqpSession session) {
        sessions.remove(session);
    }

    @Override
    public void createTemporary(Address.Kind kind, Completion<Address> completion) {
        submit(
                () -> {
                    if (requireOpen("create a temporary destination", completion)) {
                        topology().createTemporary(kind, completion);
                    }
                },
                completion::failed);
    }

    @Override
    public void recreateTemporary(Address former, Completion<Address> completion) {
        submit(
                () -> {
                    if (requireOpen("create " + former + " again", completion)) {
                        topology().recreateTemporary(former, completion);
                    }
                },
                completion::failed);
    }

    @Override
    public void deleteTemporary(Address address, Completion<Void> completion) {
        submit(
                () -> {
                    if (requireOpen("delete " + address, completion)) {
                        topology().deleteTemporary(address, completion);
                    }
                },
                completion::failed);
    }

    @Override
    public void unsubscribe(String subscriptionName, Completion<Void> completion) {
        submit(
                () -> {
                    if (requireOpen("unsubscribe \"" + subscriptionName + '"', completion)) {
                        topology().unsubscribe(subscriptionName, completion);
                    }
                },
                completion::failed);
    }

    private boolean requireOpen(String operation, Completion<?> completion) {
        if (state == State.OPEN) {
            return true;
        }
        completion.failed(new IllegalStateException(
                "Cannot " + operation + ": " + this + " is " + state.name().toLowerCase(java.util.Locale.ROOT)));
        return false;
    }

    @Override
    public void close(Completion<Void> completion) {
        submit(() -> beginClose(completion), cause -> Completion.done(completion));
    }

    private void beginClose(Completion<Void> completion) {
        if (state == State.CLOSING) {
            Completion.done(completion);
            return;
        }
        boolean polite = state == State.OPEN;
        state = State.CLOSING;
        closing = requests.begin("close the connection to " + peerName, ClientOptions.CLOSE_TIMEOUT, completion)
                .onTimeout(() -> wire.end(closed()));
        if (!polite) {
            wire.end(closed());
            return;
        }
        Countdown countdown = new Countdown(
                sessions.size(),
                () -> topology().close(() -> wire.engine().connection().close()));
        for (AmqpSession each : new ArrayList<>(sessions)) {
            each.close(countdown::step);
        }
        countdown.step();
    }

    private ConnectionLostException closed() {
        return new ConnectionLostException("The connection to " + peerName + " was closed by the application", null);
    }

    @Override
    public void writable() {
        new ArrayList<>(sessions).forEach(each -> each.links().writable());
    }

    @Override
    public void ended(ConnectionLostException cause) {
        State before = state;
        state = State.ENDED;
        Request<ProviderConnection> unconnected = connecting;
        if (unconnected != null) {
            unconnected.fail(handshake.failure(cause));
        }
        Request.done(closing);
        requests.failAll(cause);
        Topology nodes = topology;
        if (nodes != null) {
            nodes.lost(cause);
        }
        for (AmqpSession each : new ArrayList<>(sessions)) {
            each.parentLost(cause);
        }
        sessions.clear();
        if (before == State.CONNECTED || before == State.OPENING || before == State.OPEN) {
            observer.connectionLost(cause);
        }
    }

    /** Hands work to the loop. */
    void submit(Runnable action, Consumer<ConnectionLostException> abandon) {
        wire.submit(LoopTask.of(action, abandon));
    }
}
