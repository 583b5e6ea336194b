package io.anyqueue.amqp;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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

    /** The queue, which is there now, or about which the broker tells nothing. */
    CompletionStage<QueueState> ensure(StreamName name) {
        return look(name.queue()).thenCompose(found -> {
            if (found.isPresent()) {
                return CompletableFuture.completedStage(found.get());
            }
            return settings.declares() ? declare(name) : Stages.failed(missing(name.queue()));
        });
    }

    /** Empty where there is no such queue. Who may not look, or gets no answer, may still be allowed to send and receive. */
    private CompletionStage<Optional<QueueState>> look(String queue) {
        return broker.find(queue)
                .handle((found, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(found);
                    }
                    JMSException cause = Stages.cause(failure);
                    boolean untold = cause instanceof JMSSecurityException || Request.isTimeout(cause);
                    return untold
                            ? CompletableFuture.completedStage(Optional.of(QueueState.unknown(cause)))
                            : Stages.<Optional<QueueState>>failed(cause);
                })
                .thenCompose(stage -> stage);
    }

    private CompletionStage<QueueState> declare(StreamName name) {
        RabbitOptions.QueueType type = name.offset() == null ? settings.queueType() : RabbitOptions.QueueType.STREAM;
        boolean ordinary = !deadLetters.is(name.queue());
        CompletionStage<Void> declared = ordinary
                ? declareLasting(name.queue(), QueueDefinition.ofApplication(settings, type))
                : broker.declare(name.queue(), QueueDefinition.ofDeadLetters());
        // Another client may have declared it meanwhile, in its own way, which is as good.
        return declared.handle((done, failure) -> failure)
                .thenCompose(failure -> broker.find(name.queue()).thenCompose(found -> orFailed(name, found, failure)));
    }

    private CompletionStage<QueueState> orFailed(
            StreamName name, Optional<QueueState> found, @Nullable Throwable failure) {
        if (found.isPresent()) {
            return CompletableFuture.completedStage(found.get().asNew());
        }
        return Stages.failed(failure == null ? missing(name.queue()) : undeclared(name.queue(), Stages.cause(failure)));
    }

    /** What stands in the way may be the dead-letter queue, so the failure names the queue that was wanted too. */
    private static JMSException undeclared(String name, JMSException cause) {
        if (!(cause instanceof JMSSecurityException)) {
            return cause;
        }
        JMSSecurityException failure = new JMSSecurityException(
                "There is no queue \"" + name + "\", and this user may not declare it with what belongs to it: "
                        + cause.getMessage(),
                cause.getErrorCode());
        failure.initCause(cause);
        return failure;
    }

    /** Declares a queue with a dead-letter queue. */
    CompletionStage<Void> declareLasting(String name, QueueDefinition definition) {
        return deadLetters.ready().thenCompose(ready -> broker.declare(name, definition));
    }

    /** A queue that others make, such as a temporary one. */
    CompletionStage<QueueState> require(String name) {
        return look(name)
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
