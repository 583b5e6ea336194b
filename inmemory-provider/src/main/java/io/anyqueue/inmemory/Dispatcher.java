package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.Backlog;
import io.anyqueue.inmemory.store.DueIndex;
import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a queue holds, and which receiver gets what when. Owned by a {@link MessageQueue}; every method is called under its
 * lock, and whatever must not happen under a lock goes into the {@link FollowUp}.
 *
 * <p>Invariant: after each call no receiver has credit for a message that waits. So a new message may go straight to a
 * receiver without overtaking, and a receiver that has credit has looked at everything.
 */
final class Dispatcher {
    private final Broker broker;
    private final MessageQueue queue;
    private final QueueBound bound;
    private final @Nullable Room room;
    private final @Nullable GroupOwners groups;
    private final boolean expires;
    private final int maxDeliveries;
    private final FollowUp.Collector followUp;
    private final Backlog backlog;
    private final Rotation receivers = new Rotation();
    private final Agenda agenda = new Agenda();
    private long nextSequence;
    /** True where receivers that have credit must look at what waits once more. */
    private boolean groupClosed;

    Dispatcher(Broker broker, MessageQueue queue, QueueBound bound, @Nullable Room room, FollowUp.Collector followUp) {
        BrokerRules rules = broker.rules();
        this.broker = broker;
        this.queue = queue;
        this.bound = bound;
        this.room = room;
        this.groups = rules.groupsMessages() ? new GroupOwners() : null;
        this.expires = rules.has(Capability.EXPIRY);
        this.maxDeliveries = rules.maxDeliveries();
        this.followUp = followUp;
        this.backlog = new Backlog(rules.has(Capability.PRIORITY));
    }

    /** Present where messages of a group go to one receiver. */
    @Nullable
    GroupOwners groups() {
        return groups;
    }

    /** Takes in a message for which there is room. */
    void enter(MessageData message) {
        Entry entry = new Entry(message, nextSequence++);
        if (isDelayed(message)) {
            agenda.delay(entry);
        } else {
            place(entry);
            supplyAfterClosedGroup();
        }
    }

    /** Takes back deliveries, in ascending order, that were settled with another outcome than acceptance. */
    void takeBack(List<Entry> settled, Outcome outcome) {
        List<Entry> staying = new ArrayList<>(settled.size());
        for (Entry each : settled) {
            Entry entry = outcome == Outcome.RELEASED ? each.released() : each.failed();
            String reason = reasonToLeave(entry, outcome);
            if (reason == null) {
                staying.add(entry);
            } else {
                leave(entry, reason);
            }
        }
        // Descending, because inserting at the head is cheapest.
        for (int i = staying.size() - 1; i >= 0; i--) {
            putBack(staying.get(i));
        }
        supplyAll();
    }

    /** Adds a second copy of something that has been delivered. */
    void duplicate(Entry entry) {
        if (room != null) {
            room.takeAnyway();
        }
        putBack(entry.duplicate());
        supplyAll();
    }

    /** Ends delays and lets messages expire. */
    void tick(long now) {
        agenda.rung();
        agenda.pollDelayed(now).forEach(entry -> place(new Entry(entry.message(), nextSequence++)));
        supplyAfterClosedGroup();
        for (Entry entry : agenda.pollExpired(now)) {
            backlog.remove(entry);
            leave(entry, DeadLetters.EXPIRED);
        }
    }

    /** The time to ask the alarm for; {@link DueIndex#NEVER} where what was asked for is early enough. */
    long nextRequest() {
        return agenda.nextRequest();
    }

    boolean anythingWaits() {
        return backlog.size() > 0;
    }

    List<Entry> snapshot() {
        List<Entry> entries = new ArrayList<>(backlog.size());
        backlog.forEach(entries::add);
        return entries;
    }

    void clear() {
        backlog.clear();
        agenda.clear();
    }

    QueueStatus status(String name) {
        int inFlight =
                receivers.all().stream().mapToInt(QueueReceiver::heldCount).sum();
        return new QueueStatus(name, backlog.size(), agenda.delayedCount(), inFlight, active());
    }

    boolean hasReceivers() {
        return active() > 0;
    }

    private int active() {
        return (int) receivers.all().stream().filter(each -> !each.isRetired()).count();
    }

    void attach(QueueReceiver receiver) {
        receivers.add(receiver);
    }

    /** Takes a receiver's credit; answers what it held, or null where it was not attached. */
    @Nullable
    List<Entry> detach(QueueReceiver receiver) {
        if (!receivers.remove(receiver)) {
            return null;
        }
        forgetGroups(receiver);
        return receiver.abandon();
    }

    void retired(QueueReceiver receiver) {
        forgetGroups(receiver);
        supplyAll();
    }

    private void forgetGroups(QueueReceiver receiver) {
        if (groups != null) {
            groups.forget(receiver);
            receivers.all().forEach(QueueReceiver::lookAgain);
        }
    }

