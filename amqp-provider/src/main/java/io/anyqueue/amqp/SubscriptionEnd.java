package io.anyqueue.amqp;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ReceiverSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a receiver of a subscription. A queue that goes with its consumer goes a moment after it, and RabbitMQ ends the
 * links of those who publish to it in that moment; so it is unbound before, or, where others may share it, waited for.
 * Owned by the event loop.
 */
final class SubscriptionEnd implements ReceiverLife {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int LOOKS = 50;

    private final AmqpConnection connection;
    private final RabbitBroker broker;
    private final RabbitSubscriptions subscriptions;
    private final String queue;
    private final String topic;
    private final ReceiverSpec.@Nullable Subscription subscription;

    SubscriptionEnd(
            AmqpConnection connection,
            RabbitBroker broker,
            RabbitSubscriptions subscriptions,
            String queue,
            ReceiverSpec spec) {
        this.connection = connection;
        this.broker = broker;
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.topic = spec.address().name();
        this.subscription = spec.subscription();
    }

    @Override
    public void closing(Runnable then) {
        if (subscription == null) {
            Stages.deliver(subscriptions.unbind(queue, topic), whatever(then));
        } else {
            then.run();
        }
    }

    @Override
    public void ended(boolean attached, Runnable then) {
        ReceiverSpec.Subscription named = subscription;
        if (named != null) {
            subscriptions.ended(queue);
            if (named.durable()) {
                then.run();
            } else {
                awaitGone(LOOKS, then);
            }
        } else if (attached) {
            then.run();
        } else {
            Stages.deliver(broker.delete(queue), whatever(then));
        }
    }

    /** Until the queue is gone, or is kept by others. */
    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled: it ends with the wire
    private void awaitGone(int looks, Runnable then) {
        Stages.deliver(
                broker.find(queue),
                Stages.completion(
                        found -> {
                            if (found.isPresent() && found.get().consumers() == 0 && looks > 0) {
                                connection.wire().schedule(PAUSE, () -> awaitGone(looks - 1, then));
                            } else {
                                then.run();
                            }
                        },
                        failure -> then.run()));
    }

    /** A failure changes nothing: the queue goes with the connection at the latest. */
    private static Completion<Void> whatever(Runnable then) {
        return Stages.completion(done -> then.run(), failure -> then.run());
    }
}
