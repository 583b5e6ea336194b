package io.anyqueue.inmemory;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/**
 * Which receiver has which message group (section 3.5.9). Groups share a fixed number of buckets, so that group ids which
 * never come again take no memory. Owned by a queue and guarded by its lock.
 */
final class GroupOwners {
    private static final String GROUP_ID = "JMSXGroupID";
    private static final int BUCKETS = 1024;

    private final @Nullable QueueReceiver[] owners = new QueueReceiver[BUCKETS];

    boolean allow(QueueReceiver receiver, MessageData message) {
        Object group = message.property(GROUP_ID);
        if (group == null) {
            return true;
        }
        QueueReceiver owner = owners[bucket(group)];
        return owner == null || owner == receiver;
    }

    void assign(QueueReceiver receiver, MessageData message) {
        Object group = message.property(GROUP_ID);
        if (group != null) {
            owners[bucket(group)] = receiver;
        }
    }

    void forget(QueueReceiver receiver) {
        for (int i = 0; i < BUCKETS; i++) {
            if (owners[i] == receiver) {
                owners[i] = null;
            }
        }
    }

    private static int bucket(Object group) {
        int hash = group.hashCode();
        return (hash ^ hash >>> 16) & (BUCKETS - 1);
    }
}
