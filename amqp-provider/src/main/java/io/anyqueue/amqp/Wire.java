package io.anyqueue.amqp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.anyqueue.amqp.codec.IncomingFrames;
import io.anyqueue.spi.ConnectionLostException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.client.transport.Transport;
import org.apache.qpid.protonj2.client.transport.TransportListener;
import org.apache.qpid.protonj2.engine.Engine;
import org.apache.qpid.protonj2.engine.EngineFactory;
import org.apache.qpid.protonj2.engine.exceptions.EngineStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop's side of one connection: transport, engine, and the queue of work that callers hand over.
 *
 * <p>Invariants: (1) engine and links are touched on the loop only; (2) work runs in the order it was handed over;
 * (3) a burst, of handed-over work or of a read, ends with one flush of the socket; (4) the loop is woken only where nobody
 * has woken it already; (5) after the end every task is abandoned, never lost.
 */
final class Wire implements TransportListener {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    /** Bounds what one burst writes before other connections of the loop get their turn. */
    private static final int TASKS_PER_BURST = 1024;

    private static final Duration DOZE = Duration.ofNanos(100_000);
    /** From how many unsent bytes on nothing more is sent, and from how few again. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    /** Hears what happens to the wire, on the loop. */
    interface Listener {
        /** The socket is connected and, where asked for, secured. */
        void connected(Transport transport);

        /** The socket takes more, after it had not. */
        void writable();

        /** The wire has ended; called once. Whatever was under way fails with {@code cause}. */
        void ended(ConnectionLostException cause);
    }

    private final EventLoop loop;
    private final Listener listener;
    private final String peer;
    private final Engine engine = EngineFactory.PROTON.createEngine();
    private final IncomingFrames frames = new IncomingFrames(this::ingest);
    private final SettlementRanges settlements = new SettlementRanges();
    private final PeerLimits limits;
    private final Queue<LoopTask> queue = new ConcurrentLinkedQueue<>();
    /** True where the loop will look at the queue without being woken. */
    private final AtomicBoolean woken = new AtomicBoolean();
    /** True where the loop will look, but not at once: then work that cannot wait wakes it again. */
    private final AtomicBoolean dozing = new AtomicBoolean();

    private volatile @Nullable ConnectionLostException end;

    // owned by the loop
    private final Deque<Runnable> beforeFlush = new ArrayDeque<>();
    private @Nullable Transport transport;
    private @Nullable Channel channel;
    private final KeepAlive keepAlive = new KeepAlive(this);
    private boolean reading;

    /** @param largestFrame that is sent, where the peer takes as large ones */
    Wire(EventLoop loop, String peer, long largestFrame, Listener listener) {
        this.loop = loop;
        this.peer = peer;
        this.listener = listener;
        engine.outputHandler(this::write);
        engine.errorHandler(failed -> fail(keepAlive.explained(failed.failureCause())));
        limits = PeerLimits.in(engine.pipeline());
        FrameSizes.bound(engine.pipeline(), largestFrame);
        engine.pipeline().addFirst("settlement-ranges", settlements);
    }

    Engine engine() {
        return engine;
    }

    /** On the loop. */
    PeerLimits limits() {
        return limits;
    }

    EventLoop loop() {
        return loop;
    }

    /** Host and port, for messages to people. */
    String peer() {
        return peer;
    }

    /** Where the socket leads to; null before it is connected. */
    @Nullable
    SocketAddress remoteAddress() {
        Channel open = channel;
        return open == null ? null : open.remoteAddress();
    }

    /** Why the wire has ended; null where it has not. */
    @Nullable
    ConnectionLostException endCause() {
        return end;
    }

    /** Hands work to the loop. Any thread. */
    void submit(LoopTask task) {
        queue.add(task);
        ConnectionLostException cause = end;
        if (cause != null) {
            abandonQueued(cause);
        } else if (woken.compareAndSet(false, true) || dozing.compareAndSet(true, false)) {
            loop.execute(this::burst);
        }
    }

    /**
     * Like {@link #submit}, for work that nobody waits for: the loop looks at it within {@link #DOZE}, or with whatever
     * else is handed over before, so that a run of such work costs one wake-up. Any thread.
     */
    void submitSoon(LoopTask task) {
        queue.add(task);
        ConnectionLostException cause = end;
        if (cause != null) {
            abandonQueued(cause);
        } else if (woken.compareAndSet(false, true)) {
            dozing.set(true);
            loop.execute(this::doze);
        }
    }

