package io.anyqueue.amqp;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a receiver grants and takes back. Credit granted within one burst goes out in one flow frame at its end,
 * when the owner is also told, once, that deliveries have been flushed. Owned by the event loop.
 */
final class ReceiverGrants {
    private final AmqpReceiver receiver;
    private final Wire wire;
    private final boolean borrows;
    private final ReceiverCredit credit;
    private final DeliveriesInHand inHand;

    private int ungranted;
    private boolean replacing;
    /** How much more credit a receiver that borrows may use. */
    private long lendable;

    private boolean inBurst;
    private @Nullable Request<Void> draining;

    ReceiverGrants(AmqpReceiver receiver, ReceiverPlan plan, ReceiverCredit credit, DeliveriesInHand inHand) {
        this.receiver = receiver;
        this.wire = receiver.session().connection().wire();
        this.borrows = plan.borrows();
        this.lendable = plan.borrowed();
        this.credit = credit;
        this.inHand = inHand;
    }

    void grant(int amount) {
        ungranted += lent(amount);
        joinBurst();
    }

    /** What of a grant may be used: all, unless it only borrows, and no more than was there. */
    private int lent(int amount) {
        if (!borrows) {
            return amount;
        }
        int allowed = (int) Math.min(amount, lendable);
        lendable -= allowed;
        return allowed;
    }

    /** The peer has used credit for what is no delivery to the owner. */
    void replaceCredit() {
        replacing = true;
        joinBurst();
    }

    /** Something was handed to the owner. */
    void joinBurst() {
        if (!inBurst) {
            inBurst = true;
            wire.beforeFlush(this::endBurst);
        }
    }

    private void endBurst() {
        inBurst = false;
        inHand.flush();
        grantNow();
    }

    private void grantNow() {
        int granted = ungranted;
        boolean due = granted > 0 || (replacing && draining == null);
        ungranted = 0;
        replacing = false;
        if (due && receiver.isOpen()) {
            inHand.granted(granted);
            inHand.flush();
        }
    }

    void drain(Completion<Void> completion) {
        grantNow();
        if (!receiver.isOpen() || credit.isUsedUp()) {
            inHand.flush();
            Completion.done(completion);
            return;
        }
        draining = receiver.session()
                .requests()
                .begin("drain " + receiver, ClientOptions.REQUEST_TIMEOUT, completion)
                .onTimeout(receiver::drainTimedOut);
        credit.drain();
    }

    /** The peer may have told how much credit it has left. */
    void creditUpdated() {
        if (draining == null) {
            credit.restore();
        } else if (credit.isDrained()) {
            Request<Void> request = draining;
            draining = null;
            inHand.flush();
            Request.done(request);
        }
    }

    /** The link has ended, and with it a drain under way. */
    void linkEnded(ConnectionLostException cause) {
        Request<Void> request = draining;
        if (request != null) {
            request.fail(cause);
        }
    }
}
