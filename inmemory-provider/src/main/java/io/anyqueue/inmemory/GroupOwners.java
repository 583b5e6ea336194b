package io.anyqueue.inmemory;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/**
 * Which receiver has which message group (section 3.5.9), from the first message of the group until one with the sequence
 * number -1 closes it. Groups share a fixed number of buckets, so that group ids which never come again take no memory.
 * Owned by a queue and guarded by its lock.
 */
final class GroupOwners {
    private static final String GROUP_ID = "JMSXGroupID";
    private static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    private static final int BUCKETS = 1024;

    /** Stands for several groups in one bucket, none of which can be closed without taking the others from their owner. */
    private static final Object SEVERAL = new Object();

    private final @Nullable QueueReceiver[] owners = new QueueReceiver[BUCKETS];
    /** The group of each bucket that has an owner, or {@link #SEVERAL}. */
    private final @Nullable Object[] groups = new Object[BUCKETS];

    boolean allow(QueueReceiver receiver, MessageData message) {
        Object group = message.property(GROUP_ID);
        if (group == null) {
            return true;
        }
        QueueReceiver owner = owners[bucket(group)];
        return owner == null || owner == receiver;
    }

    /** Notes who got a message; true where it closed its group, so that others may want what they were not allowed before. */
    boolean assign(QueueReceiver receiver, MessageData message) {
        Object group = message.property(GROUP_ID);
        if (group == null) {
            return false;
        }
        int bucket = bucket(group);
        Object present = owners[bucket] == null ? null : groups[bucket];
        if (isLast(message) && (present == null || present.equals(group))) {
            owners[bucket] = null;
            groups[bucket] = null;
            return present != null;
        }
        owners[bucket] = receiver;
        groups[bucket] = present == null || present.equals(group) ? group : SEVERAL;
        return false;
    }

    void forget(QueueReceiver receiver) {
        for (int i = 0; i < BUCKETS; i++) {
            if (owners[i] == receiver) {
                owners[i] = null;
                groups[i] = null;
            }
        }
    }

    private static boolean isLast(MessageData message) {
        return message.property(GROUP_SEQUENCE) instanceof Number sequence && sequence.longValue() == -1;
    }

    private static int bucket(Object group) {
        int hash = group.hashCode();
        return (hash ^ hash >>> 16) & (BUCKETS - 1);
    }
}