    /** Runs {@code action} on the loop after a time, and what it wrote is flushed. On the loop. */
    Future<?> schedule(Duration delay, Runnable action) {
        return loop.schedule(
                () -> {
                    if (end == null) {
                        guarded(action);
                        burst();
                    }
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** On the loop. */
    KeepAlive keepAlive() {
        return keepAlive;
    }

    /** False while more waits to be sent than memory should hold, because the peer does not read. On the loop. */
    boolean isWritable() {
        Channel open = channel;
        return open != null && open.isWritable();
    }

    /** Runs {@code action} once when the present burst is about to end. On the loop. */
    void beforeFlush(Runnable action) {
        beforeFlush.add(action);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled: a burst without work does nothing
    private void doze() {
        if (dozing.get()) {
            loop.schedule(this::burst, DOZE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void burst() {
        woken.set(true);
        dozing.set(false);
        int left = TASKS_PER_BURST;
        do {
            left = runQueued(left);
            runBeforeFlush();
            if (end != null) {
                return;
            }
            guarded(settlements::flush);
            flush();
            woken.set(false);
        } while (left > 0 && !queue.isEmpty() && woken.compareAndSet(false, true));
        if (left <= 0 && woken.compareAndSet(false, true)) {
            loop.execute(this::burst);
        }
    }

    private int runQueued(int limit) {
        int left = limit;
        LoopTask task = left > 0 ? queue.poll() : null;
        while (task != null) {
            ConnectionLostException cause = end;
            if (cause != null) {
                task.abandon(cause);
            } else {
                run(task);
            }
            left--;
            task = left > 0 || end != null ? queue.poll() : null;
        }
        return left;
    }

    private void run(LoopTask task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            task.abandon(fail(e));
        }
    }

    private void runBeforeFlush() {
        Runnable action = beforeFlush.poll();
        while (action != null) {
            guarded(action);
            action = beforeFlush.poll();
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void flush() {
        Channel open = channel;
        // A TLS handler that is flushed before its socket is connected loses its first handshake message.
        if (open != null && open.isActive()) {
            open.flush();
        }
    }

    private void write(ProtonBuffer buffer, @Nullable Runnable written) {
        Transport open = transport;
        if (open == null) {
            buffer.close();
            return;
        }
        try {
            open.write(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Senders look whether the socket takes more, so the engine need not know when it has taken this.
        if (written != null) {
            written.run();
        }
    }

    /** The channel, which the transport does not show. */
    void channelCreated(Channel created) {
        channel = created;
        created.config().setWriteBufferWaterMark(UNSENT);
    }

    @Override
    public void transportInitialized(Transport initialized) {
        transport = initialized;
        engine.configuration().setBufferAllocator(initialized.getBufferAllocator());
        Channel created = channel;
        if (created != null) {
            created.pipeline().addFirst("anyqueue-reads", new ReadEnd());
        }
    }

    @Override
    public void transportConnected(Transport connected) {
        guarded(() -> listener.connected(connected));
        burst();
    }

    @Override
    public void transportRead(ProtonBuffer incoming) {
        if (end != null) {
            return;
        }
        reading = true;
        guarded(() -> frames.read(incoming, engine.connection().getMaxFrameSize()));
    }

    private void ingest(ProtonBuffer whole) {
        try {
            engine.ingest(whole);
        } catch (EngineStateException e) {
            fail(e);
        }
    }

    @Override
    public void transportError(Throwable cause) {
        fail(cause);
    }

    /** Ends the burst of a read when the socket has nothing more, however many buffers it came in, and hears when it takes more. */
    private final class ReadEnd extends ChannelInboundHandlerAdapter {
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.fireChannelReadComplete();
            if (reading) {
                reading = false;
                burst();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.fireChannelWritabilityChanged();
            if (context.channel().isWritable()) {
                // Not at once: the socket is just being flushed.
                submit(LoopTask.of(listener::writable, LoopTask.OBSOLETE));
            }
        }
    }

    /** Ends the wire because of a failure, and returns what ended it, which may be an earlier one. On the loop; idempotent. */
    @CanIgnoreReturnValue
    ConnectionLostException fail(@Nullable Throwable cause) {
        ConnectionLostException before = end;
        if (before != null) {
            return before;
        }
        String reason = cause == null ? "it was closed" : String.valueOf(cause.getMessage());
        ConnectionLostException failure =
                new ConnectionLostException("The connection to " + peer + " was lost: " + reason, cause);
        end(failure);
        return failure;
    }

    /** Ends the wire. On the loop; idempotent. */
    void end(ConnectionLostException cause) {
        if (end != null) {
            return;
        }
        end = cause;
        beforeFlush.clear();
        try {
            listener.ended(cause);
        } finally {
            flush();
            closeChannel();
            shutDownEngine();
            abandonQueued(cause);
            EventLoops.release();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing can be done about a socket that does not close
    private void closeChannel() {
        keepAlive.stop();
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    private void shutDownEngine() {
        try {
            engine.shutdown();
        } catch (RuntimeException e) {
            LOG.debug("The engine of the connection to {} did not shut down cleanly", peer, e);
        }
    }

    private void abandonQueued(ConnectionLostException cause) {
        LoopTask task = queue.poll();
        while (task != null) {
            try {
                task.abandon(cause);
            } catch (RuntimeException e) {
                LOG.warn("A task of the connection to {} could not be abandoned", peer, e);
            }
            task = queue.poll();
        }
    }
}
