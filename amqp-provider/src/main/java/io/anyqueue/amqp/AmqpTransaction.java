package io.anyqueue.amqp;

import io.anyqueue.spi.TransactionToken;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.qpid.protonj2.engine.Transaction;
import org.apache.qpid.protonj2.engine.TransactionController;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.transactions.TransactionalState;
import org.jspecify.annotations.Nullable;

/** A transaction that the peer has declared. Owned by the event loop; the states may be read by any thread. */
final class AmqpTransaction implements TransactionToken {
    private final Coordinator coordinator;
    private final Transaction<TransactionController> declared;
    private final TransactionalState state;
    private final TransactionalState accepted;
    private final Set<AmqpReceiver> retiring = new LinkedHashSet<>();
    private int sendsUnderWay;
    private @Nullable Runnable whenSent;

    AmqpTransaction(Coordinator coordinator, Transaction<TransactionController> declared) {
        this.coordinator = coordinator;
        this.declared = declared;
        this.state = new TransactionalState().setTxnId(declared.getTxnId());
        this.accepted = new TransactionalState().setTxnId(declared.getTxnId()).setOutcome(Accepted.getInstance());
    }

    Coordinator coordinator() {
        return coordinator;
    }

    Transaction<TransactionController> declared() {
        return declared;
    }

    /** What transfers carry. */
    TransactionalState state() {
        return state;
    }

    /** What retirements carry; one instance, so that they join into ranges. */
    TransactionalState accepted() {
        return accepted;
    }

    void retiredBy(AmqpReceiver receiver) {
        retiring.add(receiver);
    }

    void rolledBack() {
        retiring.forEach(AmqpReceiver::retirementsRolledBack);
        retiring.clear();
    }

    void sendBegun() {
        sendsUnderWay++;
    }

    void sendEnded() {
        sendsUnderWay--;
        Runnable action = whenSent;
        if (sendsUnderWay == 0 && action != null) {
            whenSent = null;
            action.run();
        }
    }

    /** Runs {@code action} as soon as no send of this transaction waits for its outcome. */
    void whenSent(Runnable action) {
        if (sendsUnderWay == 0) {
            action.run();
        } else {
            whenSent = action;
        }
    }
}
