package io.anyqueue.examples.lemonade;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many messages wait in the queue, by looking through it with a browser, since Jakarta Messaging has no call that
 * tells. Messages that the worker holds, having fetched them ahead, are not seen. It looks at most once a second, and no
 * further than {@link #MOST} messages.
 *
 * <p>Safe for use by any thread; one looks, the others get the last result meanwhile.
 */
final class DepthGauge {
    /** A depth of this many means this many or more. */
    static final int MOST = 50_000;

    private static final System.Logger LOG = System.getLogger(DepthGauge.class.getName());
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Reading(OptionalInt depth, long nanoTime) {}

    private final ConnectionFactory factory;
    private final String queueName;
    private final ReentrantLock looking = new ReentrantLock();
    /** The last refusal that was logged; used by the one who looks. */
    private String told = "";

    private volatile Reading last = new Reading(OptionalInt.empty(), System.nanoTime() - FRESH_NANOS);

    DepthGauge(ConnectionFactory factory, String queueName) {
        this.factory = factory;
        this.queueName = queueName;
    }

    /** The depth, at most about a second old; empty where the broker did not let itself be looked at. */
    OptionalInt read() {
        if (looking.tryLock()) {
            try {
                if (System.nanoTime() - last.nanoTime() >= FRESH_NANOS) {
                    last = new Reading(look(), System.nanoTime());
                }
            } finally {
                looking.unlock();
            }
        }
        return last.depth();
    }

    /** A broker that refuses browsers refuses them every second. */
    private void tellOnce(Exception refusal) {
        if (!String.valueOf(refusal.getMessage()).equals(told)) {
            told = String.valueOf(refusal.getMessage());
            LOG.log(System.Logger.Level.WARNING, "The depth of queue {0} could not be read: {1}", queueName, told);
        }
    }

    private OptionalInt look() {
        try (JMSContext context = factory.createContext();
                QueueBrowser browser = context.createBrowser(context.createQueue(queueName))) {
            int depth = 0;
            for (Enumeration<?> waiting = browser.getEnumeration();
                    depth < MOST && waiting.hasMoreElements();
                    waiting.nextElement()) {
                depth++;
            }
            return OptionalInt.of(depth);
        } catch (JMSException | JMSRuntimeException e) {
            tellOnce(e);
            return OptionalInt.empty();
        }
    }
}
