package io.anyqueue.amqp;

import jakarta.jms.JMSException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A RabbitMQ that can be served, and what its version tells about it. Immutable.
 *
 * @param major 4 or more
 */
record RabbitPeer(Peer peer, int major, int minor) {
    private static final String MANAGEMENT = "LINK_PAIR_V1_0";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

    /** @throws JMSException where it is older than 4.0, whose AMQP 1.0 cannot carry Jakarta Messaging */
    static RabbitPeer of(Peer peer) throws JMSException {
        String version = peer.version();
        Matcher parts = VERSION.matcher(version == null ? "" : version);
        boolean known = parts.matches();
        int major = known ? Integer.parseInt(parts.group(1)) : 0;
        int minor = known ? Integer.parseInt(parts.group(2)) : 0;
        if (!peer.offers(MANAGEMENT) || (known && major < 4)) {
            throw new JMSException(
                    "Cannot open the connection: " + peer + " is not supported over AMQP 1.0; RabbitMQ 4.0 or later is"
                            + " required" + (peer.offers(MANAGEMENT) ? "" : " (" + MANAGEMENT + " is not offered)"),
                    "AMQP-RABBITMQ-VERSION");
        }
        return new RabbitPeer(peer, known ? major : 4, minor);
    }

    /** True where a classic queue counts failed deliveries, so that nothing else need be read as a redelivery. */
    boolean countsOnClassicQueues() {
        return isAtLeast(4, 3);
    }

    /** True where a quorum queue counts every message that comes back as a failure towards its delivery limit. */
    boolean countsEveryReturn() {
        return !isAtLeast(4, 3);
    }

    /** True where consumers of streams can give a filter expression. */
    boolean filtersStreams() {
        return isAtLeast(4, 2);
    }

    private boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
