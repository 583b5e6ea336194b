package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.ReceiverSettleMode;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;

/**
 * The links of a connection that no session of the application owns, on an AMQP session of their own: those that keep
 * temporary nodes alive, and those that look for a subscription to delete it. Owned by the event loop.
 */
final class ServiceLinks {
    private static final int DELETED_REMEMBERED = 1_000;
    private static final Symbol[] GLOBAL_HINT = {Symbol.valueOf("shared"), Symbol.valueOf("global")};

    private final AmqpConnection connection;
    private final StandardDialect dialect;
    private final Subscriptions subscriptions;
    private final Session session;
    private final Requests requests;
    /** The link of each temporary node. */
    private final Map<Address, Sender> temporaries = new HashMap<>();

    /** Those deleted last: brokers that make what is missing would make them anew, for good. */
    private final Set<Address> deleted = new LinkedHashSet<>();

    private boolean ended;

    ServiceLinks(AmqpConnection connection, StandardDialect dialect, Subscriptions subscriptions) {
        this.connection = connection;
        this.dialect = dialect;
        this.subscriptions = subscriptions;
        this.session = connection.channels().next();
        this.requests = new Requests(connection.wire(), connection.settings());
        session.closeHandler(closed -> {
            connection.channels().ended(session);
            lost(Conditions.lost("the session for temporary nodes", connection.peer(), session.getRemoteCondition()));
        });
        session.open();
    }

    boolean isEnded() {
        return ended;
    }

    void lost(ConnectionLostException cause) {
        ended = true;
        temporaries.clear();
        requests.failAll(cause);
    }

    void createTemporary(Address.Kind kind, Completion<Address> completion) {
        String operation = "create a temporary " + (kind.isQueue() ? "queue" : "topic");
        Sender link = session.sender(connection.nextLinkName("temporary"));
        Request<Address> request = request(operation, completion).onTimeout(link::close);
        link.setSource(new Source())
                .setTarget(dialect.temporaryTarget(kind))
                .setSenderSettleMode(SenderSettleMode.UNSETTLED)
                .setReceiverSettleMode(ReceiverSettleMode.FIRST)
                .openHandler(opened -> temporaryOpened(opened, kind, request))
                .closeHandler(closed -> {
                    closed.close();
                    temporaries.values().remove(closed);
                    request.fail(Conditions.refused(operation, connection.peer(), closed.getRemoteCondition()));
                })
                .open();
    }

    private void temporaryOpened(Sender link, Address.Kind kind, Request<Address> request) {
        Target target = link.getRemoteTarget();
        String name = target == null ? null : target.getAddress();
        if (name != null && !request.isDone()) {
            Address address = new Address(kind, name);
            temporaries.put(address, link);
            request.complete(address);
        }
    }

    void deleteTemporary(Address address, Completion<Void> completion) {
        Sender link = temporaries.get(address);
        if (link == null) {
            Completion.done(completion);
            return;
        }
        String operation = "delete " + address;
        Request<Void> request = request(operation, completion);
        link.closeHandler(closed -> {
            temporaries.remove(address);
            if (closed.getRemoteCondition() == null) {
                noteDeleted(address);
                Request.done(request);
            } else {
                request.fail(Conditions.refused(operation, connection.peer(), closed.getRemoteCondition()));
            }
        });
        link.close();
    }

    private void noteDeleted(Address address) {
        if (deleted.size() == DELETED_REMEMBERED) {
            deleted.remove(deleted.iterator().next());
        }
        deleted.add(address);
    }

    /** True for a temporary destination that this connection had and deleted. */
    boolean hasDeleted(Address address) {
        return deleted.contains(address);
    }

    /** Attaches to the subscription without naming a source, which only finds one that exists, then closes the link. */
    void unsubscribe(String name, Completion<Void> completion) {
        String operation = "unsubscribe \"" + name + '"';
        if (subscriptions.isActive(name)) {
            completion.failed(new IllegalStateException(
                    "Cannot " + operation + ": the subscription has a consumer on this connection; close that first",
                    Subscriptions.SUBSCRIBED));
            return;
        }
        Receiver link = session.receiver(subscriptions.durableLinkName(name));
        Request<Void> request = request(operation, completion).onTimeout(link::detach);
        if (!subscriptions.hasClientId()) {
            link.setDesiredCapabilities(GLOBAL_HINT);
        }
        link.setTarget(new Target())
                .setSenderSettleMode(SenderSettleMode.UNSETTLED)
                .setReceiverSettleMode(ReceiverSettleMode.FIRST)
                .openHandler(found -> {
                    if (found.getRemoteSource() != null) {
                        found.close();
                    }
                })
                .closeHandler(closed -> unsubscribed(closed, name, operation, request))
                .detachHandler(detached -> unsubscribed(detached, name, operation, request))
                .open();
    }

    private void unsubscribed(Receiver link, String name, String operation, Request<Void> request) {
        boolean found = link.getRemoteSource() != null;
        boolean refused = link.getRemoteCondition() != null;
        link.close();
        if (found && !refused) {
            subscriptions.deleted(name);
            Request.done(request);
        } else if (found || (refused && !Conditions.is(link.getRemoteCondition(), "amqp:not-found"))) {
            request.fail(Conditions.refused(operation, connection.peer(), link.getRemoteCondition()));
        } else {
            subscriptions.deleted(name);
            request.fail(new InvalidDestinationException(
                    "Cannot " + operation + ": there is no such durable subscription for this client identifier"
                            + Conditions.describe(link.getRemoteCondition()),
                    "AMQP-NO-SUBSCRIPTION"));
        }
    }

    private <T> Request<T> request(String operation, Completion<T> completion) {
        return requests.begin(operation, ClientOptions.REQUEST_TIMEOUT, completion);
    }
}