    void grant(QueueReceiver receiver, int credit) {
        boolean hadCredit = receiver.credit > 0;
        receivers.setCredit(receiver, (int) Math.min(Integer.MAX_VALUE, (long) receiver.credit + credit));
        if (!hadCredit) {
            supply(receiver);
            supplyAfterClosedGroup();
        }
    }

    /**
     * Hands over what waits, but no more than a fair share of it, and answers how much: nothing to a receiver with credit, by the
     * invariant.
     */
    int fetch(QueueReceiver receiver, int most) {
        if (receiver.credit > 0) {
            return 0;
        }
        int share = Math.min(most, Math.max(1, backlog.size() / receivers.size()));
        grant(receiver, share);
        int left = receiver.credit;
        takeCredit(receiver);
        return share - left;
    }

    void takeCredit(QueueReceiver receiver) {
        if (receiver.credit > 0) {
            receivers.setCredit(receiver, 0);
            receiver.noteAllSeen(nextSequence - 1);
        }
    }

    private void place(Entry entry) {
        if (hasExpired(entry)) {
            leave(entry, DeadLetters.EXPIRED);
            return;
        }
        QueueReceiver receiver = receivers.next(entry);
        if (receiver != null) {
            handOver(receiver, entry);
            if (receiver.credit == 0) {
                receiver.noteAllSeen(nextSequence - 1);
            }
            return;
        }
        if (bound.dropsOldest()) {
            makeRoomByDropping();
        }
        backlog.append(entry);
        watch(entry);
    }

    private void makeRoomByDropping() {
        while (backlog.size() >= bound.limit()) {
            Entry oldest = backlog.pollOldest();
            if (oldest == null) {
                return;
            }
            agenda.unwatch(oldest);
        }
    }

    private void handOver(QueueReceiver receiver, Entry entry) {
        receivers.setCredit(receiver, receiver.credit - 1);
        receiver.hold(entry);
        followUp.wake(receiver);
        if (groups != null && groups.assign(receiver, entry.message())) {
            receivers.all().forEach(QueueReceiver::lookAgain);
            groupClosed = true;
        }
        if (broker.faults().takesDuplicate()) {
            followUp.later(() -> queue.duplicate(entry));
        }
    }

    /** Gives a receiver what waits for it, as far as its credit goes. */
    private void supply(QueueReceiver receiver) {
        while (receiver.credit > 0) {
            Entry entry = receiver.pollFrom(backlog);
            if (entry == null) {
                return;
            }
            agenda.unwatch(entry);
            if (hasExpired(entry)) {
                leave(entry, DeadLetters.EXPIRED);
            } else {
                handOver(receiver, entry);
            }
        }
    }

    /** Restores the invariant after messages came back. */
    private void supplyAll() {
        if (receivers.isFiltered()) {
            receivers.all().forEach(this::supply);
            supplyAfterClosedGroup();
            return;
        }
        while (receivers.isAnyReady()) {
            Entry entry = backlog.poll();
            if (entry == null) {
                return;
            }
            agenda.unwatch(entry);
            place(entry);
        }
    }

    /** Restores the invariant after a group lost its owner; what is handed over then may close further groups. */
    private void supplyAfterClosedGroup() {
        while (groupClosed) {
            groupClosed = false;
            receivers.all().forEach(this::supply);
        }
    }

    private void putBack(Entry entry) {
        backlog.insert(entry);
        watch(entry);
        if (receivers.isFiltered()) {
            int lane = backlog.laneOf(entry);
            receivers.all().forEach(receiver -> receiver.lookAgain(lane, entry));
        }
    }

    private void watch(Entry entry) {
        if (expires) {
            agenda.watch(entry);
        }
    }

    /** Senders set the delivery time of a message without delay to its timestamp, which needs no look at the clock. */
    private boolean isDelayed(MessageData message) {
        long time = message.deliveryTime();
        return time != 0 && time != message.timestamp() && time > broker.alarm().now();
    }

    private boolean hasExpired(Entry entry) {
        long expiration = entry.message().expiration();
        return expires && expiration != 0 && expiration <= broker.alarm().now();
    }

    private @Nullable String reasonToLeave(Entry entry, Outcome outcome) {
        if (outcome == Outcome.REJECTED) {
            // A client that finds a message expired rejects it, since it cannot be given to anybody.
            return hasExpired(entry) ? DeadLetters.EXPIRED : DeadLetters.REJECTED;
        }
        if (maxDeliveries > 0 && entry.failures() >= maxDeliveries) {
            return DeadLetters.DELIVERY_LIMIT;
        }
        return hasExpired(entry) ? DeadLetters.EXPIRED : null;
    }

    /** Lets go of what is not consumed, for a reason of {@link DeadLetters}. */
    void leave(Entry entry, String reason) {
        if (room != null) {
            room.give(1);
        }
        followUp.later(() -> broker.deadLetters().bury(queue, entry, reason));
    }
}
