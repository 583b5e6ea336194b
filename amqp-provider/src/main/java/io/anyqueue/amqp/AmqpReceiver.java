package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.DecodedMessage;
import io.anyqueue.amqp.codec.MessageDecoder;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.messaging.Released;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.AmqpError;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.apache.qpid.protonj2.types.transport.LinkError;
import org.apache.qpid.protonj2.types.transport.ReceiverSettleMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiving link. The methods of its contract may be called by any thread; its state and all others belong to the event loop.
 */
final class AmqpReceiver implements ProviderReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpReceiver.class);

    private final AmqpSession session;
    private final ReceiverSpec spec;
    private final ReceiverPlan plan;
    private final ReceiverObserver observer;
    private final Receiver link;
    private final MessageDecoder decoder;
    private final ReceiverCredit credit;
    private final Presettlement presettlement;

    /** Used by any thread. */
    private final @Nullable StreamProgress progress;

    // owned by the loop
    private final DeliveriesInHand inHand;
    private final ReceiverGrants grants;
    private EndpointState state = EndpointState.OPENING;
    private @Nullable Request<ProviderReceiver> opening;
    private @Nullable Request<Void> closing;

    /** On the loop. */
    AmqpReceiver(AmqpSession session, ReceiverSpec spec, ReceiverPlan plan, ReceiverObserver observer) {
        AmqpConnection connection = session.connection();
        this.session = session;
        this.spec = spec;
        this.plan = plan;
        this.observer = observer;
        this.decoder = new MessageDecoder(connection.topology().messages(), spec.address());
        this.link = session.engineSession().receiver(plan.linkName());
        this.presettlement = Presettlement.of(connection.settings(), spec.address());
        this.progress = plan.progress();
        this.credit = new ReceiverCredit(link, connection.wire(), this::creditUpdated);
        this.inHand = new DeliveriesInHand(plan, presettlement.settlesReceives(spec), credit, observer);
        this.grants = new ReceiverGrants(this, plan, credit, inHand);
    }

    AmqpSession session() {
        return session;
    }

    /** True while it receives and settles. */
    boolean isOpen() {
        return state == EndpointState.OPEN;
    }

    void open(Request<ProviderReceiver> request) {
        opening = request.onTimeout(this::abort);
        link.setSource(plan.source())
                .setTarget(new Target())
                .setSenderSettleMode(presettlement.receiverMode(spec, plan))
                .setReceiverSettleMode(ReceiverSettleMode.FIRST)
                .openHandler(opened -> remotelyOpened())
                .closeHandler(closed -> remotelyEnded())
                .detachHandler(detached -> remotelyEnded())
                .creditStateUpdateHandler(updated -> creditUpdated())
                .deliveryReadHandler(this::read)
                .deliveryAbortedHandler(this::aborted)
                .deliveryStateUpdatedHandler(this::takenBack)
                .open();
    }

    private void remotelyOpened() {
        Request<ProviderReceiver> request = opening;
        Source source = link.getRemoteSource();
        if (state != EndpointState.OPENING || request == null || source == null) {
            // Without a source the peer refuses, and a detach with the reason follows.
            return;
        }
        JMSException refusal =
                plan.check().refusal(spec, link, session.connection().peer());
        if (refusal != null) {
            request.fail(refusal);
            abort();
            return;
        }
        plan.life().opened();
        credit.opened(session.connection().wire().limits().initialDeliveryCount());
        state = state.to(EndpointState.OPEN);
        session.links().attached(request);
        request.complete(this);
    }

    /** A durable subscription outlives this too: closing its link would delete it with all it holds. */
    private void abort() {
        end();
        closeLink();
    }

    @Override
    public void grant(int amount) {
        session.submit(() -> grants.grant(amount), LoopTask.OBSOLETE);
    }

    @Override
    public void drain(Completion<Void> completion) {
        session.submit(() -> grants.drain(completion), completion::failed);
    }

    private void creditUpdated() {
        grants.creditUpdated();
    }

    /** The peer does not answer a drain. */
    void drainTimedOut() {
        ConnectionLostException cause = new ConnectionLostException(
                session.connection().peer() + " did not answer a drain of " + spec.address() + " within requestTimeout",
                null);
        boolean report = isOpen();
        abort();
        if (report) {
            observer.receiverLost(cause);
        }
    }

    private void read(IncomingDelivery delivery) {
        if (delivery.isPartial()) {
            return;
        }
        credit.used();
        if (credit.isOverrun() && isOpen()) {
            overrun();
            return;
        }
        ProtonBuffer payload = delivery.readAll();
        if (payload == null) {
            malformed(delivery, null);
            return;
        }
        DecodedMessage decoded;
        try (payload) {
            if (!isOpen()) {
                return;
            }
            decoded = decoder.decode(payload);
        } catch (RuntimeException | StackOverflowError e) {
            // The codec recurses into nested values, and a message can nest them deeper than any stack.
            malformed(delivery, e);
            return;
        }
        if (progress != null && !progress.wants(decoded.message())) {
            delivery.disposition(Outcomes.state(Outcome.ACCEPTED), true);
            grants.replaceCredit();
            return;
        }
        if (inHand.add(delivery, decoded)) {
            grants.joinBurst();
        }
    }

    private void overrun() {
        link.setCondition(new ErrorCondition(
                LinkError.TRANSFER_LIMIT_EXCEEDED, "More deliveries than the link's credit allows, by far"));
        giveUp(session.connection().peer() + " sent more messages of " + spec.address()
                + " than it was asked for, by far; that is against the protocol, and no memory would do");
    }

    /** What is no message is rejected, so that it neither comes again nor harms the session; a browser gives it back. */
    private void malformed(IncomingDelivery delivery, @Nullable Throwable cause) {
        if (plan.borrows() && !delivery.isRemotelySettled()) {
            LOG.warn("A malformed message of {} is not shown to a browser", spec.address(), cause);
            inHand.addUnseen(delivery);
        } else {
            LOG.warn("A malformed message from {} was rejected", spec.address(), cause);
            delivery.disposition(Outcomes.state(Outcome.REJECTED), true);
        }
        grants.replaceCredit();
    }

    private void aborted(IncomingDelivery delivery) {
        delivery.settle();
        credit.used();
        grants.replaceCredit();
    }

    @Override
    public int deliveryLimit() {
        return plan.deliveryLimit();
    }

    @Override
    public boolean selects() {
        return plan.selects();
    }

    @Override
    public void settle(long first, long last, Outcome outcome, @Nullable TransactionToken transaction) {
        if (progress != null) {
            progress.settled(first, last, outcome);
        }
        AmqpTransaction named = (AmqpTransaction) transaction;
        session.connection()
                .wire()
                .submitSoon(LoopTask.of(() -> settleInHand(first, last, outcome, named), LoopTask.OBSOLETE));
    }

    @Override
    public @Nullable Object position() {
        return progress == null ? null : progress.position();
    }

    private void settleInHand(long first, long last, Outcome outcome, @Nullable AmqpTransaction transaction) {
        if (!isOpen()) {
            return;
        }
        if (transaction != null) {
            transaction.retiredBy(this);
            inHand.retire(first, last, transaction);
        } else if (inHand.settle(first, last, outcome)) {
            // The owner may have granted already what these use.
            grants.replaceCredit();
        }
    }

    /**
     * A transaction that this receiver's retirements were part of has been rolled back. Brokers differ in who holds the
     * deliveries then, so the link ends: whatever was delivered goes back and comes again.
     */
    void retirementsRolledBack() {
        if (isOpen()) {
            giveUp("A transaction was rolled back by " + session.connection().peer() + " after messages of "
                    + spec.address() + " had been retired in it");
        }
    }

    /**
     * The peer changed a delivery that this side holds. RabbitMQ does so with one that was not settled in time: others may
     * have it by now, so the link ends and whoever acknowledges hears of it.
     */
    private void takenBack(IncomingDelivery delivery) {
        if (isOpen() && !delivery.isSettled() && delivery.getRemoteState() instanceof Released) {
            giveUp(session.connection().peer() + " took back a message of " + spec.address()
                    + " that was not acknowledged within its consumer timeout");
        }
    }

    private void giveUp(String reason) {
        inHand.settleAll(Outcomes.state(Outcome.RELEASED));
        closeLink();
        end();
        observer.receiverLost(new ConnectionLostException(reason, null));
    }

    @Override
    public void close(Completion<Void> completion) {
        session.submit(() -> beginClose(completion), cause -> Completion.done(completion));
    }

    private void beginClose(Completion<Void> completion) {
        if (!isOpen()) {
            Completion.done(completion);
            return;
        }
        closing = session.requests()
                .begin("close " + this, ClientOptions.CLOSE_TIMEOUT, completion)
                .onTimeout(this::end);
        inHand.settleAll(Outcomes.state(Outcome.RELEASED));
        state = state.to(EndpointState.CLOSING);
        plan.life().closing(this::closeLinkStillOpen);
    }

    private void closeLinkStillOpen() {
        if (state == EndpointState.CLOSING) {
            closeLink();
        }
    }

    /** Its session ends, in whose place nothing more is reported; {@code then} runs when the link may go with it. */
    void endWithSession(Outcome outcome, Runnable then) {
        if (isOpen()) {
            inHand.settleAll(Outcomes.state(outcome));
            state = state.to(EndpointState.CLOSING);
            plan.life().closing(() -> {
                closeLinkStillOpen();
                then.run();
            });
        } else {
            then.run();
        }
    }

    private void closeLink() {
        if (plan.outlivesLink()) {
            link.detach();
        } else {
            link.close();
        }
    }

    private void remotelyEnded() {
        EndpointState before = state;
        if (link.isRemotelyClosed()) {
            link.close();
        } else {
            // Only detached: a close in answer would delete a durable subscription.
            closeLink();
        }
        Request<ProviderReceiver> unopened = opening;
        if (before == EndpointState.OPENING && unopened != null) {
            unopened.fail(ReceiverRefusal.of(spec, session.connection().peer(), link.getRemoteCondition()));
        }
        if (progress != null && isDeletion(link.getRemoteCondition())) {
            progress.streamDeleted();
        }
        ConnectionLostException cause =
                Conditions.lost(toString(), session.connection().peer(), link.getRemoteCondition());
        Request<Void> closed = closing;
        end(() -> Request.done(closed));
        grants.linkEnded(cause);
        if (before == EndpointState.OPEN) {
            observer.receiverLost(cause);
        }
    }

    private static boolean isDeletion(@Nullable ErrorCondition condition) {
        return condition != null && AmqpError.RESOURCE_DELETED.equals(condition.getCondition());
    }

    /** The session or the connection was lost, which is reported there. */
    void parentLost() {
        end();
    }

    private void end() {
        end(() -> {});
    }

    /** {@code then} runs when nothing is left of it at the peer. */
    private void end(Runnable then) {
        if (state != EndpointState.ENDED) {
            boolean attached = state != EndpointState.OPENING;
            state = state.to(EndpointState.ENDED);
            plan.life().ended(attached, then);
            Request<ProviderReceiver> answered = opening;
            if (answered != null) {
                session.links().attached(answered);
            }
            session.links().remove(this);
        }
    }

    @Override
    public String toString() {
        return "the receiver on " + spec.address();
    }
}
