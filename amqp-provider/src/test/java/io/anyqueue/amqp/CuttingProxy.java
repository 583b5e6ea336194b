package io.anyqueue.amqp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy that cuts its connections: on demand, or when a connection has carried so many bytes to the broker; and that may
 * swallow what one side says. Safe for use by any thread.
 */
final class CuttingProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CuttingProxy.class);

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicLong limit = new AtomicLong(Long.MAX_VALUE);
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private final AtomicLong carriedToBroker = new AtomicLong();
    private final AtomicLong carriedFromBroker = new AtomicLong();
    private volatile boolean frozen;
    /** Open where the client is read from. */
    private volatile CountDownLatch reading = new CountDownLatch(0);

    private volatile Loss loss = Loss.NONE;

    /** What is swallowed; each step towards {@link #TO_BROKER} is taken when bytes have passed in the direction it names. */
    private enum Loss {
        NONE,
        TO_CLIENT,
        TO_BROKER_AFTER_REQUEST,
        TO_BROKER_AFTER_REPLY,
        TO_BROKER
    }

    CuttingProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections end that were cut. */
    int cuts() {
        return cuts.get();
    }

    /** Each connection from now on is cut when it has carried that many bytes to the broker. */
    void cutAfter(long bytes) {
        limit.set(bytes);
    }

    /** Where one connection is cut: after so many bytes to the broker, or from it. */
    private record Cut(long toBroker, long fromBroker) {}

    /** The next connection is cut when it has carried that many bytes to the broker; those after it are not. */
    void cutNextAfterSending(long bytes) {
        next.set(new Cut(bytes, Long.MAX_VALUE));
    }

    /** The next connection is cut when it has carried that many bytes from the broker; those after it are not. */
    void cutNextAfterReceiving(long bytes) {
        next.set(new Cut(Long.MAX_VALUE, bytes));
    }

    /** All bytes passed on to the broker so far. */
    long carriedToBroker() {
        return carriedToBroker.get();
    }

    /** All bytes passed on from the broker so far. */
    long carriedFromBroker() {
        return carriedFromBroker.get();
    }

    /** Nothing is passed on any more, but nothing is closed either. */
    void freeze() {
        frozen = true;
    }

    /** Nothing is read from the client any more, as by a broker that is stuck, until the connections are cut. */
    void stopReading() {
        reading = new CountDownLatch(1);
    }

    /** What the broker says from now on does not arrive, until the connections are cut. */
    void loseReplies() {
        loss = Loss.TO_CLIENT;
    }

    /** What the client says next arrives, and so does the answer; what it says then does not, until the connections are cut. */
    void loseWhatFollowsTheNextReply() {
        loss = Loss.TO_BROKER_AFTER_REQUEST;
    }

    /** True once something is being swallowed after a reply. */
    boolean losesRequests() {
        return loss == Loss.TO_BROKER;
    }

    private boolean isLost(boolean toBroker) {
        if (toBroker && loss == Loss.TO_BROKER_AFTER_REQUEST) {
            loss = Loss.TO_BROKER_AFTER_REPLY;
        } else if (!toBroker && loss == Loss.TO_BROKER_AFTER_REPLY) {
            loss = Loss.TO_BROKER;
        }
        return loss == (toBroker ? Loss.TO_BROKER : Loss.TO_CLIENT);
    }

    void cutNow() {
        for (Socket each : sockets) {
            close(each);
        }
        loss = Loss.NONE;
        reading.countDown();
        cuts.incrementAndGet();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket broker = connect(client);
                client.setTcpNoDelay(true);
                broker.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(broker);
                Cut once = next.getAndSet(null);
                Cut cut = once == null ? new Cut(limit.get(), Long.MAX_VALUE) : once;
                start(() -> pump(client, broker, cut.toBroker(), true));
                start(() -> pump(broker, client, cut.fromBroker(), false));
            } catch (IOException e) {
                LOG.debug("Closed, or the broker is not there: the client sees its connection end", e);
            }
        }
    }

    private Socket connect(Socket client) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private void pump(Socket from, Socket to, long allowed, boolean toBroker) {
        AtomicLong carried = toBroker ? carriedToBroker : carriedFromBroker;
        byte[] buffer = new byte[16_384];
        long left = allowed;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0 && left > 0) {
                int passed = (int) Math.min(read, left);
                if (!frozen && !isLost(toBroker)) {
                    // Before the client can have seen them, so that its next step finds them counted.
                    carried.addAndGet(passed);
                    out.write(buffer, 0, passed);
                }
                left -= passed;
                if (toBroker) {
                    reading.await();
                }
                read = left > 0 ? in.read(buffer) : 0;
            }
            if (left <= 0) {
                cuts.incrementAndGet();
            }
        } catch (IOException e) {
            LOG.debug("The other direction has closed both", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts a thread of the proxy", e);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutNow();
    }
}
