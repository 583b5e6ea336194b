package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One enumeration of a queue (section 6.9): the messages that were there when it began, in order, fetched in portions. Used
 * by the session's thread of control.
 */
public final class ClientBrowser implements ReceiverLink.Owner {
    private static final int PORTION = 100;

    private final ClientSession session;
    private final @Nullable MessageSelector selector;
    private final DeliveryBuffer buffer = new DeliveryBuffer();
    private final ReceiverLink link;
    private final AtomicInteger passedOver = new AtomicInteger();
    private volatile boolean ended;
    private boolean exhausted;

    ClientBrowser(ClientSession session, SessionLink on, ReceiverSpec spec) throws JMSException {
        this.session = session;
        this.selector = spec.selector();
        this.link = new ReceiverLink(this, on);
        Answer<ProviderReceiver> answer = new Answer<>(late -> late.close(SessionLink.Ignored.RESULT));
        on.provider().openReceiver(spec, link, answer);
        link.opened(answer.await("browse " + spec.address(), session.settings(), ClientOptions.REQUEST_TIMEOUT));
    }

    /**
     * The next message, or null at the end. Blocks while a portion is fetched; where the selector is applied here, for as many portions
     * as can be had within the request timeout.
     */
    public @Nullable JmsMessage next() throws JMSException {
        long deadline = Waiter.deadlineAfter(timeout().toMillis());
        while (buffer.isEmpty() && !ended) {
            passedOver.set(0);
            link.flow().grant(PORTION);
            link.flow().drainAndWait("browse", session.settings());
            if (link.isLost()) {
                throw new JMSException(
                        "browse: the connection was lost in the middle of the enumeration; get a new one",
                        ConnectionLostException.ERROR_CODE);
            }
            if (buffer.isEmpty() && passedOver.get() != 0 && System.nanoTime() - deadline > 0) {
                throw new JMSException(
                        "browse: the selector matched none of the messages that were looked at within "
                                + timeout().toMillis()
                                + " ms; ask again to go on behind them. Option requestTimeout sets the"
                                + " limit",
                        "ANYQUEUE-BROWSE-TIMEOUT");
            }
            if (buffer.isEmpty() && passedOver.get() == 0) {
                // A link that somebody closes is drained at once, and says nothing of the queue.
                exhausted = !ended;
                close();
            }
        }
        Received next = buffer.poll();
        return next == null ? null : session.deliveries().messages().browsed(next);
    }

    /** True where it is at the end of what can be seen, or closed. */
    public boolean isEnded() {
        return ended;
    }

    /** True where it has come to the end of what can be seen; for the thread that calls {@link #next}. */
    public boolean isExhausted() {
        return exhausted;
    }

    /** Ends the enumeration. Idempotent. */
    public void close() {
        if (!ended) {
            ended = true;
            link.close(SessionLink.Ignored.RESULT);
        }
    }

    @Override
    public boolean take(Received received) {
        if (selector != null
                && !link.selects()
                && !selector.matches(received.delivery().message())) {
            passedOver.incrementAndGet();
            link.flow().use();
            return true;
        }
        return buffer.add(received);
    }

    @Override
    public void flushed() {
        // next() waits for the end of its drain
    }

    @Override
    public void redeliver(List<Received> ascending) {
        throw new IllegalStateException("Browsed messages are not settled, so they are not redelivered");
    }

    @Override
    public void lost(ReceiverLink lostLink, ConnectionLostException cause) {
        buffer.atomically(lostLink::markLost);
    }

    private Duration timeout() {
        return session.settings().get(ClientOptions.REQUEST_TIMEOUT);
    }
}
