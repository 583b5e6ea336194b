package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the peer. Begun at the first send or at commit; retirements are handed over at commit, as ranges. After a
 * loss it is doomed: it swallows sends until commit fails or rollback ends it.
 */
final class NativeTransaction implements SessionTransaction {
    private final ClientSession session;
    private final List<PendingSend> sends = new ArrayList<>();
    private @Nullable SessionLink link;
    private @Nullable TransactionToken token;
    private boolean doomed;

    NativeTransaction(ClientSession session) {
        this.session = session;
    }

    @Override
    public void send(PendingSend send) throws JMSException {
        SessionLink begun = link;
        if (begun == null) {
            begun = begin("send to " + send.destination());
        }
        try {
            if (!isDoomed()) {
                transmit(send, begun);
                return;
            }
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("A transaction lost its connection while it sent, and is rolled back", e);
            doomed = true;
        }
        // What a doomed transaction sends goes nowhere; its commit will say so.
        send.answered(null);
    }

    private void transmit(PendingSend send, SessionLink begun) throws JMSException {
        session.sends().handOver(send, begun, token);
        JMSException failure = send.isDone() ? send.failure() : null;
        if (failure != null && !(failure.getCause() instanceof ConnectionLostException)) {
            throw failure;
        }
        sends.add(send);
    }

    @Override
    public void commit(List<Received> consumed) throws JMSException {
        if (link == null && consumed.isEmpty()) {
            return;
        }
        try {
            prepare(consumed);
            dischargeCommit();
        } finally {
            forget();
        }
    }

    /** All that comes before the commit is handed over: where it fails, the transaction is rolled back. */
    private void prepare(List<Received> consumed) throws TransactionRolledBackException {
        try {
            requireWhole(consumed);
            if (link == null) {
                begin("commit");
            }
            awaitSends();
            Settlement.settle(consumed, Outcome.ACCEPTED, token);
            requireWhole(consumed);
        } catch (JMSException e) {
            abandon();
            throw e instanceof TransactionRolledBackException rolledBack
                    ? rolledBack
                    : Failures.rolledBack(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void rollback() {
        abandon();
        forget();
    }

    private boolean isDoomed() {
        SessionLink begun = link;
        return doomed || (begun != null && begun.isLost());
    }

    private static boolean isLost(List<Received> consumed) {
        return consumed.stream().anyMatch(each -> each.link().isLost());
    }

    /** Begins on the present link, or on the next one where that is lost meanwhile: nothing has been done yet. */
    private SessionLink begin(String operation) throws JMSException {
        return session.links().perform(operation, open -> {
            Answer<TransactionToken> answer =
                    new Answer<>(late -> open.provider().discharge(late, false, SessionLink.Ignored.RESULT));
            open.provider().begin(answer);
            token = answer.await("begin a transaction", session.settings(), ClientOptions.REQUEST_TIMEOUT);
            link = open;
            return open;
        });
    }

    private void requireWhole(List<Received> consumed) throws JMSException {
        if (isDoomed() || isLost(consumed)) {
            throw Failures.rolledBack("the connection was lost while it was under way", null);
        }
    }

    private void awaitSends() throws JMSException {
        Duration limit = session.settings().get(ClientOptions.SEND_TIMEOUT);
        // The broker, which has the same limit, answers first where it can, and knows the reason.
        long deadline = Waiter.deadlineAfter(limit.toMillis() + PendingSend.GRACE_MILLIS);
        if (!sends.isEmpty() && sends.stream().noneMatch(each -> each.isDone() && each.failure() != null)) {
            // Answers mostly come in order, so that one wait serves for all.
            sends.get(sends.size() - 1).await(deadline, "commit");
        }
        for (PendingSend each : sends) {
            if (!each.await(deadline, "commit")) {
                throw Failures.rolledBack("the broker did not take a message within " + limit.toMillis() + " ms", null);
            }
            JMSException failure = each.failure();
            if (failure != null) {
                throw Failures.rolledBack("a message was not taken: " + failure.getMessage(), failure);
            }
        }
    }

    /** Rolls back at the peer. Where that fails the session link is given up, which rolls back as well. */
    private void abandon() {
        SessionLink begun = link;
        if (begun == null || begun.isLost()) {
            return;
        }
        try {
            discharge(false);
        } catch (JMSException e) {
            Log.CLIENT.debug("A rollback failed, so its session is ended, which rolls back as well", e);
            session.links().lost(begun, new ConnectionLostException("A rollback failed: " + e.getMessage(), e));
        }
    }

    private void dischargeCommit() throws JMSException {
        try {
            discharge(true);
        } catch (ConnectionLostException e) {
            if (Failures.isUnanswered(e)) {
                // The provider gave the answer up, and not the session.
                giveUpLink(e);
            }
            throw Failures.commitInDoubt(e);
        } catch (TransactionRolledBackException e) {
            throw e;
        } catch (JMSException e) {
            if (Failures.isTimeout(e) || Thread.currentThread().isInterrupted()) {
                giveUpLink(e);
                throw Failures.commitInDoubt(e);
            }
            // The contract of discharge: any other failure has rolled back.
            throw Failures.rolledBack(String.valueOf(e.getMessage()), e);
        }
    }

    /** Nobody knows what the peer will do: the deliveries come again if it rolls back. */
    private void giveUpLink(JMSException cause) {
        SessionLink begun = link;
        if (begun != null) {
            session.links().lost(begun, new ConnectionLostException("A commit was not answered", cause));
        }
    }

    private void discharge(boolean commit) throws JMSException {
        SessionLink begun = link;
        TransactionToken current = token;
        if (begun == null || current == null) {
            throw new IllegalStateException("Only a transaction that has begun can be discharged");
        }
        Answer<Void> answer = new Answer<>();
        begun.provider().discharge(current, commit, answer);
        answer.await(commit ? "commit" : "rollback", session.settings(), ClientOptions.REQUEST_TIMEOUT);
    }

    private void forget() {
        sends.clear();
        link = null;
        token = null;
        doomed = false;
    }
}
