package io.anyqueue.internal.client;

import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.ProviderConnection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One provider connection in the life of a client connection, with what its peer can do. Replaced by recovery. */
final class Generation implements ConnectionObserver {
    private final ClientConnection owner;
    private volatile @Nullable ProviderConnection connection;
    private volatile Capabilities capabilities = Capabilities.of(List.of());
    private volatile boolean marksOrigin;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicReference<@Nullable ConnectionLostException> redirect = new AtomicReference<>();

    Generation(ClientConnection owner) {
        this.owner = owner;
    }

    void connected(ProviderConnection established) {
        connection = established;
    }

    void opened(Capabilities negotiated) {
        capabilities = negotiated;
        marksOrigin = !negotiated.isNative(Capability.NO_LOCAL);
    }

    /** True where noLocal is emulated by a mark on messages to topics. */
    boolean marksOrigin() {
        return marksOrigin;
    }

    ProviderConnection connection() {
        ProviderConnection established = connection;
        if (established == null) {
            throw new IllegalStateException("The connection is not established yet");
        }
        return established;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    String peer() {
        return connection().peer();
    }

    boolean isLost() {
        return lost.get();
    }

    /** Where its peer has named another host, what was told of its loss, for whoever asks first; else null. */
    @Nullable
    ConnectionLostException takeRedirect() {
        return redirect.getAndSet(null);
    }

    /** Declares it dead, and closes what may be left of it at the provider; false where it was dead already. */
    boolean giveUp() {
        boolean news = lost.compareAndSet(false, true);
        ProviderConnection established = connection;
        if (established != null) {
            established.close(SessionLink.Ignored.RESULT);
        }
        return news;
    }

    /** Likewise, after an operation on it has failed with its loss. */
    boolean giveUp(ConnectionLostException cause) {
        note(cause);
        return giveUp();
    }

    private void note(ConnectionLostException cause) {
        if (cause.isNamingAnotherHost()) {
            redirect.compareAndSet(null, cause);
        }
    }

    @Override
    public void connectionLost(ConnectionLostException cause) {
        note(cause);
        if (lost.compareAndSet(false, true)) {
            owner.lost(this, cause);
        }
    }
}
