package io.anyqueue.inmemory;

import io.anyqueue.spi.Capability;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/**
 * A sender to one destination. Owned by its session, called serially by its user. A send runs on the caller's thread as
 * far as the receivers that it reaches.
 */
final class MemorySender implements ProviderSender, SessionPart {

    /** Stands for a token whose send a fault has come between. */
    private record FaultyToken(Completion<Void> completion) {}

    private final MemorySession session;
    private final SendTarget target;
    private final SenderObserver observer;
    private final Faults faults;
    private final boolean delays;
    /** Why it takes no more sends; null while it does. */
    private volatile @Nullable JMSException closed;

    MemorySender(MemorySession session, SendTarget target, SenderObserver observer) {
        this.session = session;
        this.target = target;
        this.observer = observer;
        Broker broker = session.connection().broker();
        this.faults = broker.faults();
        this.delays = broker.rules().has(Capability.DELIVERY_DELAY);
    }

    @Override
    public void send(MessageData message, @Nullable TransactionToken transaction, Object token) {
        Gate gate = session.gate();
        JMSException ended = closed;
        if (ended != null || !gate.enter()) {
            JMSException refusal = ended == null || gate.isShut() ? session.refusal() : ended;
            signals()
                    .sendCompleted(
                            observer,
                            token,
                            refusal instanceof ConnectionLostException loss ? loss.withoutEffect() : refusal);
            return;
        }
        try {
            Fault fault = faults.next(Operation.SEND);
            if (fault == null) {
                sendNow(message, transaction, token);
            } else {
                fault.around(
                        session.connection(),
                        completionOf(token),
                        answer -> sendNow(message, transaction, new FaultyToken(answer)));
            }
        } finally {
            gate.exit();
        }
    }

    @Override
    public void close(Completion<Void> completion) {
        session.closePart(Operation.CLOSE_SENDER, this, completion);
    }

    private void sendNow(MessageData message, @Nullable TransactionToken transaction, Object token) {
        JMSException failure = null;
        try {
            if (!attempt(message, transaction, token)) {
                return;
            }
        } catch (JMSException e) {
            failure = e;
        }
        if (token instanceof FaultyToken) {
            answer(token, failure);
        } else {
            signals().sendCompleted(observer, token, failure);
        }
    }

    private boolean attempt(MessageData message, @Nullable TransactionToken transaction, Object token)
            throws JMSException {
        if (!delays
                && message.deliveryTime()
                        > session.connection().broker().alarm().now()) {
            throw Refusals.unsupported(Capability.DELIVERY_DELAY);
        }
        return transaction == null
                ? target.send(this, message, token)
                : ((Transaction) transaction).send(this, target, message, token);
    }

    /** Tells the observer, in the turn of the session. */
    void answer(Object token, @Nullable JMSException failure) {
        if (!(token instanceof FaultyToken faulty)) {
            observer.sendCompleted(token, failure);
        } else if (failure == null) {
            Completion.done(faulty.completion());
        } else {
            faulty.completion().failed(failure);
        }
    }

    private Completion<Void> completionOf(Object token) {
        return new Completion<>() {
            @Override
            public void completed(Void result) {
                signals().submit(() -> observer.sendCompleted(token, null));
            }

            @Override
            public void failed(JMSException cause) {
                signals().submit(() -> observer.sendCompleted(token, cause));
            }
        };
    }

    Signals signals() {
        return session.signals();
    }

    MemoryConnection connection() {
        return session.connection();
    }

    long timeoutMillis() {
        return session.connection().sendTimeoutMillis();
    }

    @Override
    public void finish(Runnable done) {
        closed = Refusals.closed("sender to " + target.address());
        target.whenDone(this, done);
    }

    @Override
    public void end(Outcome outcome, JMSException refusal) {
        closed = refusal;
        target.withdraw(this, refusal);
    }

    @Override
    public void reportLost(ConnectionLostException cause) {
        observer.senderLost(cause);
    }
}
