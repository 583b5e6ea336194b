package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions as queues that are bound to the topic exchange. What a named one was made for stands in arguments of its
 * queue, which the broker keeps and does not compare. Owned by the event loop.
 */
final class RabbitSubscriptions {
    private static final String TOPIC = "x-jms-topic";
    private static final String FILTER = "x-jms-filter";
    private static final String SHARED = "x-jms-shared";
    private static final String PASSING = "jms.ns.";
    private static final String SHARED_PASSING = "jms.sns.";
    /** How long a shared subscription that is not durable waits for its first consumer. */
    private static final long UNUSED_MILLIS = 60_000;

    /** A named subscription that has receivers here. */
    private static final class Active {
        private final Address topic;
        private final ReceiverSpec.Subscription subscription;
        private int receivers;

        Active(Address topic, ReceiverSpec.Subscription subscription) {
            this.topic = topic;
            this.subscription = subscription;
        }

        boolean isSame(Address otherTopic, ReceiverSpec.Subscription other) {
            return topic.equals(otherTopic) && subscription.clientTerms().equals(other.clientTerms());
        }
    }

    private final RabbitBroker broker;
    private final RabbitQueues queues;
    private final RabbitSettings settings;
    private final String client;
    private final Map<String, Active> active = new HashMap<>();

    RabbitSubscriptions(RabbitBroker broker, RabbitQueues queues, RabbitSettings settings, @Nullable String clientId) {
        this.broker = broker;
        this.queues = queues;
        this.settings = settings;
        this.client = clientId == null ? "" : UriSegments.encodeWithDots(clientId);
    }

    /**
     * Makes or finds the queue of a subscription; completes with its name. {@link #ended} follows for a named one, also
     * after a failure of the link; not after a failure of this.
     */
    CompletionStage<String> begin(Address topic, ReceiverSpec.@Nullable Subscription subscription) {
        if (subscription == null) {
            String queue = PASSING + UUID.randomUUID();
            return declare(queue, topic, QueueDefinition.exclusive(true));
        }
        String queue = queueOf(subscription);
        Active present = active.get(queue);
        JMSException conflict = present == null ? null : conflict(present, topic, subscription);
        if (conflict != null) {
            return Stages.failed(conflict);
        }
        Active used = present == null ? new Active(topic, subscription) : present;
        active.put(queue, used);
        used.receivers++;
        return find(queue, topic, subscription).whenComplete((name, failure) -> {
            if (failure != null) {
                forget(queue);
            }
        });
    }

    private static @Nullable JMSException conflict(
            Active present, Address topic, ReceiverSpec.Subscription subscription) {
        String operation = "Cannot subscribe \"" + subscription.name() + "\" to " + topic + ": ";
        if (!present.subscription.shared() || !subscription.shared()) {
            return new IllegalStateException(
                    operation + "it has a consumer on this connection and is "
                            + (present.subscription.shared() ? "shared" : "not shared") + "; close that consumer first",
                    Subscriptions.SUBSCRIBED);
        }
        return present.isSame(topic, subscription)
                ? null
                : new IllegalStateException(
                        operation + "it has consumers with another topic or selector, on " + present.topic,
                        Subscriptions.SUBSCRIBED);
    }

    /** A receiver of a named subscription has ended. */
    void ended(String queue) {
        forget(queue);
    }

    /**
     * True where a message was rejected because the queue of a subscription that is not durable went with its last consumer: the
     * broker may have given the message to other subscriptions.
     */
    static boolean hasJustEnded(@Nullable ErrorCondition rejection) {
        String reason = rejection == null ? null : rejection.getDescription();
        return reason != null && (reason.contains("queue '" + PASSING) || reason.contains("queue '" + SHARED_PASSING));
    }

    CompletionStage<Void> unbind(String queue, String topic) {
        return broker.unbind(settings.topicExchange(), queue, topic);
    }

    private void forget(String queue) {
        Active present = active.get(queue);
        if (present != null && --present.receivers == 0) {
            active.remove(queue);
        }
    }

