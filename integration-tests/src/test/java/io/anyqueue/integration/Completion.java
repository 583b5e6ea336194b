package io.anyqueue.integration;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Completion listeners of two functions. Stateless. */
final class Completion {
    private Completion() {}

    static CompletionListener of(Consumer<Message> completed, BiConsumer<Message, Exception> failed) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.accept(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                failed.accept(message, exception);
            }
        };
    }

    /** The same whatever becomes of the send. */
    static CompletionListener either(Runnable action) {
        return of(message -> action.run(), (message, exception) -> action.run());
    }
}
