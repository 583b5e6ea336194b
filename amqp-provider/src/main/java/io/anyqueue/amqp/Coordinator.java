package io.anyqueue.amqp;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import org.apache.qpid.protonj2.engine.Transaction;
import org.apache.qpid.protonj2.engine.TransactionController;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.transactions.TxnCapability;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/** The link of one session to the peer's transaction coordinator: declares and discharges. Owned by the event loop. */
final class Coordinator {

    /** A discharge under way; what the engine's transaction is linked to meanwhile. */
    private record Discharge(AmqpTransaction transaction, boolean commit, Request<Void> request) {}

    private final AmqpSession session;
    private final TransactionController link;
    /** Those of this link, so that they fail with it when the session does not. */
    private final Requests requests;

    private boolean ended;

    Coordinator(AmqpSession session) {
        AmqpConnection connection = session.connection();
        this.session = session;
        this.requests = new Requests(connection.wire(), connection.settings());
        this.link = session.engineSession().coordinator(connection.nextLinkName("coordinator"));
        link.setSource(new Source())
                .setCoordinator(new org.apache.qpid.protonj2.types.transactions.Coordinator()
                        .setCapabilities(TxnCapability.LOCAL_TXN))
                .declaredHandler(this::declared)
                .declareFailureHandler(this::notDeclared)
                .dischargedHandler(this::discharged)
                .dischargeFailureHandler(this::notDischarged)
                .closeHandler(closed -> remotelyEnded())
                .open();
    }

    boolean isEnded() {
        return ended;
    }

    void begin(Completion<TransactionToken> completion) {
        Request<TransactionToken> request = request("begin a transaction", completion);
        link.addCapacityAvailableHandler(ready -> {
            if (!request.isDone()) {
                Transaction<TransactionController> transaction = link.newTransaction();
                transaction.setLinkedResource(request);
                link.declare(transaction);
            }
        });
    }

    private void declared(Transaction<TransactionController> transaction) {
        Request<TransactionToken> request = beginOf(transaction);
        if (request.isDone()) {
            // Nobody waits for it any more.
            transaction.setLinkedResource(null);
            link.discharge(transaction, true);
        } else {
            request.complete(new AmqpTransaction(this, transaction));
        }
    }

    private void notDeclared(Transaction<TransactionController> transaction) {
        beginOf(transaction)
                .fail(Conditions.refused(
                        "begin a transaction", session.connection().peer(), transaction.getCondition()));
    }

    @SuppressWarnings("unchecked") // begin() put it there
    private static Request<TransactionToken> beginOf(Transaction<TransactionController> transaction) {
        return (Request<TransactionToken>) transaction.getLinkedResource();
    }

    void discharge(AmqpTransaction transaction, boolean commit, Completion<Void> completion) {
        if (ended) {
            endOfLost(commit, completion);
            return;
        }
        Request<Void> request =
                request(commit ? "commit" : "roll back", Stages.completion(completion::completed, cause -> {
                    // Without an answer nobody knows whether it took effect.
                    completion.failed(
                            Request.isTimeout(cause)
                                    ? new ConnectionLostException(String.valueOf(cause.getMessage()), cause)
                                    : cause);
                }));
        transaction.whenSent(() -> link.addCapacityAvailableHandler(ready -> {
            if (!request.isDone()) {
                transaction.declared().setLinkedResource(new Discharge(transaction, commit, request));
                link.discharge(transaction.declared(), !commit);
            }
        }));
    }

    private void endOfLost(boolean commit, Completion<Void> completion) {
        if (commit) {
            completion.failed(new TransactionRolledBackException(
                    "Cannot commit: " + session.connection().peer() + " has ended the transaction coordinator, and the"
                            + " transaction with it",
                    "AMQP-COORDINATOR"));
        } else {
            Completion.done(completion);
        }
    }

    private void discharged(Transaction<TransactionController> transaction) {
        if (transaction.getLinkedResource() instanceof Discharge discharge) {
            if (!discharge.commit()) {
                discharge.transaction().rolledBack();
            }
            Request.done(discharge.request());
        }
    }

    private void notDischarged(Transaction<TransactionController> transaction) {
        if (!(transaction.getLinkedResource() instanceof Discharge discharge)) {
            return;
        }
        String peer = session.connection().peer();
        ErrorCondition condition = transaction.getCondition();
        discharge.transaction().rolledBack();
        JMSException failure = discharge.commit()
                ? new TransactionRolledBackException(
                        "Cannot commit: " + peer + " rolled back" + Conditions.describe(condition), "AMQP-ROLLBACK")
                : Conditions.refused("roll back", peer, condition);
        discharge.request().fail(failure);
    }

    private void remotelyEnded() {
        ErrorCondition condition = link.getRemoteCondition();
        link.close();
        ended = true;
        String peer = session.connection().peer();
        // A commit under way has happened or not, unless the peer says.
        JMSException refusal = Conditions.refused("end the transaction", peer, condition);
        requests.failAll(
                refusal instanceof TransactionRolledBackException
                        ? refusal
                        : Conditions.lost("the transaction coordinator", peer, condition));
    }

    /** The session has ended. */
    void lost() {
        ended = true;
        ConnectionLostException cause = session.loss();
        requests.failAll(cause == null ? new ConnectionLostException("The session has ended", null) : cause);
    }

    private <T> Request<T> request(String operation, Completion<T> completion) {
        return requests.begin(operation, ClientOptions.REQUEST_TIMEOUT, completion);
    }
}
