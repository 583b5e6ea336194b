package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.SessionObserver;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a session at the provider, with one sender for each destination that the session sends to, shared by
 * all its producers so that their order holds (section 6.2.9). Dead as soon as it, or its connection, is lost.
 */
final class SessionLink implements SessionObserver {
    /** Senders kept for destinations that no open producer names: replies go to many, each seldom. */
    private static final int IDLE_SENDERS = 64;

    private final ClientSession session;
    private final Generation generation;
    private final ReentrantLock lock = new ReentrantLock();
    /** In order of use, the longest unused first. */
    @GuardedBy("lock")
    private final Map<Address, SenderLink> senders = new LinkedHashMap<>(16, 0.75f, true);

    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile @Nullable ProviderSession provider;
    private volatile @Nullable SenderLink lastUsed;

    SessionLink(ClientSession session, Generation generation) {
        this.session = session;
        this.generation = generation;
    }

    void open() throws JMSException {
        Answer<ProviderSession> answer = new Answer<>(late -> late.close(Ignored.RESULT));
        generation.connection().openSession(this, answer);
        provider = answer.await("open a session", session.settings(), ClientOptions.REQUEST_TIMEOUT);
    }

    ProviderSession provider() {
        ProviderSession open = provider;
        if (open == null) {
            throw new IllegalStateException("The session link is not open yet");
        }
        return open;
    }

    Generation generation() {
        return generation;
    }

    /** How many messages a consumer holds ahead, at most. */
    int prefetch() {
        return session.settings().get(ClientOptions.PREFETCH);
    }

    boolean isLost() {
        return lost.get() || generation.isLost();
    }

    /** Declares it dead, and closes what may be left of it at the provider; false where it was dead already. */
    boolean markLost() {
        boolean news = !generation.isLost();
        news &= lost.compareAndSet(false, true);
        ProviderSession open = provider;
        if (open != null) {
            open.close(Ignored.RESULT);
        }
        return news;
    }

    @Override
    public void sessionLost(ConnectionLostException cause) {
        session.links().lost(this, cause);
    }

    /** The sender to a destination, opened if need be, which blocks. */
    SenderLink sender(Address address) throws JMSException {
        SenderLink last = lastUsed;
        if (last != null && last.isFor(address) && !last.isLost()) {
            return last;
        }
        SenderLink found;
        lock.lock();
        try {
            found = senders.get(address);
            if (found != null && found.isLost()) {
                found = null;
            }
        } finally {
            lock.unlock();
        }
        if (found == null) {
            found = openSender(address);
        }
        lastUsed = found;
        return found;
    }

    /** Forgets a sender that the peer has ended; the next send opens another. */
    void forget(SenderLink sender, ConnectionLostException cause) {
        lock.lock();
        try {
            senders.values().remove(sender);
            if (lastUsed == sender) {
                lastUsed = null;
            }
        } finally {
            lock.unlock();
        }
        unanswered(cause);
    }

    /** Sends of it were in doubt, perhaps such as are to be sent again. */
    void unanswered(ConnectionLostException cause) {
        session.sends().senderLost(cause);
    }

    private SenderLink openSender(Address address) throws JMSException {
        SenderLink sender = new SenderLink(this, address);
        Answer<ProviderSender> answer = new Answer<>(late -> late.close(Ignored.RESULT));
        provider().openSender(address, sender, answer);
        sender.opened(answer.await("open a sender to " + address, session.settings(), ClientOptions.REQUEST_TIMEOUT));
        List<SenderLink> surplus;
        lock.lock();
        try {
            senders.put(address, sender);
            surplus = takeSurplus();
        } finally {
            lock.unlock();
        }
        surplus.forEach(each -> each.close(Ignored.RESULT));
        return sender;
    }

    @GuardedBy("lock")
    private List<SenderLink> takeSurplus() {
        List<SenderLink> surplus = new ArrayList<>();
        int idle = (int) senders.values().stream()
                .filter(each -> !session.sends().hasProducerFor(each.address()))
                .count();
        Iterator<SenderLink> oldestFirst = senders.values().iterator();
        while (idle > IDLE_SENDERS && oldestFirst.hasNext()) {
            SenderLink each = oldestFirst.next();
            if (!session.sends().hasProducerFor(each.address())) {
                oldestFirst.remove();
                surplus.add(each);
                idle--;
            }
        }
        return surplus;
    }

    /** For operations whose result changes nothing here: the object they end is already forgotten. */
    enum Ignored implements Completion<Void> {
        RESULT;

        @Override
        public void completed(Void result) {
            // nothing depends on it
        }

        @Override
        public void failed(JMSException cause) {
            Log.CLIENT.debug("A close that nobody waits for failed", cause);
        }
    }
}
