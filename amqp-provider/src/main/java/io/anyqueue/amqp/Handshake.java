package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Settings;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.security.sasl.SaslException;
import org.apache.qpid.protonj2.client.transport.Transport;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.Engine;
import org.apache.qpid.protonj2.engine.sasl.SaslSystemException;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/** The steps from nothing to an open connection: socket, TLS, SASL, AMQP header, open. Belongs to the event loop. */
final class Handshake {
    private static final Symbol ESTABLISHMENT_FAILED = Symbol.valueOf("amqp:connection-establishment-failed");

    private static final int LONGEST_REASON = 500;

    private final ConnectRequest request;
    private final Endpoint endpoint;
    private final String version;
    private final FirstWord firstWord = new FirstWord();
    private @Nullable Wire wire;
    private @Nullable Login login;

    Handshake(ConnectRequest request, Endpoint endpoint, String version) {
        this.request = request;
        this.endpoint = endpoint;
        this.version = version;
    }

    void connect(Wire unconnected) {
        wire = unconnected;
        unconnected.engine().pipeline().addLast("first-word", firstWord);
        try {
            endpoint.connect(unconnected);
        } catch (IOException | GeneralSecurityException e) {
            unconnected.fail(e);
        }
    }

    void authenticate(Engine engine, Transport transport, @Nullable SocketAddress remote, Runnable done) {
        Login attempt = new Login(
                request,
                endpoint.vhost(),
                endpoint.tls() || isLoopback(remote),
                endpoint.tls() ? transport.getLocalPrincipal() : null);
        login = attempt;
        engine.saslDriver().client().setListener(attempt.authenticator(engine::engineFailed));
        engine.start();
        engine.connection().negotiate(header -> done.run());
    }

    private static boolean isLoopback(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }

    void open(
            Connection connection,
            @Nullable String clientId,
            Consumer<Connection> opened,
            Consumer<Connection> closed) {
        Settings settings = request.settings();
        String configured = settings.find(AmqpOptions.CONTAINER_ID);
        String container = configured == null ? UUID.randomUUID().toString() : configured;
        Map<Symbol, Object> properties = new LinkedHashMap<>();
        properties.put(Symbol.valueOf("product"), "AnyQueue");
        properties.put(Symbol.valueOf("version"), version);
        properties.put(Symbol.valueOf("platform"), "Java " + Runtime.version().feature());
        connection
                .setContainerId(clientId == null ? container : clientId)
                .setHostname(announcedHost())
                .setChannelMax(settings.get(AmqpOptions.CHANNEL_MAX))
                .setMaxFrameSize(settings.get(AmqpOptions.MAX_FRAME_SIZE))
                .setProperties(properties)
                .setDesiredCapabilities(desired(clientId != null))
                .openHandler(opened::accept)
                .closeHandler(closed::accept);
        long idleTimeout = settings.get(AmqpOptions.IDLE_TIMEOUT).toMillis();
        if (idleTimeout > 0) {
            connection.setIdleTimeout(idleTimeout);
        }
        connection.open();
    }

    private String announcedHost() {
        Login attempt = login;
        boolean rabbit = attempt != null && attempt.offers("AMQPLAIN");
        return endpoint.namesVhost() ? Topologies.announced(endpoint.vhost(), request, rabbit) : endpoint.vhost();
    }

    /** The virtual host that was named, where it was announced in the form that most brokers take; else null. */
    @Nullable
    String plainVhost() {
        return endpoint.namesVhost() && !Topologies.isRabbitForm(announcedHost()) ? endpoint.vhost() : null;
    }

    private static Symbol[] desired(boolean hasClientId) {
        Symbol relay = Symbol.valueOf("ANONYMOUS-RELAY");
        Symbol delayed = Symbol.valueOf(StandardDialect.DELAYED_DELIVERY);
        Symbol shared = Symbol.valueOf(StandardDialect.SHARED_SUBSCRIPTIONS);
        return hasClientId
                ? new Symbol[] {Symbol.valueOf(StandardDialect.SOLE_CONNECTION), relay, delayed, shared}
                : new Symbol[] {relay, delayed, shared};
    }

    /** True where the peer opened only to say that it will close. */
    static boolean isRefused(Connection connection) {
        Map<Symbol, Object> properties = connection.getRemoteProperties();
        return properties != null && properties.containsKey(ESTABLISHMENT_FAILED);
    }

    /** What a connection that ended before it was authenticated tells its caller. */
    JMSException failure(ConnectionLostException end) {
        String operation = "Cannot connect to " + endpoint + ": ";
        Throwable cause = end.getCause() == null ? end : end.getCause();
        Login attempt = login;
        JMSException failure;
        if (isRefusal(cause) && attempt != null) {
            failure = new JMSSecurityException(operation + attempt.explain(cause), "AMQP-LOGIN");
        } else {
            failure = new JMSException(operation + reason(cause), "AMQP-CONNECT");
        }
        failure.initCause(cause);
        if (cause instanceof Exception exception) {
            failure.setLinkedException(exception);
        }
        return failure;
    }

    /** What may be the matter with a peer that took the connection and has not answered; empty where it has, or is not there. */
    String adviceOnSilence() {
        boolean secured = endpoint.tls() && login != null;
        return firstWord.isHeard() || secured || !isReached() ? "" : TlsFailure.adviceOnSilence(endpoint);
    }

    /** What a peer sends may be in it, at any length; the codec fails with whatever it stumbles over. */
    private String reason(Throwable cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String shown = text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "..." : text;
        TlsFailure failure = new TlsFailure(endpoint, cause, shown);
        String explained = endpoint.tls() ? failure.explained() : null;
        if (explained != null) {
            return explained;
        }
        if (cause.getCause() instanceof WebSocketHandshakeException) {
            return "the peer takes no WebSocket at " + endpoint.path()
                    + "; look at the path of the URL, and whether the port expects "
                    + (endpoint.tls() ? "a WebSocket" : "TLS (amqp+wss:)") + ": " + shown;
        }
        if (firstWord.isTls()) {
            return "the peer answers in TLS, which amqps: asks for";
        }
        boolean upgraded = endpoint.webSocket() && login != null;
        if (isClosure(cause) && !firstWord.isHeard() && !upgraded) {
            return login == null && endpoint.tls() ? failure.closedInHandshake() : failure.closedInSilence();
        }
        return cause instanceof RuntimeException
                ? "it does not speak AMQP 1.0 as it should (" + shown + "); expected is the AMQP port of a broker"
                : shown;
    }

    /** True where a connection that had been made was closed or broken; of this, only what it is not has a type or a cause. */
    private boolean isClosure(Throwable cause) {
        return isReached()
                && cause instanceof IOException
                && cause.getCause() == null
                && !(cause instanceof ConnectException || cause instanceof NoRouteToHostException);
    }

    private boolean isReached() {
        Wire used = wire;
        return used != null && used.remoteAddress() != null;
    }

    /** An error of the peer's own system says nothing about the login, and may pass. */
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof SaslException && !(cause instanceof SaslSystemException);
    }
}
