package io.anyqueue.amqp;

import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.util.Locale;

/** Chooses the dialect of a peer: what the option names, else what the peer says of itself. */
final class Dialects {

    private Dialects() {}

    static Dialect forPeer(Peer peer, Settings settings) throws JMSException {
        String product = peer.product();
        boolean rabbit = product != null && product.toLowerCase(Locale.ROOT).contains("rabbitmq");
        if (rabbit && settings.get(AmqpOptions.DIALECT) == DialectName.AUTO) {
            throw new JMSException(
                    "Cannot open the connection: " + peer
                            + " needs the RabbitMQ dialect, which this version of AnyQueue"
                            + " does not have yet; use Artemis, Qpid Broker-J or another peer of the standard dialect",
                    "AMQP-DIALECT");
        }
        return new StandardDialect(peer);
    }
}
