package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets one thread close something, once, and the others that want to wait for it. Safe for any thread. */
final class CloseOnce {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);

    /** True for the one thread that closes, which calls {@link #done} however that goes. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    boolean hasBegun() {
        return begun.get();
    }

    void done() {
        done.countDown();
    }

    /** Blocks until the one that closes is done. */
    void awaitOther(String operation) throws JMSException {
        try {
            done.await();
        } catch (InterruptedException e) {
            throw Failures.interrupted(operation, e);
        }
    }
}
