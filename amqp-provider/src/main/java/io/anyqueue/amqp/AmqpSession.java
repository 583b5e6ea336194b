package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.SessionObserver;
import io.anyqueue.spi.TransactionToken;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * One AMQP session with its links. Its methods may be called by any thread; its state belongs to the event loop of the
 * connection, on which all observers of one session are called, so serially.
 */
final class AmqpSession implements ProviderSession {
    /** An end that is not answered within this time is followed by an empty frame, and again after twice that. */
    private static final Duration FIRST_NUDGE = Duration.ofMillis(10);

    private final AmqpConnection connection;
    private final SessionObserver observer;
    private final Session session;
    private final Requests requests;

    // owned by the loop
    private final SessionEndpoints links = new SessionEndpoints();
    private EndpointState state = EndpointState.OPENING;
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
        if (state == EndpointState.OPENING && waiting != null) {
            state = state.to(EndpointState.OPEN);
            waiting.complete(this);
        }
    }

    /** The engine ends a session, with a condition, when the peer breaks the rules in it. */
    private void locallyClosed() {
        ErrorCondition condition = session.getCondition();
        if (state == EndpointState.OPEN && condition != null) {
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
        EndpointState before = state;
        connection.channels().ended(session);
        ConnectionLostException cause = Conditions.lost("a session", connection.peer(), session.getRemoteCondition());
        Request<ProviderSession> unopened = opening;
        if (before == EndpointState.OPENING && unopened != null) {
            unopened.fail(Conditions.refused("open a session", connection.peer(), session.getRemoteCondition()));
        }
        ErrorCondition condition = session.getRemoteCondition();
        if (condition != null) {
            links.sessionRefused(condition, connection.peer());
        }
        end(cause);
        if (before == EndpointState.OPEN) {
            observer.sessionLost(cause);
        }
    }

    SessionEndpoints links() {
        return links;
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
        if (refusesLink(operation, completion)) {
            return;
        }
        Request<ProviderSender> request = requests.begin(operation, ClientOptions.REQUEST_TIMEOUT, completion);
        preparation.accept(Stages.completion(
                plan -> {
                    if (isWaiting(request)) {
                        AmqpSender sender = new AmqpSender(this, address, plan, senderObserver);
                        links.attaching(sender, request);
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
        if (refusesLink(operation, completion)) {
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
                                        links.attaching(receiver, request);
                                        receiver.open(request);
                                    } else {
                                        plan.life().ended(false, () -> {});
                                    }
                                },
                                request::fail));
    }

    private boolean isWaiting(Request<?> request) {
        return !request.isDone() && state == EndpointState.OPEN;
    }

    private boolean refusesLink(String operation, Completion<?> completion) {
        long most = Math.min(session.getHandleMax(), connection.wire().limits().handleMax()) + 1;
        return links.refusesMore(operation, coordinator == null ? 0 : 1, most, connection.peer(), completion);
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
        if (state == EndpointState.CLOSING || state == EndpointState.ENDED) {
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
        boolean linked = state == EndpointState.OPEN;
        state = state.to(EndpointState.CLOSING);
        if (linked) {
            links.end(this::endNow);
        } else {
            endNow();
        }
    }

    private void endNow() {
        if (state == EndpointState.CLOSING) {
            connection.channels().close(session);
            nudgeAfter(FIRST_NUDGE);
        }
    }

    /** Artemis keeps its answer back until a frame more comes, or its next look at the connection, up to two seconds later. */
    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled: without need it does nothing
    private void nudgeAfter(Duration pause) {
        connection.wire().schedule(pause, () -> {
            // After the close of the connection no frame may follow.
            if (state == EndpointState.CLOSING
                    && !connection.wire().engine().connection().isLocallyClosed()) {
                connection.wire().keepAlive().beat();
                nudgeAfter(pause.multipliedBy(2));
            }
        });
    }

    /** Ends the links before the connection is closed; {@code then} runs when that is done. */
    void close(Runnable then) {
        if (state == EndpointState.OPEN) {
            links.end(then);
        } else {
            then.run();
        }
    }

    private ConnectionLostException closed() {
        return new ConnectionLostException("The session was closed by the application", null);
    }

    /** The connection was lost, which is reported there. */
    void parentLost(ConnectionLostException cause) {
        end(cause);
    }

    private void end(ConnectionLostException cause) {
        if (state == EndpointState.ENDED) {
            return;
        }
        state = state.to(EndpointState.ENDED);
        loss = cause;
        Request.done(closing);
        requests.failAll(cause);
        links.lost(cause);
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
                    ConnectionLostException cause = state == EndpointState.CLOSING ? closed() : loss;
                    if (cause == null) {
                        action.run();
                    } else {
                        abandon.accept(cause);
                    }
                },
                abandon);
    }
}
