package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.SessionObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * One AMQP session with its links. Its methods may be called by any thread; its state belongs to the event loop of the
 * connection, on which all observers of one session are called, so serially.
 */
final class AmqpSession implements ProviderSession {
    private enum State {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    /** An end that is not answered within this time is asked for again. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final AmqpConnection connection;
    private final SessionObserver observer;
    private final Session session;
    private final Requests requests;

    // owned by the loop
    private final Set<AmqpSender> senders = new LinkedHashSet<>();
    private final Set<AmqpReceiver> receivers = new LinkedHashSet<>();
    /** What waits for the answer to an attach, in the order of the attaches. */
    private final Deque<Request<?>> attaching = new ArrayDeque<>();

    private State state = State.OPENING;
    private @Nullable ConnectionLostException loss;
    private @Nullable Request<ProviderSession> opening;
    private @Nullable Request<Void> closing;
    private @Nullable Coordinator coordinator;

    /** On the loop. */
    AmqpSession(AmqpConnection connection, SessionObserver observer) {
        this.connection = connection;
        this.observer = observer;
        this.session = connection.channels().next();
        this.requests = new Requests(connection.wire(), connection.settings());
    }

    AmqpConnection connection() {
        return connection;
    }

    Session engineSession() {
        return session;
    }

    Requests requests() {
        return requests;
    }

    /** Why it has ended; null where it has not. */
    @Nullable
    ConnectionLostException loss() {
        return loss;
    }

    void open(Completion<ProviderSession> completion) {
        opening = requests.begin("open a session", ClientOptions.REQUEST_TIMEOUT, completion)
                .onTimeout(this::beginEnd);
        session.openHandler(opened -> remotelyOpened())
                .localCloseHandler(closed -> locallyClosed())
                .closeHandler(closed -> remotelyClosed())
                .open();
    }

    private void remotelyOpened() {
        Request<ProviderSession> waiting = opening;
        if (state == State.OPENING && waiting != null) {
            state = State.OPEN;
            waiting.complete(this);
        }
    }

    /** The engine ends a session, with a condition, when the peer breaks the rules in it. */
    private void locallyClosed() {
        ErrorCondition condition = session.getCondition();
        if (state == State.OPEN && condition != null) {
            connection.channels().close(session);
            ConnectionLostException cause = new ConnectionLostException(
                    "A session with " + connection.peer() + " was lost: the peer broke the protocol"
                            + Conditions.describe(condition),
                    null);
            end(cause);
            observer.sessionLost(cause);
        }
    }

    private void remotelyClosed() {
        State before = state;
        connection.channels().ended(session);
        ConnectionLostException cause = Conditions.lost("a session", connection.peer(), session.getRemoteCondition());
        Request<ProviderSession> unopened = opening;
        if (before == State.OPENING && unopened != null) {
            unopened.fail(Conditions.refused("open a session", connection.peer(), session.getRemoteCondition()));
        }
        if (!refuseAttaching()) {
            refuseSending();
        }
        end(cause);
        if (before == State.OPEN) {
            observer.sessionLost(cause);
        }
    }

    /**
     * Some peers refuse a link by ending its session: the oldest that waits is the one, since links are attached in order. False
     * where none waits.
     */
    private boolean refuseAttaching() {
        ErrorCondition condition = session.getRemoteCondition();
        Request<?> oldest = attaching.poll();
        while (oldest != null && oldest.isDone()) {
            oldest = attaching.poll();
        }
        if (oldest != null && Conditions.isRefusal(condition)) {
            oldest.fail(Conditions.refused(oldest.operation(), connection.peer(), condition));
        }
        return oldest != null;
    }

    /** Nor does a peer that ends the session over a missing permission say which send it was; where there is but one, it is that. */
    private void refuseSending() {
        ErrorCondition condition = session.getRemoteCondition();
        List<AmqpSender> sending =
                senders.stream().filter(AmqpSender::hasUnanswered).toList();
        if (Conditions.isForbidden(condition) && sending.size() == 1) {
            sending.get(0).refuseOnlySend(condition);
        }
    }

    /** Called by a link when its opening has been answered. */
    void attached(Request<?> request) {
        attaching.remove(request);
    }

    @Override
    public void openSender(Address address, SenderObserver senderObserver, Completion<ProviderSender> completion) {
        submit(
                () -> openSender(
                        address,
                        senderObserver,
                        plan -> connection.topology().prepareSender(address, plan),
                        completion),
                completion::failed);
    }

    /** On the loop. {@code preparation} finds out where to send to. */
    void openSender(
            Address address,
            SenderObserver senderObserver,
            Consumer<Completion<SenderPlan>> preparation,
            Completion<ProviderSender> completion) {
        String operation = "open a sender to " + address;
        if (!requireHandle(operation, completion)) {
            return;
        }
        Request<ProviderSender> request = requests.begin(operation, ClientOptions.REQUEST_TIMEOUT, completion);
        preparation.accept(Stages.completion(
                plan -> {
                    if (isWaiting(request)) {
                        AmqpSender sender = new AmqpSender(this, address, plan, senderObserver);
                        senders.add(sender);
                        attaching.add(request);
                        sender.open(request);
                    }
                },
                request::fail));
    }

    @Override
    public void openReceiver(
            ReceiverSpec spec, ReceiverObserver receiverObserver, Completion<ProviderReceiver> completion) {
        submit(() -> beginReceiver(spec, receiverObserver, completion), completion::failed);
    }

