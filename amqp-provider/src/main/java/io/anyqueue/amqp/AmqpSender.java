package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageEncoder;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.function.Function;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.impl.ProtonDeliveryTagGenerator;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.transport.DeliveryState;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.apache.qpid.protonj2.types.transport.ReceiverSettleMode;
import org.jspecify.annotations.Nullable;

/**
 * A sending link. {@link #send} encodes on the caller's thread; everything else belongs to the event loop.
 *
 * <p>A send is first {@code waiting} for credit and the socket, then, once written, {@code unanswered}. Both are kept in the order of the
 * calls, and one deadline applies to both together. Where the peer needs a node for each delay, a delayed send waits in
 * {@link DelayedSends} for the sender to that, and goes on there.
 */
final class AmqpSender implements ProviderSender {
    private final AmqpSession session;
    private final Address address;
    private final SenderPlan plan;
    private final SenderObserver observer;
    private final MessageEncoder encoder;
    private final Sender link;
    private final Duration timeout;
    private final Presettlement presettlement;
    private final SendFailures failures;
    private final SendCheck check;

    // owned by the loop
    private final SendQueue queue = new SendQueue();
    private final SendWriter writer;
    private final SendDeadlines deadlines;
    private final DelayedSends delayed;
    private EndpointState state = EndpointState.OPENING;
    private @Nullable Request<ProviderSender> opening;
    private @Nullable Request<Void> closing;

    /** On the loop. */
    AmqpSender(AmqpSession session, Address address, SenderPlan plan, SenderObserver observer) {
        AmqpConnection connection = session.connection();
        this.session = session;
        this.address = address;
        this.plan = plan;
        this.observer = observer;
        this.encoder = new MessageEncoder(connection.topology().messages(), address);
        this.timeout = connection.settings().get(ClientOptions.SEND_TIMEOUT);
        this.presettlement = Presettlement.of(connection.settings(), address);
        this.failures = new SendFailures(connection, address, timeout);
        this.check = new SendCheck(address, plan, failures);
        this.delayed = new DelayedSends(session, address, this::complete, observer, this::closeIfClosing);
        this.link = session.engineSession().sender(connection.nextLinkName("sender"));
        this.writer = new SendWriter(connection.wire(), link, queue, send -> complete(send, null));
        this.deadlines = new SendDeadlines(connection.wire(), queue, this::unwritten, this::unanswered);
    }

    void open(Request<ProviderSender> request) {
        opening = request.onTimeout(this::abort);
        link.setSource(new Source().setAddress(link.getName()).setOutcomes(Outcomes.known()))
                .setTarget(plan.target())
                .setDesiredCapabilities(plan.delays().desired())
                .setSenderSettleMode(presettlement.senderMode())
                .setReceiverSettleMode(ReceiverSettleMode.FIRST)
                // The engine's pooled tags repeat where more than 256 are unsettled.
                .setDeliveryTagGenerator(ProtonDeliveryTagGenerator.BUILTIN.SEQUENTIAL.createGenerator())
                .openHandler(opened -> remotelyOpened())
                .closeHandler(closed -> remotelyEnded())
                .detachHandler(detached -> remotelyEnded())
                .creditStateUpdateHandler(updated -> writer.resume())
                .deliveryStateUpdatedHandler(this::answered)
                .open();
    }

    private void remotelyOpened() {
        Request<ProviderSender> request = opening;
        if (state != EndpointState.OPENING || request == null || link.getRemoteTarget() == null) {
            // Without a target the peer refuses, and a detach with the reason follows.
            return;
        }
        check.opened(link);
        state = state.to(EndpointState.OPEN);
        session.links().attached(request);
        request.complete(this);
    }

    private void abort() {
        end();
        ConnectionLostException cause = failures.unanswered();
        failSends(send -> cause);
        link.close();
    }

    @Override
    public void check(MessageData message) throws JMSException {
        JMSException refusal = check.refusalOfDelay(message);
        refusal = refusal == null ? check.refusalOfSize(message, encoder) : refusal;
        if (refusal != null) {
            throw refusal;
        }
    }

