package io.anyqueue.spi;

/**
 * Hears when a connection is lost and when it has been made again. An application hands it to the builder of a
 * connection factory; each connection of that factory reports to it. When recovery is given up, that is reported to
 * {@link jakarta.jms.ExceptionListener} and not here.
 *
 * <p>Called on a thread of the library and never under a lock, the events of one connection one at a time and in
 * order. A call may use the JMS objects but must not wait for the connection to be restored: a slow listener holds back
 * the events that follow. What it throws is logged and otherwise ignored.
 */
public interface ConnectionStateListener {

    /**
     * The connection was lost; recovery begins.
     *
     * @param connection the connection's name, unique in this JVM, as it stands in log lines
     * @param cause what the provider reported
     */
    default void connectionLost(String connection, Throwable cause) {}

    /**
     * The connection is usable again, with its sessions, consumers and producers.
     *
     * @param connection the connection's name, as given to {@link #connectionLost}
     */
    default void connectionRestored(String connection) {}
}
