package io.anyqueue.benchmarks;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends batches the way a workload says. Used by one thread. */
final class Producer implements AutoCloseable {
    /** Sends that an asynchronous producer leaves unanswered at most. */
    private static final int WINDOW = 2_000;

    private final Session session;
    private final MessageProducer producer;
    private final Messages messages;
    private final Workload.Sending sending;
    private final Semaphore unanswered = new Semaphore(WINDOW);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final CompletionListener answers = new CompletionListener() {
        @Override
        public void onCompletion(Message message) {
            unanswered.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failure.set(exception);
            unanswered.release();
        }
    };

    Producer(Session session, Destination destination, Workload workload, Workload.Sending sending)
            throws JMSException {
        this.session = session;
        this.sending = sending;
        messages = new Messages(session, workload);
        producer = session.createProducer(destination);
        producer.setDeliveryMode(
                workload.delivery() == Workload.Delivery.PERSISTENT
                        ? DeliveryMode.PERSISTENT
                        : DeliveryMode.NON_PERSISTENT);
    }

    static Session session(jakarta.jms.Connection connection, Workload.Sending sending) throws JMSException {
        return connection.createSession(
                sending == Workload.Sending.TRANSACTED ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
    }

    void sendOne() throws JMSException {
        producer.send(messages.next());
    }

    /** Sends as many; those sent asynchronously may not be answered yet. */
    void send(int count) throws JMSException, InterruptedException {
        for (int i = 0; i < count; i++) {
            Message message = messages.next();
            if (sending == Workload.Sending.ASYNCHRONOUS) {
                unanswered.acquire();
                producer.send(message, answers);
            } else {
                producer.send(message);
            }
        }
        if (sending == Workload.Sending.TRANSACTED) {
            session.commit();
        }
    }

    /** Waits for all answers. */
    void settle() throws Exception {
        unanswered.acquire(WINDOW);
        unanswered.release(WINDOW);
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() throws JMSException {
        producer.close();
    }
}