    @Override
    public void send(MessageData message, @Nullable TransactionToken transaction, Object token) {
        JMSException refusal = check.refusalOfDelay(message);
        if (refusal != null) {
            refuse(token, refusal);
            return;
        }
        ProtonBuffer payload = writer.buffer(MessageEncoder.estimate(message));
        try {
            encoder.encode(message, payload);
        } catch (RuntimeException e) {
            // Whatever the codec stumbles over, the fault is in this one message.
            payload.close();
            refuse(token, failures.unencodable(e));
            return;
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        long delay = plan.delays().byPeer() ? 0 : DelayedSends.delayOf(message);
        Send send = new Send(this, payload, (AmqpTransaction) transaction, token, deadline, delay);
        if (transaction == null && presettlement.settles(message)) {
            send.presettle();
        }
        session.connection().wire().submit(send);
    }

    private void refuse(Object token, JMSException failure) {
        session.connection()
                .submit(() -> observer.sendCompleted(token, failure), end -> observer.sendCompleted(token, failure));
    }

    void accept(Send send) {
        send.joinTransaction();
        JMSException refusal = refusal(send);
        if (refusal != null) {
            complete(send, refusal);
            return;
        }
        if (send.delay() > 0) {
            delayed.accept(send);
            return;
        }
        writer.accept(send);
        deadlines.watch();
    }

    /** The wire has ended before the send reached the loop. Any thread. */
    void abandon(Send send, ConnectionLostException cause) {
        if (send.finish()) {
            observer.sendCompleted(send.token(), send.lostBy(cause));
        }
    }

    private @Nullable JMSException refusal(Send send) {
        ConnectionLostException loss = session.loss();
        if (loss != null) {
            return send.lostBy(loss);
        }
        if (state != EndpointState.OPEN || !session.engineSession().isLocallyOpen()) {
            return failures.ended(link.getRemoteCondition());
        }
        return check.refusalOfSize(send.payload().getReadableBytes());
    }

    /** The socket takes more. */
    void writable() {
        writer.resume();
    }

    private void answered(OutgoingDelivery delivery) {
        DeliveryState outcome = SendOutcomes.outcomeOf(delivery.getRemoteState());
        boolean decided = outcome != null || delivery.isRemotelySettled();
        Send send = delivery.getLinkedResource();
        if (decided && send != null) {
            complete(
                    send,
                    SendOutcomes.failure(
                            outcome,
                            plan.unroutedIsTaken(),
                            address,
                            session.connection().peer()));
            delivery.settle();
        }
    }

    /** True where something was written and not answered. */
    boolean hasUnanswered() {
        return queue.hasUnanswered();
    }

    /** The peer refuses something of which it says no more; it is meant where there is nothing else. */
    void refuseOnlySend(@Nullable ErrorCondition condition) {
        Send only = queue.onlyUnanswered();
        if (only != null) {
            complete(
                    only,
                    Conditions.refused(
                            "send to " + address, session.connection().peer(), condition));
        }
    }

    /** Reports the outcome of a send, once. */
    void complete(Send send, @Nullable JMSException failure) {
        if (!send.finish()) {
            return;
        }
        AmqpTransaction transaction = send.transaction();
        if (transaction != null) {
            transaction.sendEnded();
        }
        queue.forgetDone();
        observer.sendCompleted(send.token(), failure);
        closeIfClosing();
    }

    private void closeIfClosing() {
        if (state == EndpointState.CLOSING) {
            closeWhenIdle();
        }
    }

    private void unwritten(Send late) {
        complete(late, writer.isStalled() ? failures.unread() : failures.noCredit());
    }

    private void unanswered(Send late) {
        writer.abort(late);
        complete(late, failures.unanswered());
    }

    @Override
    public void close(Completion<Void> completion) {
        session.submit(() -> beginClose(completion), cause -> Completion.done(completion));
    }

    private void beginClose(Completion<Void> completion) {
        if (state != EndpointState.OPEN) {
            Completion.done(completion);
            return;
        }
        state = state.to(EndpointState.CLOSING);
        closing = session.requests()
                .begin("close the sender to " + address, ClientOptions.CLOSE_TIMEOUT, completion)
                .onTimeout(this::abort);
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        if (queue.isEmpty() && delayed.isIdle() && link.isLocallyOpen()) {
            delayed.close();
            link.close();
        }
    }

    private void remotelyEnded() {
        EndpointState before = state;
        String peer = session.connection().peer();
        link.close();
        Request<ProviderSender> unopened = opening;
        if (before == EndpointState.OPENING && unopened != null) {
            JMSException untold = Conditions.is(link.getRemoteCondition(), "amqp:not-found") ? plan.untold() : null;
            unopened.fail(
                    untold == null
                            ? Conditions.refusedDestination(
                                    "open a sender to " + address, peer, link.getRemoteCondition())
                            : untold);
        }
        ConnectionLostException cause = Conditions.lost("the sender to " + address, peer, link.getRemoteCondition());
        if (Conditions.isForbidden(link.getRemoteCondition())) {
            refuseOnlySend(link.getRemoteCondition());
        }
        end();
        // After a refusal another sender would be refused like this one, and tell no more than its condition does.
        boolean refused = Conditions.isRefusal(link.getRemoteCondition());
        failSends(send -> refused && !send.isBegun() ? failures.ended(link.getRemoteCondition()) : send.lostBy(cause));
        Request.done(closing);
        if (before == EndpointState.OPEN) {
            observer.senderLost(cause);
        }
    }

    /** The session or the connection was lost, which is reported there. */
    void parentLost(ConnectionLostException cause) {
        end();
        failSends(send -> send.lostBy(cause));
    }

    private void end() {
        state = state.to(EndpointState.ENDED);
        delayed.close();
        deadlines.stop();
        session.links().remove(this);
    }

    private void failSends(Function<Send, ? extends JMSException> cause) {
        writer.ended();
        queue.takeAll().forEach(each -> complete(each, cause.apply(each)));
    }
}
