package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sends of a session whose connection was lost and that another connection gets: what was not handed to the broker, and, by
 * option, what is in doubt. Recovery takes them out and sends them again.
 *
 * <p>Invariants: what is decided is not sent again; what is taken out is in the order of the sends; nothing is kept once the
 * session can not be restored any more. Threads: safe for any; nothing blocks.
 */
final class KeptSends implements PendingSend.Rescuer {
    private final ClientSession session;
    private final boolean keepsDoubtful;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<PendingSend> kept = new ArrayList<>();

    /** @param keepsDoubtful whether persistent messages are kept although the broker may have taken them */
    KeptSends(ClientSession session, boolean keepsDoubtful) {
        this.session = session;
        this.keepsDoubtful = keepsDoubtful;
    }

    @Override
    public boolean keeps(PendingSend send, ConnectionLostException cause) {
        if (!cause.isWithoutEffect() && !(keepsDoubtful && send.message().persistent())) {
            return false;
        }
        lock.lock();
        try {
            return session.isRecoverable() && !send.isDecided() && kept.add(send);
        } finally {
            lock.unlock();
        }
    }

    /** True where nothing waits to be sent again. */
    boolean isEmpty() {
        lock.lock();
        try {
            return kept.stream().allMatch(PendingSend::isDecided);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all out, in the order of the sends. */
    List<PendingSend> take() {
        lock.lock();
        try {
            List<PendingSend> all = new ArrayList<>(kept);
            kept.clear();
            all.removeIf(PendingSend::isDecided);
            all.sort(Comparator.comparingLong(PendingSend::order));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** False where the session has been closed meanwhile, so that nobody will send them again: they fail. */
    boolean putBack(List<PendingSend> rest, Exception cause) {
        lock.lock();
        try {
            if (session.isRecoverable()) {
                kept.addAll(rest);
                return true;
            }
        } finally {
            lock.unlock();
        }
        JMSException reason = Failures.withCause(Failures.closed("session", "send"), cause);
        rest.forEach(each -> each.giveUp(reason));
        return false;
    }

    /** A send whose failure the application has been told is not sent again. */
    void forget(PendingSend send) {
        lock.lock();
        try {
            send.abandon();
            kept.remove(send);
        } finally {
            lock.unlock();
        }
    }

    /** Fails all, when nobody will restore the session any more. */
    void abandon(JMSException cause) {
        take().forEach(each -> each.giveUp(cause));
    }
}
