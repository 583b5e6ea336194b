package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.SessionObserver;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that goes where its peer sends it: a peer that refuses to open it, or that closes it later, may name another host.
 * The same is begun anew there, under the same scheme and login, so encrypted stays encrypted. Owned by its caller, for use by
 * any thread.
 */
final class RedirectableConnection implements ProviderConnection {
    /** Beyond so many it is a circle. */
    private static final int MOST_HOPS = 5;

    private final ConnectRequest request;
    private final String version;
    private final ConnectionObserver observer;

    private volatile Hop current;
    private volatile boolean closed;

    RedirectableConnection(ConnectRequest request, String version, ConnectionObserver observer) {
        this.request = request;
        this.version = version;
        this.observer = observer;
        Redirect redirect = Redirect.after(request.loss());
        this.current = new Hop(redirect == null ? request : requestTo(redirect));
    }

    /** The connection to one host; its loss counts for as long as no other has taken its place. */
    private final class Hop implements ConnectionObserver {
        private final AmqpConnection connection;
        private volatile boolean left;

        Hop(ConnectRequest to) {
            connection = new AmqpConnection(to, version, this);
        }

        @Override
        public void connectionLost(ConnectionLostException cause) {
            if (!left) {
                observer.connectionLost(cause);
            }
        }
    }

    void connect(Completion<ProviderConnection> completion) {
        current.connection.connect(Stages.completion(done -> completion.completed(this), completion::failed));
    }

    @Override
    public void open(@Nullable String clientId, Completion<Capabilities> completion) {
        open(clientId, completion, MOST_HOPS);
    }

    private void open(@Nullable String clientId, Completion<Capabilities> completion, int hopsLeft) {
        Hop hop = current;
        hop.connection.open(clientId, Stages.completion(completion::completed, cause -> {
            if (cause instanceof Redirect redirect && hopsLeft > 0 && !closed) {
                hop.left = true;
                follow(redirect, clientId, completion, hopsLeft - 1);
            } else {
                completion.failed(
                        cause instanceof Redirect redirect ? redirect.notFollowed(MOST_HOPS - hopsLeft) : cause);
            }
        }));
    }

    private void follow(
            Redirect redirect, @Nullable String clientId, Completion<Capabilities> completion, int hopsLeft) {
        Hop next = new Hop(requestTo(redirect));
        next.connection.connect(Stages.completion(
                connected -> {
                    current = next;
                    if (closed) {
                        next.connection.close(Stages.ignoring());
                    }
                    open(clientId, completion, hopsLeft);
                },
                cause -> completion.failed(unreachable(redirect, cause))));
    }

    private ConnectRequest requestTo(Redirect redirect) {
        String vhost = redirect.vhost();
        Settings settings = vhost == null
                ? request.settings()
                : request.settings().with(AmqpOptions.VHOST, vhost, "redirect of the broker");
        return new ConnectRequest(
                request.url(),
                redirect.host(),
                request.user(),
                request.password(),
                settings,
                request.recovery(),
                request.connectionName());
    }

    private static JMSException unreachable(Redirect redirect, JMSException cause) {
        String text = redirect.getMessage() + ", which failed: " + cause.getMessage();
        JMSException failure = cause instanceof JMSSecurityException
                ? new JMSSecurityException(text, cause.getErrorCode())
                : new JMSException(text, cause.getErrorCode());
        failure.initCause(cause);
        failure.setLinkedException(cause);
        return failure;
    }

    @Override
    public String peer() {
        return current.connection.peer();
    }

    @Override
    public void openSession(SessionObserver sessionObserver, Completion<ProviderSession> completion) {
        current.connection.openSession(sessionObserver, completion);
    }

    @Override
    public void createTemporary(Address.Kind kind, Completion<Address> completion) {
        current.connection.createTemporary(kind, completion);
    }

    @Override
    public void recreateTemporary(Address former, Completion<Address> completion) {
        current.connection.recreateTemporary(former, completion);
    }

    @Override
    public void deleteTemporary(Address address, Completion<Void> completion) {
        current.connection.deleteTemporary(address, completion);
    }

    @Override
    public void unsubscribe(String subscriptionName, Completion<Void> completion) {
        current.connection.unsubscribe(subscriptionName, completion);
    }

    @Override
    public void close(Completion<Void> completion) {
        closed = true;
        current.connection.close(completion);
    }

    @Override
    public String toString() {
        return current.connection.toString();
    }
}
