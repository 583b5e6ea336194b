package io.anyqueue.amqp;

import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.qpid.protonj2.engine.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * The credit of one receiving link, and drains that mean what they say. Owned by the event loop.
 *
 * <p>Habits of brokers are made good for. RabbitMQ answers every drain, also one that deliveries have ended, and then perhaps
 * when the next one has begun; such an answer is known by its delivery count. The engine takes it for the present
 * credit, which is then granted again ({@link #restore}). Artemis goes on with a drain in the background after deliveries have used
 * up its credit, so the next drain can be answered by the former one, at once and without a look at the queue, and the one after
 * that by the second. After a used-up drain an empty answer is therefore doubted {@link #DOUBTS twice}, each time asked for
 * once more after a pause that is longer where the broker takes longer. It also ignores a drain that comes in the moment after its
 * answer to the one before; so a missing answer is asked for by one credit more, for which the owner may get a delivery early.
 */
final class ReceiverCredit {
    private static final int DOUBTS = 2;
    /** Deliveries without credit that no habit explains. */
    private static final int LEEWAY = 1000;

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Receiver link;
    private final Wire wire;
    private final Runnable updated;

    /** Granted by the owner and not yet used by a delivery to it. */
    private int owed;
    /** Told the peer and not yet used. */
    private int outstanding;
    /** Deliveries for which the peer had no credit, since it was given some. */
    private int uncalledFor;

    /** The peer's delivery count: deliveries, and credit that drains have taken. */
    private int peerCount;

    private boolean late;
    private boolean deliveredInDrain;
    private int doubts;
    private boolean pausing;
    private long drainBegan;
    private @Nullable Future<?> reminder;

    /** @param updated called when the state of a drain may have changed without a frame of the peer */
    ReceiverCredit(Receiver link, Wire wire, Runnable updated) {
        this.link = link;
        this.wire = wire;
        this.updated = updated;
    }

    /** The owner grants more; {@code inHand} deliveries are here already and need none of the peer's. */
    void grant(int amount, int inHand) {
        owed += amount;
        int needed = owed - outstanding - inHand;
        if (needed > 0) {
            uncalledFor = 0;
            outstanding += needed;
            link.addCredit(needed);
        }
    }

    /** Uses one of the credits that the owner granted; false where there is none. */
    boolean take() {
        if (owed == 0) {
            return false;
        }
        owed--;
        return true;
    }

    /** The link has been opened by the peer. */
    void opened(int initialDeliveryCount) {
        peerCount = initialDeliveryCount;
    }

    /** The peer has used one. */
    void used() {
        peerCount++;
        deliveredInDrain = true;
        if (outstanding > 0) {
            outstanding--;
        } else {
            uncalledFor++;
        }
    }

    /** True where the peer sends whatever credit it has, which nothing here could hold. */
    boolean isOverrun() {
        return uncalledFor > LEEWAY;
    }

    /** True where the peer can deliver nothing more. */
    boolean isUsedUp() {
        return outstanding == 0;
    }

    /** Begins to take back what the peer has not used. */
    void drain() {
        deliveredInDrain = false;
        late = false;
        drainBegan = System.nanoTime();
        link.drain(outstanding);
        remindAfter(PATIENCE, this::remind);
    }

    /** True, once, when the drain has ended; the peer then has no credit. */
    boolean isDrained() {
        if (pausing || isLate() || link.isDraining()) {
            return false;
        }
        boolean usedUp = outstanding == 0;
        if (doubts > 0 && !usedUp && !deliveredInDrain) {
            doubts--;
            pausing = true;
            remindAfter(pause(), this::drainAgain);
            return false;
        }
        doubts = usedUp ? DOUBTS : doubts;
        outstanding = 0;
        owed = 0;
        forgetReminder();
        return true;
    }

    /**
     * True for the answer to an earlier drain, which does not account for the credit of this one, and then until the right
     * one comes.
     */
    private boolean isLate() {
        Integer drainedAt = wire.limits().drainedAt();
        if (drainedAt == null) {
            late &= outstanding > 0;
        } else {
            int taken = drainedAt - peerCount;
            late = taken >= 0 && taken < outstanding;
            peerCount = drainedAt;
        }
        return late;
    }

    /** Grants again what a late answer took. Only while no drain runs. */
    void restore() {
        int missing = outstanding - link.getCredit();
        if (missing > 0 && link.isLocallyOpen()) {
            link.addCredit(missing);
        }
    }

    private Duration pause() {
        Duration twice = Duration.ofNanos(2 * (System.nanoTime() - drainBegan));
        if (twice.compareTo(PAUSE) < 0) {
            return PAUSE;
        }
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void drainAgain() {
        pausing = false;
        if (link.isLocallyOpen()) {
            drain();
            updated.run();
        }
    }

    private void remind() {
        if (link.isLocallyOpen() && (link.isDraining() || late)) {
            outstanding++;
            if (link.isDraining()) {
                link.addCredit(1);
            } else {
                link.drain(outstanding);
            }
            remindAfter(PATIENCE, this::remind);
        }
    }

    private void remindAfter(Duration time, Runnable action) {
        forgetReminder();
        reminder = wire.schedule(time, action);
    }

    private void forgetReminder() {
        Future<?> running = reminder;
        if (running != null) {
            reminder = null;
            running.cancel(false);
        }
    }
}
