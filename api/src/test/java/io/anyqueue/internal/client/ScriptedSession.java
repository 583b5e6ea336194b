package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One session of a {@link ScriptedProvider}. */
final class ScriptedSession implements ProviderSession {
    private record Token(int number) implements TransactionToken {
        @Override
        public String toString() {
            return "transaction " + number;
        }
    }

    private final Script script;
    private final SessionObserver observer;
    private final List<ScriptedReceiver> receivers = new CopyOnWriteArrayList<>();
    private final List<ReceiverSpec> specs = new CopyOnWriteArrayList<>();
    private final List<ScriptedSender> senders = new CopyOnWriteArrayList<>();
    private final AtomicInteger transactions = new AtomicInteger();

    ScriptedSession(Script script, SessionObserver observer) {
        this.script = script;
        this.observer = observer;
    }

    List<ScriptedReceiver> receivers() {
        return receivers;
    }

    ScriptedReceiver receiver() {
        return receivers.get(receivers.size() - 1);
    }

    /** What each receiver was to receive, in order. */
    List<ReceiverSpec> specs() {
        return specs;
    }

    ScriptedSender sender() {
        return senders.get(senders.size() - 1);
    }

    /** Reports its loss. */
    void lose(ConnectionLostException cause) {
        observer.sessionLost(cause);
    }

    @Override
    public void openSender(Address address, SenderObserver senderObserver, Completion<ProviderSender> completion) {
        script.answer(Script.Step.OPEN_SENDER, "openSender " + address, completion, () -> {
            ScriptedSender sender = new ScriptedSender(script, senderObserver);
            senders.add(sender);
            return sender;
        });
    }

    @Override
    public void openReceiver(
            ReceiverSpec spec, ReceiverObserver receiverObserver, Completion<ProviderReceiver> completion) {
        specs.add(spec);
        script.answer(Script.Step.OPEN_RECEIVER, "openReceiver " + spec.address(), completion, () -> {
            ScriptedReceiver receiver = new ScriptedReceiver(script, receiverObserver);
            receivers.add(receiver);
            return receiver;
        });
    }

    @Override
    public void begin(Completion<TransactionToken> completion) {
        script.answer(Script.Step.BEGIN, "begin", completion, () -> new Token(transactions.incrementAndGet()));
    }

    @Override
    public void discharge(TransactionToken transaction, boolean commit, Completion<Void> completion) {
        String call = (commit ? "commit " : "rollback ") + transaction;
        script.answer(Script.Step.DISCHARGE, call, completion, () -> null);
    }

    @Override
    public void close(Completion<Void> completion) {
        script.answer(Script.Step.CLOSE_SESSION, "closeSession", completion, () -> null);
    }
}
