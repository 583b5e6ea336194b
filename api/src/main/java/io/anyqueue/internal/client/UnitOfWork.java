package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for transactions where the peer has none: sends are held until commit, then published and confirmed, then what
 * was consumed is accepted. Nothing is lost; it is not atomic, and a crash in the middle of commit leads to
 * duplicates.
 */
final class UnitOfWork implements SessionTransaction {
    private static final int REPORTED_IDS = 20;

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
        held.add(new PendingSend(send.order(), send.destination(), send.message()));
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
            publish(sends, consumed);
        }
        if (consumed.stream().anyMatch(each -> each.link().isLost())) {
            session.deliveries().redeliver(consumed);
            throw Failures.commitInDoubt(new JMSException(
                    "All " + sends.size() + " messages were sent, but those consumed will be delivered again"));
        }
        Settlement.settle(consumed, Outcome.ACCEPTED, null);
    }

    @Override
    public void rollback() {
        held = new ArrayList<>();
    }

    /**
     * Publishes and confirms. Where something fails, what was consumed comes again; the transaction counts as rolled back only
     * where nothing of it was sent for certain, else the failure says what was.
     */
    private void publish(List<PendingSend> sends, List<Received> consumed) throws JMSException {
        Duration timeout = session.settings().get(ClientOptions.SEND_TIMEOUT);
        int handedOver = 0;
        JMSException failure = null;
        try {
            SessionLink link = session.links().await("commit", ClientOptions.SEND_TIMEOUT);
            for (PendingSend each : sends) {
                session.sends().check(each, link);
            }
            for (PendingSend each : sends) {
                session.sends().handOver(each, link, null);
                handedOver++;
            }
        } catch (JMSException e) {
            failure = e;
        }
        // The broker, which has the same limit, answers first where it can, and knows the reason.
        long deadline = Waiter.deadlineAfter(timeout.toMillis() + PendingSend.GRACE_MILLIS);
        List<PendingSend> failed = new ArrayList<>(sends.subList(handedOver, sends.size()));
        boolean inDoubt = false;
        for (PendingSend each : sends.subList(0, handedOver)) {
            JMSException cause = outcome(each, deadline, timeout);
            if (cause != null) {
                failed.add(each);
                inDoubt |= each.isInDoubt();
                failure = failure == null ? cause : failure;
            }
        }
        if (failure == null) {
            return;
        }
        String account = account(sends, failed) + "; the first failure: " + failure.getMessage();
        if (failed.size() == sends.size() && !inDoubt) {
            throw Failures.rolledBack(account, failure);
        }
        session.deliveries().redeliver(consumed);
        throw Failures.commitInPart(account, failure);
    }

    /** Which sends landed, told by those that did not, or of which nobody knows. */
    private static String account(List<PendingSend> sends, List<PendingSend> failed) {
        String ids = failed.stream()
                .limit(REPORTED_IDS)
                .map(each -> String.valueOf(each.message().messageId()))
                .collect(Collectors.joining(", "));
        return (sends.size() - failed.size()) + " of its " + sends.size()
                + " messages were sent and stay sent, since this broker has no transactions; not sent, or in doubt: "
                + ids
                + (failed.size() > REPORTED_IDS ? " and " + (failed.size() - REPORTED_IDS) + " more" : "");
    }

    /** Waits for the outcome of a send, which is decided when this returns: an answer that comes later is too late. */
    private static @Nullable JMSException outcome(PendingSend send, long deadline, Duration timeout) {
        JMSException interruption = null;
        try {
            if (send.await(deadline, "commit")) {
                return send.failure();
            }
        } catch (JMSException interrupted) {
            interruption = interrupted;
        }
        JMSException failure = send.outcomeNow(timeout);
        return failure == null || interruption == null ? failure : interruption;
    }
}
