package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Messaging on RabbitMQ: queues are queues, topics are routing keys of one topic exchange, subscriptions are queues
 * bound to it, temporary queues are exclusive ones, and a client identifier is held by an exclusive queue. Owned by the
 * event loop.
 */
final class RabbitTopology implements Topology {
    private final AmqpConnection connection;
    private final RabbitSettings settings;
    private final RabbitMapping mapping;
    private final RabbitBroker broker;
    private final RabbitQueues queues;
    private final RabbitSubscriptions subscriptions;
    private final RabbitReceivers receivers;
    private final @Nullable String clientId;
    private @Nullable CompletionStage<Void> topicExchange;

    RabbitTopology(AmqpConnection connection, RabbitPeer peer, @Nullable String clientId) {
        this.connection = connection;
        this.settings = RabbitSettings.of(connection.settings());
        this.mapping = new RabbitMapping(settings.topicExchange(), peer.countsOnClassicQueues());
        this.broker = new RabbitBroker(connection);
        this.queues = new RabbitQueues(broker, settings);
        this.subscriptions = new RabbitSubscriptions(broker, queues, settings, clientId);
        this.receivers = new RabbitReceivers(connection, peer, settings);
        this.clientId = clientId;
    }

    @Override
    public Capabilities capabilities() {
        Set<Capability> present = new LinkedHashSet<>(List.of(
                Capability.TOPICS,
                Capability.DURABLE_SUBSCRIPTIONS,
                Capability.SHARED_SUBSCRIPTIONS,
                Capability.TEMPORARY_QUEUES,
                Capability.TEMPORARY_TOPICS,
                Capability.DELIVERY_DELAY,
                Capability.PRIORITY,
                Capability.EXPIRY,
                // Streams, and queues whose links offer it; any other refuses when the receiver is opened.
                Capability.QUEUE_SELECTORS,
                Capability.UNIQUE_CLIENT_ID));
        if (settings.browsers() != RabbitOptions.Browsers.REFUSED) {
            present.add(Capability.BROWSERS);
        }
        return Capabilities.of(present);
    }

    @Override
    public MessageMapping messages() {
        return mapping;
    }

    @Override
    public void open(Completion<Void> completion) {
        String id = clientId;
        if (id == null) {
            Completion.done(completion);
            return;
        }
        Stages.deliver(
                broker.declare(lockOf(id), QueueDefinition.exclusive(false)),
                Stages.completion(
                        completion::completed,
                        failure -> completion.failed(
                                failure instanceof jakarta.jms.IllegalStateException ? inUse(id, failure) : failure)));
    }

    private static String lockOf(String clientId) {
        return "jms.clientid." + UriSegments.encodeWithDots(clientId);
    }

    private InvalidClientIDException inUse(String id, JMSException cause) {
        InvalidClientIDException failure = new InvalidClientIDException(
                "Cannot open the connection: another connection to " + broker.peer() + " holds the client identifier \""
                        + id + '"',
                "RABBITMQ-CLIENT-ID");
        failure.initCause(cause);
        return failure;
    }

    /** The lock would go with the connection, but a moment later than the close is answered. */
    @Override
    public void close(Runnable then) {
        if (clientId == null) {
            then.run();
        } else {
            Stages.deliver(
                    broker.delete(lockOf(clientId)), Stages.completion(done -> then.run(), failure -> then.run()));
        }
    }

    @Override
    public void prepareSender(Address address, Completion<SenderPlan> completion) {
        Target target = new Target().setAddress(mapping.toWire(address));
        if (refusesName(address, completion)) {
            return;
        }
        CompletionStage<SenderPlan> plan;
        if (address.kind().isTopic()) {
            plan = topicExchange().thenApply(done -> new SenderPlan(target, true, SenderPlan.Delays.REFUSED));
        } else if (address.kind().isTemporary()) {
            plan = queues.require(address.name())
                    .thenApply(queue -> new SenderPlan(target, false, SenderPlan.Delays.REFUSED, unanswered(queue)));
        } else {
            plan = queues.ensure(StreamName.of(address.name()))
                    .thenApply(queue -> new SenderPlan(target, false, SenderPlan.Delays.NODES, unanswered(queue)));
        }
        Stages.deliver(plan, completion);
    }

