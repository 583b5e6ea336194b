package io.anyqueue.amqp;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The queues of applications: found, or declared when they are first used. Owned by the event loop. */
final class RabbitQueues {
    private final RabbitBroker broker;
    private final RabbitSettings settings;
    private final DeadLetters deadLetters;

    RabbitQueues(RabbitBroker broker, RabbitSettings settings) {
        this.broker = broker;
        this.settings = settings;
        this.deadLetters = new DeadLetters(broker, settings.deadLetterQueue());
    }

    /** The queue, which is there now. */
    CompletionStage<QueueState> ensure(StreamName name) {
        return broker.find(name.queue()).thenCompose(found -> {
            if (found.isPresent()) {
                return CompletableFuture.completedStage(found.get());
            }
            return settings.declares() ? declare(name) : Stages.failed(missing(name.queue()));
        });
    }

    private CompletionStage<QueueState> declare(StreamName name) {
        RabbitOptions.QueueType type = name.offset() == null ? settings.queueType() : RabbitOptions.QueueType.STREAM;
        boolean ordinary = !deadLetters.is(name.queue());
        CompletionStage<Void> declared = ordinary
                ? declareLasting(name.queue(), QueueDefinition.lasting(settings, type, true))
                : broker.declare(name.queue(), QueueDefinition.ofDeadLetters());
        // Another client may have declared it meanwhile, in its own way, which is as good.
        return declared.handle((done, failure) -> failure)
                .thenCompose(failure -> broker.find(name.queue()).thenCompose(found -> orFailed(name, found, failure)));
    }

    private CompletionStage<QueueState> orFailed(
            StreamName name, Optional<QueueState> found, @org.jspecify.annotations.Nullable Throwable failure) {
        if (found.isPresent()) {
            return CompletableFuture.completedStage(found.get());
        }
        return Stages.failed(failure == null ? missing(name.queue()) : Stages.cause(failure));
    }

    /** Declares a queue with a dead-letter queue. */
    CompletionStage<Void> declareLasting(String name, QueueDefinition definition) {
        return deadLetters.ready().thenCompose(ready -> broker.declare(name, definition));
    }

    /** A queue that others make, such as a temporary one. */
    CompletionStage<QueueState> require(String name) {
        return broker.find(name)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedStage(found.get())
                        : Stages.failed(missing(name)));
    }

    private JMSException missing(String name) {
        return new InvalidDestinationException(
                "There is no queue \"" + name + "\" at " + broker.peer()
                        + (settings.declares()
                                ? "; it has been deleted"
                                : ", and " + RabbitOptions.DECLARE + " is false; declare it, or set that option"),
                "RABBITMQ-404");
    }
}
