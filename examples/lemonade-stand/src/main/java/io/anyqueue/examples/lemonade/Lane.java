package io.anyqueue.examples.lemonade;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One way into the queue: a context, which is a connection and a session of its own, made at first use and made anew after
 * a failure. Owned by the {@link Entrance}, which lets one thread at a time use it, as the specification demands of a
 * session.
 */
final class Lane {
    private final ConnectionFactory factory;
    private final String queueName;
    private @Nullable Opened opened;

    private record Opened(JMSContext context, Queue queue, JMSProducer producer) {}

    Lane(ConnectionFactory factory, String queueName) {
        this.factory = factory;
        this.queueName = queueName;
    }

    /**
     * Sends a visit and blocks until the broker has it. After a failure the message may still have been taken, where the
     * connection was lost before the broker's answer.
     */
    void send(Visit visit) {
        try {
            Opened current = open();
            current.producer().send(current.queue(), visit.id());
        } catch (JMSRuntimeException e) {
            discard(e);
            throw e;
        }
    }

    /** Frees the connection; the next send opens another. Idempotent. */
    void close() {
        Opened last = opened;
        opened = null;
        if (last != null) {
            last.context().close();
        }
    }

    private Opened open() {
        Opened current = opened;
        if (current == null) {
            JMSContext context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE);
            current = new Opened(context, context.createQueue(queueName), context.createProducer());
            opened = current;
        }
        return current;
    }

    private void discard(JMSRuntimeException cause) {
        try {
            close();
        } catch (JMSRuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