    /** Why nobody knows whether the queue exists, where a look got no answer in time; who may not look is told what the link tells. */
    private static @Nullable JMSException unanswered(QueueState queue) {
        JMSException cause = queue.untold();
        return cause != null && Request.isTimeout(cause) ? cause : null;
    }

    /** Encoded all the same, such a name would be that of another queue. */
    private static boolean refusesName(Address address, Completion<?> completion) {
        if (UriSegments.isEncodable(address.name())) {
            return false;
        }
        completion.failed(new InvalidDestinationException(
                "The name of " + address + " has half of a surrogate pair, which has no form in UTF-8; use another",
                "RABBITMQ-NAME"));
        return true;
    }

    @Override
    public void prepareDelayed(Address address, long millis, Completion<SenderPlan> completion) {
        String queue = StreamName.of(address.name()).queue();
        String delaying = "jms.delay." + UriSegments.encodeWithDots(queue) + '.' + millis;
        CompletionStage<?> ready = settings.declares()
                ? broker.declare(delaying, QueueDefinition.delaying(queue, millis))
                : queues.require(delaying);
        SenderPlan plan = new SenderPlan(
                new Target().setAddress(RabbitMapping.queue(delaying)), false, SenderPlan.Delays.REFUSED);
        Stages.deliver(ready.thenApply(done -> plan), completion);
    }

    /** Made once for a connection, unless it is one of the broker's own. */
    private CompletionStage<Void> topicExchange() {
        CompletionStage<Void> present = topicExchange;
        String name = settings.topicExchange();
        if (present == null || present.toCompletableFuture().isCompletedExceptionally()) {
            present = name.startsWith("amq.") || !settings.declares()
                    ? broker.nothing()
                    : broker.declareExchange(name, "topic");
            topicExchange = present;
        }
        return present;
    }

    @Override
    public void prepareReceiver(ReceiverSpec spec, Completion<ReceiverPlan> completion) {
        Address address = spec.address();
        if (refusesName(address, completion)) {
            return;
        }
        if (address.kind().isTopic()) {
            Stages.deliver(prepareSubscription(spec), completion);
        } else if (address.kind().isTemporary()) {
            StreamName name = new StreamName(address.name(), null);
            Stages.deliver(
                    queues.require(name.queue()).thenCompose(found -> prepareQueue(name, found, spec)), completion);
        } else {
            StreamName name = StreamName.of(address.name());
            Stages.deliver(queues.ensure(name).thenCompose(found -> prepareQueue(name, found, spec)), completion);
        }
    }

    private CompletionStage<ReceiverPlan> prepareSubscription(ReceiverSpec spec) {
        return topicExchange()
                .thenCompose(done -> subscriptions.begin(spec.address(), spec.subscription()))
                .thenApply(queue -> receivers.subscribed(
                        queue, new SubscriptionEnd(connection, broker, subscriptions, queue, spec)));
    }

    private CompletionStage<ReceiverPlan> prepareQueue(StreamName name, QueueState state, ReceiverSpec spec) {
        try {
            return CompletableFuture.completedStage(receivers.on(name, state, spec));
        } catch (JMSException e) {
            return Stages.failed(e);
        }
    }

    @Override
    public void createTemporary(Address.Kind kind, Completion<Address> completion) {
        String prefix = kind.isQueue() ? "jms.tq." : "jms.tt.";
        recreateTemporary(new Address(kind, prefix + UUID.randomUUID()), completion);
    }

    /** A temporary topic is a routing key that nobody else can guess, and needs nothing at the broker. */
    @Override
    public void recreateTemporary(Address former, Completion<Address> completion) {
        CompletionStage<Void> made = former.kind().isQueue()
                ? broker.declare(former.name(), QueueDefinition.exclusive(false))
                : topicExchange();
        Stages.deliver(made.thenApply(done -> former), completion);
    }

    @Override
    public void deleteTemporary(Address address, Completion<Void> completion) {
        Stages.deliver(address.kind().isQueue() ? broker.delete(address.name()) : broker.nothing(), completion);
    }

    @Override
    public void unsubscribe(String subscriptionName, Completion<Void> completion) {
        Stages.deliver(subscriptions.unsubscribe(subscriptionName), completion);
    }

    @Override
    public void lost(ConnectionLostException cause) {
        broker.lost(cause);
    }
}
