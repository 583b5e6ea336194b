package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
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
        if (isDoomed()) {
            send.answered(null);
            return;
        }
        TransactionToken current = begin();
        SessionLink open = link;
        if (open == null) {
            throw new IllegalStateException("A transaction that has begun has a link");
        }
        open.sender(send.destination()).send(send, current);
        JMSException failure = send.isDone() ? send.failure() : null;
        if (failure != null && !(failure.getCause() instanceof ConnectionLostException)) {
            throw failure;
        }
        sends.add(send);
    }

    @Override
    public void commit(List<Received> consumed) throws JMSException {
        boolean nothing = token == null && consumed.isEmpty();
        if (nothing) {
            return;
        }
        try {
            requireWhole(consumed);
            awaitSends();
            TransactionToken current = begin();
            Settlement.settle(consumed, Outcome.ACCEPTED, current);
            discharge(current, true);
        } finally {
            forget();
        }
    }

    @Override
    public void rollback() throws JMSException {
        TransactionToken current = token;
        try {
            if (current != null && !isDoomed()) {
                discharge(current, false);
            }
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("The connection was lost during rollback, which rolls back as well", e);
        } finally {
            forget();
        }
    }

    private boolean isDoomed() {
        SessionLink begunOn = link;
        return begunOn != null && begunOn.isLost();
    }

    private TransactionToken begin() throws JMSException {
        TransactionToken current = token;
        if (current == null) {
            SessionLink open = session.awaitLink("begin a transaction");
            Answer<TransactionToken> answer = new Answer<>();
            open.provider().begin(answer);
            current = answer.await("begin a transaction", timeout(), "requestTimeout");
            link = open;
            token = current;
        }
        return current;
    }

    private void requireWhole(List<Received> consumed) throws JMSException {
        if (isDoomed() || consumed.stream().anyMatch(each -> each.link().isLost())) {
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

    /** Rolls back at the peer after a failed send, so that commit has one outcome. */
    private void abandon() throws JMSException {
        TransactionToken current = token;
        if (current != null && !isDoomed()) {
            discharge(current, false);
        }
    }

    private void discharge(TransactionToken current, boolean commit) throws JMSException {
        SessionLink open = link;
        if (open == null) {
            throw new IllegalStateException("A transaction that has begun has a link");
        }
        Answer<Void> answer = new Answer<>();
        open.provider().discharge(current, commit, answer);
        String operation = commit ? "commit" : "rollback";
        try {
            answer.await(operation, timeout(), "requestTimeout");
        } catch (ConnectionLostException e) {
            throw commit ? Failures.commitInDoubt(e) : e;
        }
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
