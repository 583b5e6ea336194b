package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.Entry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The receivers of one queue, who take turns. Owned by the queue and guarded by its lock. */
final class Rotation {
    private QueueReceiver[] receivers = {};
    private int turn;

    /** How many receivers have credit; most sends to a queue that nobody reads need to know no more. */
    private int ready;

    private int filtered;

    void add(QueueReceiver receiver) {
        receivers = Arrays.copyOf(receivers, receivers.length + 1);
        receivers[receivers.length - 1] = receiver;
        filtered += receiver.isFiltered() ? 1 : 0;
    }

    /** Answers false where it is not one of them. */
    boolean remove(QueueReceiver receiver) {
        int index = List.of(receivers).indexOf(receiver);
        if (index < 0) {
            return false;
        }
        setCredit(receiver, 0);
        filtered -= receiver.isFiltered() ? 1 : 0;
        QueueReceiver[] rest = new QueueReceiver[receivers.length - 1];
        System.arraycopy(receivers, 0, rest, 0, index);
        System.arraycopy(receivers, index + 1, rest, index, rest.length - index);
        receivers = rest;
        turn = 0;
        return true;
    }

    void setCredit(QueueReceiver receiver, int credit) {
        ready += (credit > 0 ? 1 : 0) - (receiver.credit > 0 ? 1 : 0);
        receiver.credit = credit;
    }

    boolean isAnyReady() {
        return ready > 0;
    }

    /** True where some receiver does not take every message. */
    boolean isFiltered() {
        return filtered > 0;
    }

    List<QueueReceiver> all() {
        return List.of(receivers);
    }

    int size() {
        return receivers.length;
    }

    /** The next one in turn that has credit and wants the entry. */
    @Nullable
    QueueReceiver next(Entry entry) {
        if (ready == 0) {
            return null;
        }
        int count = receivers.length;
        for (int i = 0; i < count; i++) {
            int index = turn + i < count ? turn + i : turn + i - count;
            QueueReceiver receiver = receivers[index];
            if (receiver.credit > 0 && receiver.wants(entry)) {
                turn = index + 1 == count ? 0 : index + 1;
                return receiver;
            }
        }
        return null;
    }
}
