package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientBrowser;
import io.anyqueue.internal.client.ClientSession;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.selector.SelectorParser;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageSelector;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The façade of a browser; each enumeration looks at the queue anew (section 6.9). */
final class JmsBrowser implements QueueBrowser {
    private final ClientSession session;
    private final Queue queue;
    private final Address address;
    private final @Nullable MessageSelector selector;
    private final List<ClientBrowser> enumerations = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    JmsBrowser(ClientSession session, @Nullable Queue queue, @Nullable String selector) throws JMSException {
        this.address = JmsDestination.addressOf(queue);
        if (queue == null || !address.kind().isQueue()) {
            throw new InvalidDestinationException("createBrowser: " + address + " is not a queue");
        }
        this.session = session;
        this.queue = queue;
        this.selector = SelectorParser.compile(selector);
        // Looks once, so that a queue that may not be browsed is refused here and not in the enumeration.
        session.browse(address, this.selector).close();
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen("getQueue");
        return queue;
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        requireOpen("getMessageSelector");
        return selector == null ? null : selector.text();
    }

    @Override
    public Enumeration<Message> getEnumeration() throws JMSException {
        requireOpen("getEnumeration");
        ClientBrowser browser = session.browse(address, selector);
        enumerations.removeIf(ClientBrowser::isEnded);
        enumerations.add(browser);
        if (closed) {
            // A close that came meanwhile has not seen it.
            browser.close();
            throw Failures.closed("browser", "getEnumeration");
        }
        return new Messages(browser);
    }

    @Override
    public void close() {
        closed = true;
        enumerations.forEach(ClientBrowser::close);
        enumerations.clear();
    }

    private void requireOpen(String operation) throws JMSException {
        if (closed) {
            throw Failures.closed("browser", operation);
        }
        session.requireUsable(operation);
    }

    /** Reads one message ahead, which is how it knows whether there are more. */
    @SuppressWarnings("JdkObsolete") // the specification's type
    private final class Messages implements Enumeration<Message> {
        private final ClientBrowser browser;
        private @Nullable Message next;

        Messages(ClientBrowser browser) {
            this.browser = browser;
        }

        @Override
        public boolean hasMoreElements() {
            if (next == null && !browser.isExhausted()) {
                try {
                    requireOpen("browse");
                    next = browser.next();
                    if (next == null && !browser.isExhausted()) {
                        // An enumeration that is closed in the middle must not look complete.
                        requireOpen("browse");
                    }
                } catch (JMSException e) {
                    throw Failures.unchecked(e);
                }
            }
            return next != null;
        }

        @Override
        public Message nextElement() {
            Message current = hasMoreElements() ? next : null;
            if (current == null) {
                throw new NoSuchElementException("The enumeration of the queue has no more messages");
            }
            next = null;
            return current;
        }
    }
}
