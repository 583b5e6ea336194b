package io.anyqueue.amqp;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector, which Netty makes by its name in a system property, with a memory of what it found. Any thread.
 *
 * @param <T> what may leak
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    public LeakRecorder(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval);
    }

    /** What was found since this was asked before. */
    static List<String> takeFound() {
        List<String> taken = new ArrayList<>();
        for (String each = FOUND.poll(); each != null; each = FOUND.poll()) {
            taken.add(each);
        }
        return taken;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        FOUND.add(resourceType + " was not released before it was garbage: " + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        FOUND.add(resourceType + " was not released before it was garbage");
    }
}
