package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands in for transactions where the peer has none: sends are held until commit, then published and confirmed, then what
 * was consumed is accepted. Nothing is lost; it is not atomic, and a crash in the middle of commit leads to
 * duplicates.
 */
final class UnitOfWork implements SessionTransaction {
    private final ClientSession session;
    private final int limit;
    private List<PendingSend> held = new ArrayList<>();

    UnitOfWork(ClientSession session) {
        this.session = session;
        this.limit = session.settings().get(ClientOptions.TRANSACTION_LIMIT);
    }

    @Override
    public void send(PendingSend send) throws JMSException {
        if (held.size() >= limit) {
            throw new ResourceAllocationException(
                    "send to " + send.destination() + ": the transaction already holds " + limit
                            + " messages until its commit, which is the limit; commit more often or raise transactionLimit",
                    "ANYQUEUE-TRANSACTION-LIMIT");
        }
        held.add(new PendingSend(send.destination(), send.message()));
        // A completion listener hears that the transaction has the message; commit tells whether the broker took it.
        send.answered(null);
    }

    @Override
    public void commit(List<Received> consumed) throws JMSException {
        List<PendingSend> sends = held;
        held = new ArrayList<>();
        // Held sends alone lose nothing with a connection; what was consumed through it comes again.
        if (consumed.stream().anyMatch(each -> each.link().isLost())) {
            throw Failures.rolledBack(
                    "the connection was lost before commit; none of its " + sends.size() + " messages was sent", null);
        }
        if (!sends.isEmpty()) {
            publish(sends);
        }
        if (consumed.stream().anyMatch(each -> each.link().isLost())) {
            throw Failures.commitInDoubt(new JMSException(
                    "All " + sends.size() + " messages were sent, but those consumed will be delivered again"));
        }
        Settlement.settle(consumed, Outcome.ACCEPTED, null);
    }

    @Override
    public void rollback() {
        held = new ArrayList<>();
    }

    private void publish(List<PendingSend> sends) throws JMSException {
        Duration timeout = session.settings().get(ClientOptions.SEND_TIMEOUT);
        SessionLink link = session.awaitLink("commit");
        for (PendingSend each : sends) {
            link.sender(each.destination()).send(each, null);
        }
        long deadline = Waiter.deadlineAfter(timeout.toMillis());
        int taken = 0;
        JMSException failure = null;
        for (PendingSend each : sends) {
            boolean answered = each.await(deadline, "commit");
            JMSException cause = answered
                    ? each.failure()
                    : Failures.timedOut("send to " + each.destination(), timeout, "sendTimeout");
            if (cause == null) {
                taken++;
            } else if (failure == null) {
                failure = cause;
            }
        }
        if (failure != null) {
            throw Failures.rolledBack(
                    taken + " of its " + sends.size() + " messages were sent and stay sent, since this broker has no"
                            + " transactions; the first failure: " + failure.getMessage(),
                    failure);
        }
    }
}
