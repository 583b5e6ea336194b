package io.anyqueue.amqp;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.Settings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.qpid.protonj2.client.SslOptions;
import org.apache.qpid.protonj2.client.TransportOptions;
import org.apache.qpid.protonj2.client.transport.netty4.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to connect: what the URL's scheme, host and path mean. Immutable.
 *
 * @param vhost the virtual host that is announced
 * @param vhostNamed whether it was asked for, even if it is called like the host
 */
record Endpoint(
        String host,
        int port,
        boolean tls,
        boolean webSocket,
        String path,
        String vhost,
        boolean vhostNamed,
        Settings settings) {

    static Endpoint of(ConnectRequest request) {
        BrokerUrl.Host named = request.host();
        BrokerUrl.Host host = named == null ? new BrokerUrl.Host("localhost", BrokerUrl.DEFAULT_PORT) : named;
        String scheme = request.url().scheme();
        boolean tls = isEncrypted(scheme);
        boolean webSocket = scheme.startsWith("amqp+");
        int standardPort = webSocket ? (tls ? 443 : 80) : (tls ? 5671 : 5672);
        String path = request.url().path();
        boolean inPath = !webSocket && path != null && !path.isEmpty();
        return new Endpoint(
                host.name(),
                host.port() == BrokerUrl.DEFAULT_PORT ? standardPort : host.port(),
                tls,
                webSocket,
                webSocket ? '/' + (path == null ? "" : path) : "",
                vhost(request.settings(), webSocket ? null : path, host.name()),
                inPath || request.settings().find(AmqpOptions.VHOST) != null,
                request.settings());
    }

    static boolean isEncrypted(String scheme) {
        return scheme.equals("amqps") || scheme.equals("amqp+wss");
    }

    private static String vhost(Settings settings, @Nullable String path, String host) {
        String named = settings.find(AmqpOptions.VHOST);
        if (named != null) {
            return named;
        }
        return path == null || path.isEmpty() ? host : path;
    }

    /** Whether the virtual host was asked for, and is not just the name of the host. */
    boolean namesVhost() {
        return vhostNamed;
    }

    /** The largest frame to send, whatever the peer announces. */
    long largestFrame() {
        return webSocket ? FrameSizes.OVER_WEB_SOCKET : FrameSizes.ANY;
    }

    /** Begins to connect; the wire hears the rest. On the wire's loop. */
    void connect(Wire wire) throws IOException, GeneralSecurityException {
        ReflectiveChannelFactory<? extends Channel> channels =
                new ReflectiveChannelFactory<>(EventLoops.channelClass());
        Bootstrap bootstrap = new Bootstrap().group(wire.loop()).channelFactory(() -> {
            Channel created = channels.newChannel();
            wire.channelCreated(created);
            return created;
        });
        TransportOptions transport = new TransportOptions()
                .connectTimeout(
                        (int) settings.get(ClientOptions.CONNECT_TIMEOUT).toMillis())
                .useWebSockets(webSocket)
                .webSocketPath(path)
                .webSocketMaxFrameSize((int) Math.max(65_535, settings.get(AmqpOptions.MAX_FRAME_SIZE)));
        TcpTransport socket = webSocket
                ? new ReleasingWebSocketTransport(bootstrap, transport, tlsOptions())
                : new PlainTransport(bootstrap, transport, tlsOptions());
        socket.connect(host, port, wire);
    }

    /** TCP, encrypted or not, without anything in between. */
    private static final class PlainTransport extends TcpTransport {
        PlainTransport(Bootstrap bootstrap, TransportOptions options, SslOptions tls) {
            super(bootstrap, options, tls);
        }

        @Override
        protected void addAdditionalHandlers(ChannelPipeline pipeline) {
            leaveTlsItsTime(pipeline);
        }
    }

    /** Ends Netty's own limit on the TLS handshake: the one of the request to connect, which is the option's, covers it. */
    static void leaveTlsItsTime(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null) {
            tls.setHandshakeTimeoutMillis(0);
        }
    }

    SslOptions tlsOptions() throws IOException, GeneralSecurityException {
        SslOptions options = new SslOptions().sslEnabled(tls);
        if (tls) {
            SSLContext context = TlsContext.from(settings);
            options.sslContextOverride(context).verifyHost(settings.get(AmqpOptions.VERIFY_HOST));
            List<String> protocols = TlsContext.protocols(settings, context);
            if (!protocols.isEmpty()) {
                options.enabledProtocols(protocols.toArray(String[]::new));
            }
            List<String> ciphers = TlsContext.ciphers(settings, context);
            if (!ciphers.isEmpty()) {
                options.enabledCipherSuites(ciphers.toArray(String[]::new));
            }
        }
        return options;
    }

    /** For messages to people. */
    @Override
    public String toString() {
        return new BrokerUrl.Host(host, port).toString();
    }
}
