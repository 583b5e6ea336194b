package io.anyqueue.amqp;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Joins the completions of the contract with stages, in which a sequence of requests reads from top to bottom. Stages are
 * completed on the event loop only, so what follows them runs there.
 */
final class Stages {

    private Stages() {}

    static <T> Completion<T> completion(Consumer<T> completed, Consumer<JMSException> failed) {
        return new Completion<>() {
            @Override
            public void completed(T result) {
                completed.accept(result);
            }

            @Override
            public void failed(JMSException cause) {
                failed.accept(cause);
            }
        };
    }

    /** For what nobody waits for. */
    static <T> Completion<T> ignoring() {
        return completion(done -> {}, failure -> {});
    }

    /** A completion that completes a future. */
    static <T> Completion<T> of(CompletableFuture<T> future) {
        return completion(future::complete, future::completeExceptionally);
    }

    /** Tells a completion how a stage ends. */
    @SuppressWarnings("FutureReturnValueIgnored") // the completion hears whatever it says
    static <T> void deliver(CompletionStage<? extends T> stage, Completion<T> completion) {
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                completion.completed(result);
            } else {
                completion.failed(cause(failure));
            }
        });
    }

    static <T> CompletionStage<T> failed(JMSException cause) {
        return CompletableFuture.failedStage(cause);
    }

    /** What a stage failed with. */
    static JMSException cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof JMSException exception) {
            return exception;
        }
        JMSException wrapped = new JMSException("Unexpected failure in the AMQP provider: " + cause, "AMQP-INTERNAL");
        wrapped.initCause(cause);
        return wrapped;
    }
}
