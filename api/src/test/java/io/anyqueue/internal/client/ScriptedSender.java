package io.anyqueue.internal.client;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.TransactionToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One sender of a {@link ScriptedProvider}. */
final class ScriptedSender implements ProviderSender {
    private final Script script;
    private final SenderObserver observer;
    private final List<MessageData> messages = new CopyOnWriteArrayList<>();

    ScriptedSender(Script script, SenderObserver observer) {
        this.script = script;
        this.observer = observer;
    }

    /** What it was asked to send, in order. */
    List<MessageData> messages() {
        return messages;
    }

    List<String> texts() {
        return messages.stream().map(ScriptedSender::text).toList();
    }

    static String text(MessageData message) {
        return message.body() instanceof Body.Text body ? String.valueOf(body.text()) : "";
    }

    /** Reports its loss. */
    void lose(ConnectionLostException cause) {
        observer.senderLost(cause);
    }

    @Override
    public void send(MessageData message, @Nullable TransactionToken transaction, Object token) {
        messages.add(message);
        script.answer(
                Script.Step.SEND,
                "send " + text(message) + (transaction == null ? "" : " in " + transaction),
                () -> observer.sendCompleted(token, null),
                failure -> observer.sendCompleted(token, failure));
    }

    @Override
    public void close(Completion<Void> completion) {
        script.answer(Script.Step.CLOSE_SENDER, "closeSender", completion, () -> null);
    }
}
