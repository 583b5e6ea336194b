package io.anyqueue.amqp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.engine.SessionState;

/**
 * Hands out the sessions of a connection so that no channel number is used again at once. Owned by the event loop.
 *
 * <p>RabbitMQ answers the end of a session before all of it has forgotten the channel: a begin that comes in between is lost
 * without an answer. The engine takes a number for free as soon as it has written the end. So the number of a session that
 * ends is taken in the same moment by another, which rests unopened until a while after the peer's answer; a shorter while
 * where there is no other number left.
 */
final class Channels {
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration SHORT_REST = Duration.ofMillis(100);

    /** A session that was made, but not opened, and when the peer answered the end of the one before. */
    private record Resting(Session session, long since) {
        Duration left(Duration rest) {
            return rest.minusNanos(System.nanoTime() - since);
        }
    }

    private final Wire wire;
    /** Who has taken the number of a session whose end the peer has not answered. */
    private final IdentityHashMap<Session, Session> successors = new IdentityHashMap<>();

    private final Deque<Resting> resting = new ArrayDeque<>();
    /** How many numbers belong to sessions, whether these are to be opened, open, ending or resting. */
    private int taken;

    Channels(Wire wire) {
        this.wire = wire;
    }

    /** True where {@link #next} has a number, at once or after {@link #pause}. */
    boolean isAvailable() {
        return taken < most() || !resting.isEmpty();
    }

    /** How long to wait before {@link #next}; not positive for not at all. Without a number, until it may be asked again. */
    Duration pause() {
        if (taken < most()) {
            return Duration.ZERO;
        }
        Resting oldest = resting.peek();
        return oldest == null ? SHORT_REST : oldest.left(SHORT_REST);
    }

    /** A session that is not open yet. There is a number left for it. */
    Session next() {
        Resting oldest = resting.peek();
        if (oldest != null && (taken >= most() || oldest.left(REST).isNegative())) {
            resting.remove();
            return oldest.session();
        }
        taken++;
        return wire.engine().connection().session();
    }

    /** Closes a session, if it is not closed yet, and keeps its number from being used. Idempotent. */
    void close(Session session) {
        boolean first = session.isLocallyOpen();
        session.close();
        SessionState remote = session.getRemoteState();
        // The engine keeps the number of a session that the peer has not begun, and has freed that of one that was
        // over.
        boolean freed = remote != SessionState.IDLE && (first || remote != SessionState.CLOSED);
        Connection connection = wire.engine().connection();
        boolean usable = wire.endCause() == null && connection.isLocallyOpen() && connection.isRemotelyOpen();
        if (usable && freed && !successors.containsKey(session)) {
            successors.put(session, connection.session());
        }
    }

    /** The peer has ended a session: closes it too, unless it is closed, and lets its number rest from now on. */
    void ended(Session session) {
        close(session);
        Session successor = successors.remove(session);
        if (successor != null) {
            resting.add(new Resting(successor, System.nanoTime()));
        }
    }

    private int most() {
        return Math.min(
                        wire.engine().connection().getChannelMax(),
                        wire.limits().channelMax())
                + 1;
    }
}