    private String queueOf(ReceiverSpec.Subscription subscription) {
        return subscription.durable()
                ? durableQueue(subscription.name())
                : SHARED_PASSING + client + '.' + UriSegments.encodeWithDots(subscription.name());
    }

    /** Shared and unshared ones have one name space (section 8.3.3). */
    private String durableQueue(String name) {
        return "jms.ds." + client + '.' + UriSegments.encodeWithDots(name);
    }

    private CompletionStage<String> find(String queue, Address topic, ReceiverSpec.Subscription subscription) {
        return broker.find(queue).thenCompose(found -> {
            if (found.isEmpty()) {
                return declare(queue, topic, definition(topic, subscription));
            }
            QueueState state = found.get();
            JMSException conflict = conflict(state, topic, subscription);
            if (conflict != null) {
                return Stages.failed(conflict);
            }
            if (!isSame(state, topic, subscription)) {
                return broker.delete(queue).thenCompose(done -> declare(queue, topic, definition(topic, subscription)));
            }
            boolean stale = !subscription.durable() && state.consumers() == 0 && state.messages() > 0;
            CompletionStage<Void> clean = stale ? broker.purge(queue) : broker.nothing();
            return clean.thenCompose(done -> bind(queue, topic));
        });
    }

    private static @Nullable JMSException conflict(
            QueueState state, Address topic, ReceiverSpec.Subscription subscription) {
        String operation = "Cannot subscribe \"" + subscription.name() + "\" to " + topic + ": ";
        boolean shared = Boolean.parseBoolean(state.argument(SHARED));
        if (subscription.durable() && shared != subscription.shared()) {
            return new IllegalStateException(
                    operation + "a durable subscription of that name exists and is "
                            + (shared ? "shared" : "not shared") + "; unsubscribe it, or use another name",
                    Subscriptions.SUBSCRIBED);
        }
        return state.consumers() == 0 || isSame(state, topic, subscription)
                ? null
                : new IllegalStateException(
                        operation + "it has consumers with another topic or selector, on "
                                + Address.topic(state.argument(TOPIC)),
                        Subscriptions.SUBSCRIBED);
    }

    private static boolean isSame(QueueState state, Address topic, ReceiverSpec.Subscription subscription) {
        return state.argument(TOPIC).equals(topic.name())
                && state.argument(FILTER).equals(subscription.clientTerms());
    }

    private QueueDefinition definition(Address topic, ReceiverSpec.Subscription subscription) {
        QueueDefinition plain = subscription.durable()
                ? QueueDefinition.ofSubscription(settings)
                : QueueDefinition.passing(UNUSED_MILLIS);
        return plain.with(Map.of(
                TOPIC,
                topic.name(),
                FILTER,
                subscription.clientTerms(),
                SHARED,
                String.valueOf(subscription.shared())));
    }

    private CompletionStage<String> declare(String queue, Address topic, QueueDefinition definition) {
        boolean lasting = definition.durable() && !definition.autoDelete();
        CompletionStage<Void> declared =
                lasting ? queues.declareLasting(queue, definition) : broker.declare(queue, definition);
        return declared.thenCompose(done -> bind(queue, topic));
    }

    private CompletionStage<String> bind(String queue, Address topic) {
        return broker.bind(settings.topicExchange(), queue, topic.name(), Map.of())
                .thenApply(done -> queue);
    }

    CompletionStage<Void> unsubscribe(String name) {
        String operation = "Cannot unsubscribe \"" + name + "\": ";
        String queue = durableQueue(name);
        if (active.containsKey(queue)) {
            return Stages.failed(consumed(operation));
        }
        return broker.find(queue).thenCompose(found -> {
            if (found.isEmpty()) {
                return Stages.failed(new InvalidDestinationException(
                        operation + "there is no such durable subscription for this client identifier",
                        "AMQP-NO-SUBSCRIPTION"));
            }
            return found.get().consumers() > 0 ? Stages.<Void>failed(consumed(operation)) : broker.delete(queue);
        });
    }

    private static JMSException consumed(String operation) {
        return new IllegalStateException(
                operation + "the subscription has a consumer; close that first", Subscriptions.SUBSCRIBED);
    }
}
