package io.anyqueue.spi;

import org.jspecify.annotations.Nullable;

/** One generation of a connection to a broker. Safe for use by any thread. */
public interface ProviderConnection {

    /**
     * Announces the client and learns what the peer can do. Called once, before anything else but {@link #close}.
     *
     * @param clientId null for none; one that is in use fails with {@link jakarta.jms.InvalidClientIDException}
     */
    void open(@Nullable String clientId, Completion<Capabilities> completion);

    /** What is known of the peer, such as {@code RabbitMQ 4.3.6}; for errors and metadata. */
    String peer();

    /** Opens a session, of whose loss the observer hears. */
    void openSession(SessionObserver observer, Completion<ProviderSession> completion);

    /** Creates a temporary node that only this connection may consume from; completes with its address. */
    void createTemporary(Address.Kind kind, Completion<Address> completion);

    /**
     * Makes a temporary node again after the connection that had it was lost; completes with its address, which is the former
     * one where the peer allows that, so that replies under way still find it.
     */
    default void recreateTemporary(Address former, Completion<Address> completion) {
        createTemporary(former.kind(), completion);
    }

    /** Deletes a temporary node of this connection; fails while it has receivers. */
    void deleteTemporary(Address address, Completion<Void> completion);

    /**
     * Deletes a durable subscription of this connection's client identifier, or a shared one without client identifier.
     * Fails with {@link jakarta.jms.InvalidDestinationException} where there is none and with
     * {@link jakarta.jms.IllegalStateException} where it has a receiver.
     */
    void unsubscribe(String subscriptionName, Completion<Void> completion);

    /** Closes it and all that belongs to it, and frees the client identifier. Idempotent; no loss is reported. */
    void close(Completion<Void> completion);
}
