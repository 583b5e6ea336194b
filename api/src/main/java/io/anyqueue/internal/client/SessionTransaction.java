package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import java.util.List;

/** The current transaction of a transacted session, and its successors. Used by the session's thread of control. */
sealed interface SessionTransaction permits NativeTransaction, UnitOfWork {

    /** Takes a send into the transaction; may block for the provider. */
    void send(PendingSend send) throws JMSException;

    /**
     * Makes sends and consumption take effect and begins anew.
     *
     * @throws jakarta.jms.TransactionRolledBackException where it was rolled back instead; {@code consumed} is still held
     * @throws JMSException where the outcome is in doubt
     */
    void commit(List<Received> consumed) throws JMSException;

    /** Undoes the sends and begins anew; what was consumed is still held. */
    void rollback();
}
