package io.anyqueue.amqp;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests, any in this module, after which a buffer is found that nobody released. The leak may be older than the
 * class: a buffer shows only when it is garbage.
 */
public final class LeakCheck implements AfterAllCallback {
    private static final long PATIENCE_MILLIS = 60_000;
    /** The client that tests use as a peer leaks while it logs in. Nothing of ours is made of it but its transports. */
    private static final String PEER = "org.apache.qpid.protonj2.client.impl.";

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        List<String> found = leaks();
        if (!found.isEmpty()) {
            throw new AssertionError(found.size() + " buffers leaked, here or in a class before: " + found);
        }
    }

    /** Everything that is garbage by now and should have been released before. */
    static List<String> leaks() throws InterruptedException {
        collectGarbage();
        // What one collection finds is queued in any order, but before what the next one finds.
        collectGarbage();
        // The detector looks at its queue when it sees the next buffer.
        PooledByteBufAllocator.DEFAULT.buffer(1).release();
        return LeakRecorder.takeFound().stream()
                .filter(each -> !each.contains(PEER))
                .toList();
    }

    /** Until an object that is made now has been found unreachable. */
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), queue);
        System.gc();
        Reference<?> gone = queue.remove(PATIENCE_MILLIS);
        if (gone != canary) {
            throw new IllegalStateException("The garbage collector did not run");
        }
    }
}
