package io.anyqueue.amqp;

import static org.awaitility.Awaitility.await;

import io.anyqueue.spi.ConnectionStateListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts losses and recoveries, so that a test goes on when the client knows of them. Safe for use by any thread. */
final class ConnectionStates implements ConnectionStateListener {
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger restored = new AtomicInteger();

    @Override
    public void connectionLost(String connection, Throwable cause) {
        lost.incrementAndGet();
    }

    @Override
    public void connectionRestored(String connection) {
        restored.incrementAndGet();
    }

    void awaitLost(int times) {
        await().until(() -> lost.get() >= times);
    }

    void awaitRestored(int times) {
        await().until(() -> restored.get() >= times);
    }
}
