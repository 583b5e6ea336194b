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
        }
        // What a doomed transaction sends goes nowhere; its commit will say so.
        send.answered(null);
    }

    private void transmit(PendingSend send, SessionLink begun) throws JMSException {
        begun.sender(send.destination()).send(send, token);
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
            if (link == null && !isLost(consumed)) {
                begin("commit");
            }
            requireWhole(consumed);
            awaitSends();
            Settlement.settle(consumed, Outcome.ACCEPTED, token);
            requireWhole(consumed);
            dischargeCommit();
        } finally {
            forget();
        }
    }

    @Override
    public void rollback() throws JMSException {
        try {
            abandon();
        } finally {
            forget();
        }
    }

    private boolean isDoomed() {
        SessionLink begun = link;
        return begun != null && begun.isLost();
    }

    private static boolean isLost(List<Received> consumed) {
        return consumed.stream().anyMatch(each -> each.link().isLost());
    }

    /** Begins on the present link, or on the next one where that is lost meanwhile: nothing has been done yet. */
    private SessionLink begin(String operation) throws JMSException {
        return session.onLink(operation, open -> {
            Answer<TransactionToken> answer =
                    new Answer<>(late -> open.provider().discharge(late, false, SessionLink.Ignored.RESULT));
            open.provider().begin(answer);
            token = answer.await("begin a transaction", timeout(), "requestTimeout");
            link = open;
            return open;
        });
    }

    private void requireWhole(List<Received> consumed) throws JMSException {
        if (isDoomed() || isLost(consumed)) {
            abandon();
            throw Failures.rolledBack("the connection was lost while it was under way", null);
        }
    }

    private void awaitSends() throws JMSException {
        Duration limit = session.settings().get(ClientOptions.SEND_TIMEOUT);
        long deadline = Waiter.deadlineAfter(limit.toMillis());
        for (PendingSend each : sends) {
            if (!each.await(deadline, "commit")) {
                abandon();
                throw Failures.rolledBack("the broker did not take a message within " + limit.toMillis() + " ms", null);
            }
            JMSException failure = each.failure();
            if (failure != null) {
                abandon();
                throw Failures.rolledBack("a message was not taken: " + failure.getMessage(), failure);
            }
        }
    }

    /** Rolls back at the peer; a lost connection has done so. */
    private void abandon() throws JMSException {
        if (link == null || isDoomed()) {
            return;
        }
        try {
            discharge(false);
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("The connection was lost during rollback, which rolls back as well", e);
        }
    }

    private void dischargeCommit() throws JMSException {
        try {
            discharge(true);
        } catch (ConnectionLostException e) {
            throw Failures.commitInDoubt(e);
        } catch (TransactionRolledBackException e) {
            throw e;
        } catch (JMSException e) {
            if (Failures.isTimeout(e)) {
                throw Failures.commitInDoubt(e);
            }
            // The contract of discharge: any other failure has rolled back.
            throw Failures.rolledBack(String.valueOf(e.getMessage()), e);
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
        answer.await(commit ? "commit" : "rollback", timeout(), "requestTimeout");
    }

    private void forget() {
        sends.clear();
        link = null;
        token = null;
    }

    private Duration timeout() {
        return session.settings().get(ClientOptions.REQUEST_TIMEOUT);
    }
}
