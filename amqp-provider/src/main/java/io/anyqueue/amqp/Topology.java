package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ReceiverSpec;

/**
 * How one connection expresses Jakarta Messaging in the nodes of its peer: what a family of brokers calls queues, topics and
 * subscriptions, and what has to be made there before a link can attach. Owned by the event loop; completions are called on it,
 * perhaps at once.
 */
interface Topology {

    /** What the peer can do. */
    Capabilities capabilities();

    /** How messages name addresses; for use by any thread. */
    MessageMapping messages();

    /** Does what the peer needs once for the connection, after it has opened it. */
    void open(Completion<Void> completion);

    /** Finds out where a sender to that address sends to, and makes it where it is missing and may be made. */
    void prepareSender(Address address, Completion<SenderPlan> completion);

    /** Like {@link #prepareSender}, for messages that are due so many milliseconds after being sent. */
    void prepareDelayed(Address address, long millis, Completion<SenderPlan> completion);

    /** Finds out where a receiver receives from. Whoever gets the plan calls {@link ReceiverLife#ended} once. */
    void prepareReceiver(ReceiverSpec spec, Completion<ReceiverPlan> completion);

    void createTemporary(Address.Kind kind, Completion<Address> completion);

    /** Makes one again, under its former name where the peer allows that. */
    void recreateTemporary(Address former, Completion<Address> completion);

    void deleteTemporary(Address address, Completion<Void> completion);

    void unsubscribe(String subscriptionName, Completion<Void> completion);

    /** Gives back what {@link #open} took, then runs {@code then}, which closes the connection. */
    void close(Runnable then);

    /** The connection has ended: requests under way fail. */
    void lost(ConnectionLostException cause);
}
