package io.anyqueue.examples.lemonade;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes visits out of the queue and enters them into the {@link Ledger}, on a thread and a connection of its own. It counts
 * first and acknowledges afterwards: if it dies in between, the queue delivers the visit again and the ledger recognises
 * it; in the other order a visit could be lost.
 *
 * <pre>
 *   WORK --stop()--> STOP    the visit at hand is counted and acknowledged
 *     \----kill()--> DIE     the visit at hand is counted and never acknowledged
 * </pre>
 *
 * <p>Used once, by {@link WorkerSwitch}. A connection that fails is replaced by another after a pause.
 */
final class Worker {
    private static final System.Logger LOG = System.getLogger(Worker.class.getName());
    private static final long RECEIVE_MILLIS = 200;
    private static final long RECONNECT_MILLIS = 500;
    private static final long JOIN_MILLIS = 20_000;

    private enum Order {
        WORK,
        STOP,
        DIE
    }

    private final ConnectionFactory factory;
    private final String queueName;
    private final Ledger ledger;
    private final Thread thread;
    /** Opens when the order is no longer to work. */
    private final CountDownLatch ordered = new CountDownLatch(1);
    /** Opens when the thread has counted a visit that it will not live to acknowledge. */
    private final CountDownLatch caught = new CountDownLatch(1);
    /** Opens when the connection of a worker that is to die has been closed. */
    private final CountDownLatch dead = new CountDownLatch(1);

    private volatile Order order = Order.WORK;
    private volatile @Nullable Connection connection;

    Worker(ConnectionFactory factory, String queueName, Ledger ledger) {
        this.factory = factory;
        this.queueName = queueName;
        this.ledger = ledger;
        this.thread = new Thread(this::run, "lemonade-worker");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Lets it finish the visit at hand, and waits for its end. */
    void stop() throws InterruptedException {
        give(Order.STOP);
        thread.join(JOIN_MILLIS);
    }

    /**
     * Ends it as a crash would, between counting a visit and acknowledging it: its connection is closed under it. False
     * where no visit came within {@code patience} and it died idle.
     *
     * @param onceOrdered run when the order has been given: a visit made from then on is one to be caught at
     */
    boolean kill(Duration patience, Runnable onceOrdered) throws InterruptedException {
        give(Order.DIE);
        onceOrdered.run();
        boolean inTheMiddle = caught.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        closeConnection();
        dead.countDown();
        thread.join(JOIN_MILLIS);
        return inTheMiddle;
    }

    private void give(Order next) {
        order = next;
        ordered.countDown();
    }

    private void closeConnection() {
        Connection last = connection;
        if (last != null) {
            try {
                last.close();
            } catch (JMSException e) {
                LOG.log(System.Logger.Level.WARNING, "The connection of a killed worker did not close in order", e);
            }
        }
    }

    private void run() {
        boolean told = false;
        // At least once: a worker that is to die before it has begun still has a visit to be caught at.
        do {
            try (Connection opened = factory.createConnection()) {
                connection = opened;
                told = false;
                work(opened);
            } catch (JMSException e) {
                if (order == Order.WORK) {
                    if (!told) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "The worker has no broker and tries until there is one: {0}",
                                e.getMessage());
                    }
                    told = true;
                    pause();
                }
            }
        } while (order == Order.WORK);
    }

    private void work(Connection opened) throws JMSException {
        Session session = opened.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(queueName));
        opened.start();
        while (order != Order.STOP && !isDead()) {
            Message message = consumer.receive(RECEIVE_MILLIS);
            if (message != null) {
                count(message);
                message.acknowledge();
            }
        }
    }

    /** True once there is nothing left to be caught at: an idle worker goes on receiving until it is closed. */
    private boolean isDead() {
        return dead.getCount() == 0;
    }

    private void count(Message message) throws JMSException {
        Optional<Visit> visit = message instanceof TextMessage text ? Visit.of(text.getText()) : Optional.empty();
        if (visit.isPresent()) {
            ledger.enter(visit.get());
        } else {
            LOG.log(System.Logger.Level.WARNING, "Not a visit, and dropped: {0}", message);
        }
        if (order == Order.DIE) {
            caught.countDown();
            awaitDeath();
        }
    }

    private void awaitDeath() {
        try {
            dead.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            ordered.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            give(Order.STOP);
            Thread.currentThread().interrupt();
        }
    }
}