    private void beginReceiver(
            ReceiverSpec spec, ReceiverObserver receiverObserver, Completion<ProviderReceiver> completion) {
        String operation = "open a receiver on " + spec.address();
        if (!requireHandle(operation, completion)) {
            return;
        }
        Request<ProviderReceiver> request = requests.begin(operation, ClientOptions.REQUEST_TIMEOUT, completion);
        connection
                .topology()
                .prepareReceiver(
                        spec,
                        Stages.completion(
                                plan -> {
                                    if (isWaiting(request)) {
                                        AmqpReceiver receiver = new AmqpReceiver(this, spec, plan, receiverObserver);
                                        receivers.add(receiver);
                                        attaching.add(request);
                                        receiver.open(request);
                                    } else {
                                        plan.life().ended(false, () -> {});
                                    }
                                },
                                request::fail));
    }

    private boolean isWaiting(Request<?> request) {
        return !request.isDone() && state == State.OPEN;
    }

    /** Refused here, because brokers end the session over a link too many, or the connection. */
    private boolean requireHandle(String operation, Completion<?> completion) {
        long most = Math.min(session.getHandleMax(), connection.wire().limits().handleMax()) + 1;
        long used = (long) senders.size() + receivers.size() + (coordinator == null ? 0 : 1);
        if (used < most) {
            return true;
        }
        completion.failed(new ResourceAllocationException(
                "Cannot " + operation + ": the session has " + used + " senders and receivers, and " + connection.peer()
                        + " takes at most " + most + "; close some, or use another session",
                "AMQP-LINKS"));
        return false;
    }

    /** Called by a link when it has ended, however. */
    void remove(AmqpSender sender) {
        senders.remove(sender);
    }

    /** Called by a link when it has ended, however. */
    void remove(AmqpReceiver receiver) {
        receivers.remove(receiver);
    }

    @Override
    public void begin(Completion<TransactionToken> completion) {
        submit(() -> coordinator().begin(completion), completion::failed);
    }

    @Override
    public void discharge(TransactionToken transaction, boolean commit, Completion<Void> completion) {
        submit(
                () -> {
                    AmqpTransaction ending = (AmqpTransaction) transaction;
                    ending.coordinator().discharge(ending, commit, completion);
                },
                completion::failed);
    }

    private Coordinator coordinator() {
        Coordinator present = coordinator;
        if (present == null || present.isEnded()) {
            present = new Coordinator(this);
            coordinator = present;
        }
        return present;
    }

    @Override
    public void close(Completion<Void> completion) {
        connection.submit(() -> beginClose(completion), cause -> Completion.done(completion));
    }

    private void beginClose(Completion<Void> completion) {
        if (state == State.CLOSING || state == State.ENDED) {
            Completion.done(completion);
            return;
        }
        closing = requests.begin("close a session", ClientOptions.CLOSE_TIMEOUT, completion)
                .onTimeout(this::giveUpClosing);
        beginEnd();
    }

    /** Ends it at the peer too, where a subscription could not be ended before. */
    private void giveUpClosing() {
        connection.channels().close(session);
        end(closed());
    }

    private void beginEnd() {
        boolean linked = state == State.OPEN;
        state = State.CLOSING;
        if (linked) {
            endLinks(this::endNow);
        } else {
            endNow();
        }
    }

    private void endNow() {
        if (state == State.CLOSING) {
            connection.channels().close(session);
            nudgeAfter(PAUSE);
        }
    }

    /** Artemis keeps its answer back until a frame more comes, or its next look at the connection, up to two seconds later. */
    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled: without need it does nothing
    private void nudgeAfter(Duration pause) {
        connection.wire().schedule(pause, () -> {
            // After the close of the connection no frame may follow.
            if (state == State.CLOSING
                    && !connection.wire().engine().connection().isLocallyClosed()) {
                connection.wire().writeEmptyFrame();
                nudgeAfter(pause.multipliedBy(2));
            }
        });
    }

    /** Ends the links before the connection is closed; {@code then} runs when that is done. */
    void close(Runnable then) {
        if (state == State.OPEN) {
            endLinks(then);
        } else {
            then.run();
        }
    }

    /** Gives back what was delivered and not settled, and ends each subscription so that it stays, or that no sender is hurt. */
    private void endLinks(Runnable then) {
        Countdown countdown = new Countdown(receivers.size(), then);
        for (AmqpReceiver each : new ArrayList<>(receivers)) {
            each.endWithSession(Outcome.FAILED, countdown::step);
        }
        countdown.step();
    }

    private ConnectionLostException closed() {
        return new ConnectionLostException("The session was closed by the application", null);
    }

    /** The connection was lost, which is reported there. */
    void parentLost(ConnectionLostException cause) {
        end(cause);
    }

    private void end(ConnectionLostException cause) {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        loss = cause;
        Request<Void> closed = closing;
        if (closed != null) {
            ServiceLinks.complete(closed);
        }
        requests.failAll(cause);
        new ArrayList<>(senders).forEach(each -> each.parentLost(cause));
        new ArrayList<>(receivers).forEach(AmqpReceiver::parentLost);
        Coordinator transactions = coordinator;
        if (transactions != null) {
            transactions.lost();
        }
        connection.remove(this);
    }

    /** Hands work to the loop; it is abandoned where the session has ended. */
    void submit(Runnable action, Consumer<ConnectionLostException> abandon) {
        connection.submit(
                () -> {
                    ConnectionLostException cause = state == State.CLOSING ? closed() : loss;
                    if (cause == null) {
                        action.run();
                    } else {
                        abandon.accept(cause);
                    }
                },
                abandon);
    }
}
