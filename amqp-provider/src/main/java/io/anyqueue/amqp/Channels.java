package io.anyqueue.amqp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.Session;

/**
 * Hands out the sessions of a connection so that no channel number is used again at once. Owned by the event loop.
 *
 * <p>RabbitMQ answers the end of a session before all of it has forgotten the channel: a begin that comes in between is lost
 * without an answer. So the number of an ended session is taken at once by a session that is not opened before a
 * while has passed, unless there is no other number left.
 */
final class Channels {
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    /** A session that was made, but not opened. */
    private record Resting(Session session, long since) {}

    private final Wire wire;
    private final Deque<Resting> resting = new ArrayDeque<>();

    Channels(Wire wire) {
        this.wire = wire;
    }

    /** A session that is not open yet. There is a number left for it. */
    Session next() {
        Connection connection = wire.engine().connection();
        Resting oldest = resting.peek();
        int most = Math.min(connection.getChannelMax(), wire.limits().channelMax()) + 1;
        boolean rested = oldest != null && System.nanoTime() - oldest.since() >= REST_NANOS;
        boolean exhausted = connection.sessions().size() >= most;
        if (oldest != null && (rested || exhausted)) {
            resting.remove();
            return oldest.session();
        }
        return connection.session();
    }

    /** A session has ended on both sides. */
    void ended() {
        Connection connection = wire.engine().connection();
        if (wire.endCause() == null && connection.isLocallyOpen() && connection.isRemotelyOpen()) {
            resting.add(new Resting(connection.session(), System.nanoTime()));
        }
    }
}
