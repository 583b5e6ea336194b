package io.anyqueue.inmemory;

import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** A send that waits for room in a bounded queue. Owned by the queue and guarded by its lock. */
final class WaitingSend {
    private final MemorySender sender;
    private final MessageData message;
    private final Transaction.@Nullable Send transacted;
    private final Object token;
    private final long deadline;
    private @Nullable Runnable afterwards;

    WaitingSend(
            MemorySender sender,
            MessageData message,
            Transaction.@Nullable Send transacted,
            Object token,
            long deadline) {
        this.sender = sender;
        this.message = message;
        this.transacted = transacted;
        this.token = token;
        this.deadline = deadline;
    }

    MemorySender sender() {
        return sender;
    }

    MessageData message() {
        return message;
    }

    /** The send in its transaction, for which a place is reserved only; null outside one. */
    Transaction.@Nullable Send transacted() {
        return transacted;
    }

    /** In the time of the machine's clock, because applications wait for it. */
    long deadline() {
        return deadline;
    }

    /** Lets an action follow the completion: the sender's close. */
    void then(Runnable action) {
        afterwards = action;
    }

    /** Puts the completion in; the caller drains the sender's signals once it holds no lock. */
    void complete(@Nullable JMSException failure) {
        Signals signals = sender.signals();
        signals.add(() -> sender.answer(token, failure));
        if (afterwards != null) {
            signals.add(afterwards);
        }
    }
}
