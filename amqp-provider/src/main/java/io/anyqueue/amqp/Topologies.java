package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectRequest;
import jakarta.jms.JMSException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the topology of a peer: what the option {@code dialect} names, else what the peer says of itself. */
final class Topologies {
    private static final String VHOST = "vhost:";

    private Topologies() {}

    /**
     * @param plainVhost a virtual host that was named and announced as it is
     * @throws JMSException where the peer is one that cannot be served
     */
    static Topology forPeer(
            AmqpConnection connection, Peer peer, @Nullable String clientId, @Nullable String plainVhost)
            throws JMSException {
        DialectName name = connection.settings().get(AmqpOptions.DIALECT);
        if (name == DialectName.STANDARD || (name == DialectName.AUTO && !isRabbit(peer))) {
            return new StandardTopology(connection, peer, clientId != null);
        }
        RabbitPeer rabbit = RabbitPeer.of(peer);
        if (plainVhost != null) {
            // It would have been ignored: messages would go to another virtual host than the one that was named.
            throw new JMSException(
                    "Cannot open the connection to the virtual host \"" + plainVhost + "\": " + peer
                            + " was not recognised before the virtual host had to be named; set dialect=rabbitmq",
                    "AMQP-RABBITMQ-VHOST");
        }
        return new RabbitTopology(connection, rabbit, clientId);
    }

    /** What is announced for a virtual host; RabbitMQ takes no other form, and is known by a mechanism that only it has. */
    static String announced(String vhost, ConnectRequest request, boolean offersAmqPlain) {
        DialectName name = request.settings().get(AmqpOptions.DIALECT);
        boolean rabbit = name == DialectName.RABBITMQ || (name == DialectName.AUTO && offersAmqPlain);
        return rabbit && !vhost.startsWith(VHOST) ? VHOST + vhost : vhost;
    }

    /** True where RabbitMQ would understand the form. */
    static boolean isRabbitForm(String announced) {
        return announced.startsWith(VHOST);
    }

    private static boolean isRabbit(Peer peer) {
        String product = peer.product();
        return product != null && product.toLowerCase(Locale.ROOT).contains("rabbitmq");
    }
}
