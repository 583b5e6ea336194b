package io.anyqueue.amqp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.qpid.protonj2.client.transport.netty4.EpollSupport;
import org.jspecify.annotations.Nullable;

/**
 * The event loops that all connections of this JVM share: daemon threads, made for the first connection and ended a moment
 * after the last, so that applications that connect for every send do not start threads for each. Safe for use by any
 * thread.
 */
final class EventLoops {
    private static final int LOOPS = Math.min(4, Runtime.getRuntime().availableProcessors());
    private static final long LINGER_SECONDS = 2;

    private static final ReentrantLock LOCK = new ReentrantLock();

    @GuardedBy("LOCK")
    private static @Nullable EventLoopGroup group;

    @GuardedBy("LOCK")
    private static int users;

    private EventLoops() {}

    /** A loop for one connection, which calls {@link #release} when it has ended. */
    static EventLoop acquire() {
        LOCK.lock();
        try {
            EventLoopGroup current = group;
            if (current == null) {
                DefaultThreadFactory threads = new DefaultThreadFactory("anyqueue-amqp", true);
                current = EpollSupport.isAvailable()
                        ? EpollSupport.createGroup(LOOPS, threads)
                        : new NioEventLoopGroup(LOOPS, threads);
                group = current;
            }
            users++;
            return current.next();
        } finally {
            LOCK.unlock();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a loop that cannot take it has ended already
    static void release() {
        LOCK.lock();
        try {
            users--;
            EventLoopGroup current = group;
            if (users == 0 && current != null) {
                current.next().schedule(() -> endIfIdle(current), LINGER_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            LOCK.unlock();
        }
    }

    static Class<? extends Channel> channelClass() {
        return EpollSupport.isAvailable() ? EpollSupport.getChannelClass() : NioSocketChannel.class;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // daemon threads, for whose end nobody waits
    private static void endIfIdle(EventLoopGroup candidate) {
        LOCK.lock();
        try {
            if (users == 0 && group == candidate) {
                group = null;
                candidate.shutdownGracefully(0, LINGER_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            LOCK.unlock();
        }
    }
}
