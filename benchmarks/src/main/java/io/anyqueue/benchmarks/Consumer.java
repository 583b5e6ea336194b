package io.anyqueue.benchmarks;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Receives and acknowledges the way a workload says, and counts. Its {@link #receive} is used by one thread. */
final class Consumer implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 30_000;

    private final Session session;
    private final MessageConsumer consumer;
    private final Workload.Receiving receiving;
    private final LongAdder received;
    private @Nullable Message last;
    private int unacknowledged;

    /** Run after each batch that was received. */
    private Runnable afterBatch = () -> {};

    private int sinceBatch;

    Consumer(
            Connection connection,
            Destination destination,
            @Nullable String selector,
            Workload.Receiving receiving,
            LongAdder received)
            throws JMSException {
        this.receiving = receiving;
        this.received = received;
        session = connection.createSession(
                switch (receiving) {
                    case RECEIVE, LISTENER -> Session.AUTO_ACKNOWLEDGE;
                    case CLIENT_ACKNOWLEDGE -> Session.CLIENT_ACKNOWLEDGE;
                    case TRANSACTED -> Session.SESSION_TRANSACTED;
                });
        consumer = session.createConsumer(destination, selector);
    }

    /** Sets what is run after each batch that was received, on the receiving thread; before anything is. */
    void afterBatch(Runnable action) {
        afterBatch = action;
    }

    /** From now on every message is counted as it comes. */
    void listen() throws JMSException {
        consumer.setMessageListener(message -> count());
    }

    private void count() {
        received.increment();
        if (++sinceBatch == Workload.BATCH) {
            sinceBatch = 0;
            afterBatch.run();
        }
    }

    /** Receives one and acknowledges it, singly or with its batch; false where none came in time. */
    boolean receive(long timeoutMillis) throws JMSException {
        Message message = consumer.receive(timeoutMillis);
        if (message == null) {
            return false;
        }
        last = message;
        count();
        if (++unacknowledged == Workload.BATCH) {
            acknowledge();
        }
        return true;
    }

    void receiveExactly(int count) throws JMSException {
        for (int i = 0; i < count; i++) {
            if (!receive(PATIENCE_MILLIS)) {
                throw new JMSException("Only " + i + " of " + count + " messages came");
            }
        }
        acknowledge();
    }

    private void acknowledge() throws JMSException {
        Message message = last;
        if (receiving == Workload.Receiving.TRANSACTED) {
            session.commit();
        } else if (receiving == Workload.Receiving.CLIENT_ACKNOWLEDGE && message != null) {
            message.acknowledge();
        }
        unacknowledged = 0;
    }

    @Override
    public void close() throws JMSException {
        session.close();
    }
}
