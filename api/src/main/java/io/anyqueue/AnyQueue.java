package io.anyqueue;

import io.anyqueue.internal.client.AcknowledgementMode;
import io.anyqueue.internal.jms.JmsConnection;
import io.anyqueue.internal.jms.JmsContext;
import io.anyqueue.spi.Capabilities;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;

/**
 * The entry point: connection factories for the broker that a URL, or the configuration around the application, names.
 *
 * <pre>{@code
 * ConnectionFactory factory = AnyQueue.connectionFactory();                  // from configuration
 * ConnectionFactory factory = AnyQueue.connectionFactory("inmemory:orders"); // from a URL
 * ConnectionFactory factory = AnyQueue.named("orders");                      // from anyqueue.orders.url
 * }</pre>
 *
 * <p>Where no URL is given, it is the first of: the system property {@code anyqueue.url}, the environment variable
 * {@code ANYQUEUE_URL}, the key {@code anyqueue.url} of a file {@code anyqueue.properties} on the class path. Each option
 * is then the first of: the builder's, the one in the URL's query, the system property {@code anyqueue.<option>}, the
 * environment variable {@code ANYQUEUE_<OPTION>}, the file's key. There is no broker by default.
 *
 * <p>Stateless. Every method fails with {@link io.anyqueue.spi.ConfigurationException} where the configuration cannot
 * be used; none of them connects.
 */
public final class AnyQueue {

    /**
     * The session mode in which {@code Message.acknowledge} acknowledges that message alone: an extension to the modes of
     * {@link jakarta.jms.Session}, for {@code createSession(int)} and {@code createContext(int)}.
     */
    public static final int INDIVIDUAL_ACKNOWLEDGE = AcknowledgementMode.INDIVIDUAL_ACKNOWLEDGE;

    private AnyQueue() {}

    /** A factory for the broker that the configuration names. */
    public static AnyQueueConnectionFactory connectionFactory() {
        return builder().build();
    }

    /** A factory for the broker at a URL, with the options of its query. */
    public static AnyQueueConnectionFactory connectionFactory(String url) {
        return builder(url).build();
    }

    /**
     * A factory for one of several brokers that the configuration names: {@code anyqueue.<name>.url}. Options come from
     * {@code anyqueue.<name>.<option>}, then from {@code anyqueue.<option>}.
     *
     * @param name letters, digits, hyphens and underscores
     */
    public static AnyQueueConnectionFactory named(String name) {
        return builder().named(name).build();
    }

    /**
     * What a connection can really do: declared by its provider, negotiated with the broker, emulation included. Opens the
     * connection, which fixes its client identifier; blocks.
     *
     * @throws IllegalArgumentException for a connection that is not AnyQueue's own, such as a pool's wrapper
     * @throws JMSException where the connection is closed or cannot be opened
     */
    public static Capabilities capabilities(Connection connection) throws JMSException {
        if (connection instanceof JmsConnection ours) {
            return ours.capabilities();
        }
        throw notOurs("connection", connection);
    }

    /**
     * As {@link #capabilities(Connection)}, for a context.
     *
     * @throws jakarta.jms.JMSRuntimeException where the context is closed or cannot be opened
     */
    public static Capabilities capabilities(JMSContext context) {
        if (context instanceof JmsContext ours) {
            return ours.capabilities();
        }
        throw notOurs("context", context);
    }

    private static IllegalArgumentException notOurs(String what, Object found) {
        return new IllegalArgumentException("capabilities: expected a " + what + " made by AnyQueue, found "
                + found.getClass().getName() + "; unwrap it first");
    }

    /** For a factory with options set in code. */
    public static AnyQueueConnectionFactory.Builder builder() {
        return new AnyQueueConnectionFactory.Builder();
    }

    /** For a factory with a URL and options set in code. */
    public static AnyQueueConnectionFactory.Builder builder(String url) {
        return builder().url(url);
    }
}
