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
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.engine.Session;
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

    private final AmqpConnection connection;
    private final SessionObserver observer;
    private final Session session;
    private final Requests requests;

    // owned by the loop
    private final Set<AmqpSender> senders = new LinkedHashSet<>();
    private final Set<AmqpReceiver> receivers = new LinkedHashSet<>();
    private State state = State.OPENING;
    private @Nullable ConnectionLostException loss;
    private @Nullable Request<ProviderSession> opening;
    private @Nullable Request<Void> closing;
    private @Nullable Coordinator coordinator;

    /** On the loop. */
    AmqpSession(AmqpConnection connection, SessionObserver observer) {
        this.connection = connection;
        this.observer = observer;
        this.session = connection.wire().engine().connection().session();
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

    // ---- open ----

    void open(Completion<ProviderSession> completion) {
        opening = requests.begin("open a session", ClientOptions.REQUEST_TIMEOUT, completion)
                .onTimeout(this::beginEnd);
        session.openHandler(opened -> remotelyOpened())
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

    private void remotelyClosed() {
        State before = state;
        session.close();
        ConnectionLostException cause = Conditions.lost("a session", connection.peer(), session.getRemoteCondition());
        Request<ProviderSession> unopened = opening;
        if (before == State.OPENING && unopened != null) {
            unopened.fail(Conditions.refused("open a session", connection.peer(), session.getRemoteCondition()));
        }
        end(cause);
        if (before == State.OPEN) {
            observer.sessionLost(cause);
        }
    }

    // ---- links ----

    @Override
    public void openSender(Address address, SenderObserver senderObserver, Completion<ProviderSender> completion) {
        submit(
                () -> {
                    AmqpSender sender = new AmqpSender(this, address, senderObserver);
                    senders.add(sender);
                    sender.open(completion);
                },
                completion::failed);
    }

    @Override
    public void openReceiver(
            ReceiverSpec spec, ReceiverObserver receiverObserver, Completion<ProviderReceiver> completion) {
        submit(
                () -> {
                    try {
                        AmqpReceiver receiver = new AmqpReceiver(this, spec, receiverObserver);
                        receivers.add(receiver);
                        receiver.open(completion);
                    } catch (JMSException e) {
                        completion.failed(e);
                    }
                },
                completion::failed);
    }

    /** Called by a link when it has ended, however. */
    void remove(AmqpSender sender) {
        senders.remove(sender);
    }

    /** Called by a link when it has ended, however. */
    void remove(AmqpReceiver receiver) {
        receivers.remove(receiver);
    }

    // ---- transactions ----

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

    // ---- end ----

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
                .onTimeout(() -> end(closed()));
        beginEnd();
    }

    private void beginEnd() {
        endLinks();
        state = State.CLOSING;
        session.close();
    }

    /** Gives back what was delivered and not settled, and ends durable subscriptions' links so that these stay. */
    void endLinks() {
        if (state == State.OPEN) {
            for (AmqpReceiver each : new ArrayList<>(receivers)) {
                each.endWithSession(Outcome.FAILED);
            }
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
