package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that shows what a queue held when it was opened (section 6.9). Owned by its session.
 *
 * <p>Threads: granting and draining are called serially by the owner, as the contract says, so there is no lock; what it
 * shows is a snapshot.
 */
final class BrowseReceiver implements ProviderReceiver, SessionPart {
    private final MemorySession session;
    private final Iterator<Entry> rest;
    private final @Nullable MessageSelector selector;
    private final DeliveryPort port;
    private long nextNumber;

    BrowseReceiver(
            MemorySession session, List<Entry> content, @Nullable MessageSelector selector, ReceiverObserver observer) {
        this.session = session;
        this.rest = content.iterator();
        this.selector = selector;
        this.port = new DeliveryPort(observer, session.signals());
    }

    @Override
    public void grant(int credit) {
        int left = credit;
        while (left > 0 && rest.hasNext()) {
            Entry entry = rest.next();
            if (selector == null || selector.matches(entry.message())) {
                port.add(new Delivery(nextNumber++, entry.message(), entry.failures(), entry.redelivered()));
                left--;
            }
        }
        port.signals().drain();
    }

    /** {@inheritDoc} All that credit allows has been delivered by {@link #grant}. */
    @Override
    public void drain(Completion<Void> completion) {
        session.perform(Operation.DRAIN, completion, Completion::done);
    }

    @Override
    public void settle(long first, long last, Outcome outcome, @Nullable TransactionToken transaction) {
        // Browsing holds nothing, so there is nothing to settle.
    }

    @Override
    public void close(Completion<Void> completion) {
        session.closePart(Operation.CLOSE_RECEIVER, this, completion);
    }

    @Override
    public void finish(Runnable done) {
        port.close();
        port.signals().submit(done);
    }

    @Override
    public void end(Outcome outcome, JMSException refusal) {
        port.close();
    }

    @Override
    public void reportLost(ConnectionLostException cause) {
        port.observer().receiverLost(cause);
    }
}
