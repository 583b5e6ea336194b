package io.anyqueue.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.function.BooleanSupplier;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.Engine;
import org.apache.qpid.protonj2.engine.EngineFactory;
import org.apache.qpid.protonj2.engine.sasl.client.SaslAuthenticator;
import org.apache.qpid.protonj2.engine.sasl.client.SaslCredentialsProvider;
import org.jspecify.annotations.Nullable;

/** A protonj2 engine on a blocking socket: what it writes is gathered until {@link #flush}. Used by one thread. */
final class EngineWire implements AutoCloseable {
    private static final int BYTES = 1 << 18;

    private final SocketChannel socket;
    private final Engine engine = EngineFactory.PROTON.createEngine();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BYTES);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BYTES);

    EngineWire(BrokerAddress broker) throws IOException {
        socket = SocketChannel.open(new InetSocketAddress(broker.host(), broker.port()));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        engine.outputConsumer(this::gather);
        engine.saslDriver().client().setListener(new SaslAuthenticator(new Account(broker)));
    }

    /** Opens the connection of the engine. */
    Connection open(String host) throws IOException {
        Connection connection = engine.start();
        connection
                .setContainerId("engine-" + System.nanoTime())
                .setHostname(host)
                .open();
        await(() -> connection.getRemoteState() == org.apache.qpid.protonj2.engine.ConnectionState.ACTIVE);
        return connection;
    }

    /** Writes what was gathered and reads until the condition holds, which may have more to write when it is looked at. */
    void await(BooleanSupplier condition) throws IOException {
        boolean holds = condition.getAsBoolean();
        flush();
        while (!holds) {
            read();
            holds = condition.getAsBoolean();
            flush();
        }
    }

    /** Gives the engine what has come; blocks until something has. */
    void read() throws IOException {
        incoming.clear();
        if (socket.read(incoming) < 0) {
            throw new IOException("The broker has closed the connection: "
                    + engine.connection().getRemoteCondition());
        }
        incoming.flip();
        ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(incoming.remaining());
        buffer.writeBytes(incoming);
        engine.ingest(buffer);
        if (engine.isFailed()) {
            throw new IOException("The engine has failed", engine.failureCause());
        }
    }

    void flush() throws IOException {
        outgoing.flip();
        while (outgoing.hasRemaining()) {
            socket.write(outgoing);
        }
        outgoing.clear();
    }

    private void gather(ProtonBuffer frame) {
        try (frame) {
            while (frame.isReadable()) {
                if (!outgoing.hasRemaining()) {
                    flush();
                }
                int bytes = Math.min(outgoing.remaining(), frame.getReadableBytes());
                outgoing.limit(outgoing.position() + bytes);
                frame.readBytes(outgoing);
                outgoing.limit(outgoing.capacity());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("A frame could not be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Account(BrokerAddress broker) implements SaslCredentialsProvider {
        @Override
        public String vhost() {
            return broker.host();
        }

        @Override
        public @Nullable String username() {
            return broker.user();
        }

        @Override
        public @Nullable String password() {
            return broker.password();
        }

        @Override
        public @Nullable Principal localPrincipal() {
            return null;
        }
    }
}
