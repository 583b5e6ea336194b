package io.anyqueue.amqp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter queue of declared queues and what leads to it: an exchange that lets through what was rejected or exceeded
 * a limit, and drops what has expired. Made once for a connection, when the first queue is declared. Owned by the event loop.
 */
final class DeadLetters {
    private static final List<String> REASONS = List.of("rejected", "delivery_limit", "maxlen");

    private final RabbitBroker broker;
    private final @Nullable String queue;
    private @Nullable CompletionStage<Void> made;

    /** @param queue null for none */
    DeadLetters(RabbitBroker broker, @Nullable String queue) {
        this.broker = broker;
        this.queue = queue;
    }

    static String exchange(String queue) {
        return queue + ".by-reason";
    }

    boolean is(String name) {
        return name.equals(queue);
    }

    /** Completes when dead letters have a place to go. */
    CompletionStage<Void> ready() {
        CompletionStage<Void> present = made;
        if (present == null || present.toCompletableFuture().isCompletedExceptionally()) {
            present = queue == null ? broker.nothing() : make(queue);
            made = present;
        }
        return present;
    }

    private CompletionStage<Void> make(String name) {
        CompletionStage<Void> all = broker.exists(name)
                .thenCompose(there -> there ? broker.nothing() : broker.declare(name, QueueDefinition.ofDeadLetters()))
                .thenCompose(done -> broker.declareExchange(exchange(name), "headers"));
        for (String each : REASONS) {
            Map<String, Object> match = Map.of("x-match", "all-with-x", "x-last-death-reason", each);
            all = all.thenCompose(done -> broker.bind(exchange(name), name, each, match));
        }
        return all;
    }
}
