package io.anyqueue.examples.lemonade;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSRuntimeException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets visits into the queue: a fixed number of {@link Lane}s, shared by the threads that answer HTTP requests. Safe for use
 * by any thread; {@link #close} comes after the last use.
 */
final class Entrance implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Entrance.class.getName());
    private static final long LANE_WAIT_SECONDS = 2;

    private final BlockingQueue<Lane> free;
    private final int lanes;
    private final AtomicLong admitted = new AtomicLong();

    Entrance(ConnectionFactory factory, String queueName, int lanes) {
        this.lanes = lanes;
        this.free = new ArrayBlockingQueue<>(lanes);
        for (int i = 0; i < lanes; i++) {
            free.add(new Lane(factory, queueName));
        }
    }

    /** Blocks until the queue has the visit. A failure leaves open whether it has; sending it again does no harm. */
    void admit(Visit visit) throws NotAdmittedException {
        Lane lane = awaitLane();
        try {
            lane.send(visit);
            admitted.incrementAndGet();
        } catch (JMSRuntimeException e) {
            throw new NotAdmittedException("The queue did not confirm the visit: " + e.getMessage(), e);
        } finally {
            free.add(lane);
        }
    }

    /** How many sends have been confirmed; a visit that was sent again counts again. */
    long admitted() {
        return admitted.get();
    }

    private Lane awaitLane() throws NotAdmittedException {
        try {
            Lane lane = free.poll(LANE_WAIT_SECONDS, TimeUnit.SECONDS);
            if (lane == null) {
                throw new NotAdmittedException(
                        "All " + lanes + " lanes to the queue have been busy for " + LANE_WAIT_SECONDS + " s", null);
            }
            return lane;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAdmittedException("The stand is closing", e);
        }
    }

    /** Closes the lanes that are not in use. */
    @Override
    public void close() {
        for (Lane lane = free.poll(); lane != null; lane = free.poll()) {
            try {
                lane.close();
            } catch (JMSRuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "A lane to the queue did not close in order", e);
            }
        }
    }
}
