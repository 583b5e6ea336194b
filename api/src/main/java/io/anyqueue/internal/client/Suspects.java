package io.anyqueue.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.spi.MessageData;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ids of messages that the application has seen and that may come again, since a consumer's link was lost. When such a message
 * comes it is marked redelivered, whatever the broker remembers. Written under its lock, by recovery, by the session and by the
 * provider's threads.
 *
 * <p>Many never come, because others take them: beyond a limit those that have been here longest are forgotten. What one loss adds is
 * always kept whole, since none of it may have come again yet; and whoever has held that many messages at once has room for
 * their ids.
 */
final class Suspects {
    /** Some hundred KiB of ids, which is little beside what a consumer may hold ahead. */
    private static final int LEAST_LIMIT = 1024;

    private final ReentrantLock lock = new ReentrantLock();

    /** In the order in which they were added last. */
    @GuardedBy("lock")
    private final Set<String> ids = new LinkedHashSet<>();

    @GuardedBy("lock")
    private int limit = LEAST_LIMIT;

    /** Whether there are ids; read without the lock for each delivery, so that who has lost nothing pays nothing. */
    private volatile boolean any;

    /** Adds what may come again, or makes it the youngest. */
    void add(Collection<String> more) {
        if (more.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            more.forEach(ids::remove);
            ids.addAll(more);
            limit = Math.max(limit, more.size());
            forgetOldest();
            any = true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void forgetOldest() {
        Iterator<String> oldestFirst = ids.iterator();
        for (int surplus = ids.size() - limit; surplus > 0; surplus--) {
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /** True where a message is among them, which is then forgotten. */
    boolean recognise(MessageData message) {
        if (!any) {
            return false;
        }
        String id = message.messageId();
        return id != null && remove(id);
    }

    private boolean remove(String id) {
        lock.lock();
        try {
            boolean removed = ids.remove(id);
            if (removed) {
                any = !ids.isEmpty();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** How many ids are kept. */
    int size() {
        lock.lock();
        try {
            return ids.size();
        } finally {
            lock.unlock();
        }
    }
}
