package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of brokers that follow the JMS mapping: they make what is missing when a link attaches, so there is nothing to
 * prepare. Owned by the event loop.
 */
final class StandardTopology implements Topology {
    private final AmqpConnection connection;
    private final StandardDialect dialect;
    private final Subscriptions subscriptions;
    private @Nullable ServiceLinks serviceLinks;

    StandardTopology(AmqpConnection connection, Peer peer, boolean hasClientId) {
        this.connection = connection;
        this.dialect = new StandardDialect(peer);
        this.subscriptions = new Subscriptions(hasClientId);
    }

    @Override
    public Capabilities capabilities() {
        return dialect.capabilities();
    }

    @Override
    public MessageMapping messages() {
        return dialect;
    }

    @Override
    public void open(Completion<Void> completion) {
        Completion.done(completion);
    }

    @Override
    public void prepareSender(Address address, Completion<SenderPlan> completion) {
        if (refusesDeleted("open a sender to ", address, completion)) {
            return;
        }
        SenderPlan.Delays delays = dialect.delaysEverywhere() ? SenderPlan.Delays.PEER : SenderPlan.Delays.OFFERED;
        completion.completed(new SenderPlan(dialect.target(address), false, delays));
    }

    private boolean refusesDeleted(String operation, Address address, Completion<?> completion) {
        ServiceLinks present = serviceLinks;
        boolean refused = address.kind().isTemporary() && present != null && present.hasDeleted(address);
        if (refused) {
            completion.failed(new InvalidDestinationException(
                    "Cannot " + operation + address + ": this connection has deleted it; create another",
                    "AMQP-DELETED"));
        }
        return refused;
    }

    @Override
    public void prepareDelayed(Address address, long millis, Completion<SenderPlan> completion) {
        prepareSender(address, completion);
    }

    @Override
    public void prepareReceiver(ReceiverSpec spec, Completion<ReceiverPlan> completion) {
        if (refusesDeleted("open a receiver on ", spec.address(), completion)) {
            return;
        }
        ReceiverSpec.Subscription subscription = spec.subscription();
        ReceiverPlan plan;
        try {
            plan = subscription == null
                    ? new ReceiverPlan(connection.nextLinkName("receiver"), source(spec), false, ReceiverLife.NOTHING)
                    : new ReceiverPlan(
                            subscriptions.add(spec, subscription),
                            source(spec),
                            subscription.durable(),
                            lifeOf(subscription));
        } catch (JMSException e) {
            completion.failed(e);
            return;
        }
        completion.completed(plan);
    }

    private ReceiverLife lifeOf(ReceiverSpec.Subscription subscription) {
        return new ReceiverLife() {
            @Override
            public void opened() {
                subscriptions.opened(subscription);
            }

            @Override
            public void ended(boolean attached, Runnable then) {
                subscriptions.removed(subscription);
                then.run();
            }
        };
    }

    private org.apache.qpid.protonj2.types.messaging.Source source(ReceiverSpec spec) {
        return dialect.source(spec, subscriptions.hasClientId());
    }

    @Override
    public void createTemporary(Address.Kind kind, Completion<Address> completion) {
        serviceLinks().createTemporary(kind, completion);
    }

    @Override
    public void recreateTemporary(Address former, Completion<Address> completion) {
        createTemporary(former.kind(), completion);
    }

    @Override
    public void deleteTemporary(Address address, Completion<Void> completion) {
        serviceLinks().deleteTemporary(address, completion);
    }

    @Override
    public void unsubscribe(String subscriptionName, Completion<Void> completion) {
        serviceLinks().unsubscribe(subscriptionName, completion);
    }

    private ServiceLinks serviceLinks() {
        ServiceLinks present = serviceLinks;
        if (present == null || present.isEnded()) {
            present = new ServiceLinks(connection, dialect, subscriptions);
            serviceLinks = present;
        }
        return present;
    }

    @Override
    public void close(Runnable then) {
        then.run();
    }

    @Override
    public void lost(ConnectionLostException cause) {
        ServiceLinks service = serviceLinks;
        if (service != null) {
            service.lost(cause);
        }
    }
}
