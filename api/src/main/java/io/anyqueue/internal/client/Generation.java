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
    private final AtomicReference<@Nullable ConnectionLostException> loss = new AtomicReference<>();

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

    /** What ended it, for whoever asks first; null for others, and where its provider has not reported a loss. */
    @Nullable
    ConnectionLostException takeLoss() {
        return loss.getAndSet(null);
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

    @Override
    public void connectionLost(ConnectionLostException cause) {
        if (lost.compareAndSet(false, true)) {
            loss.set(cause);
            owner.lost(this, cause);
        }
    }
}
