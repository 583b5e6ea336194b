package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.DueIndex;
import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue, or the queue behind one subscription. Owned by the broker.
 *
 * <p>Lock contract: {@code lock} guards {@code dispatcher}, {@code followUp} and the writing of {@code deleted}; {@link Room}
 * is given to without it. It is held for one short step at a time; under it nothing is called that can block, call an
 * observer, or take another lock of this kind (the commit of a transaction alone locks several, in ascending
 * {@code id}). Deliveries and completions are put into the {@link Signals} of their sessions under the lock, which orders
 * them, and leave from there after it: every {@link #lock} ends with {@link #unlock}, which runs the {@link FollowUp}.
 */
final class MessageQueue implements SendTarget {
    private final Broker broker;
    private final long id;
    private final Address address;
    private final @Nullable String subscription;
    private final QueueBound bound;
    private final @Nullable Room room;
    private final QueueLock lock = new QueueLock();
    private final FollowUp.Collector followUp = new FollowUp.Collector();
    private final Dispatcher dispatcher;
    private final @Nullable Admission admission;
    private final Alarm.Sleeper ticks = this::tick;
    private volatile boolean deleted;
    /** Whether anything waited when the lock was last free: for those who look often. */
    private volatile boolean stocked;

    MessageQueue(Broker broker, Address address, @Nullable String subscription, QueueBound bound) {
        this.broker = broker;
        this.id = broker.nextId();
        this.address = address;
        this.subscription = subscription;
        this.bound = bound;
        this.room = bound.asksForRoom() ? new Room(bound.limit()) : null;
        this.dispatcher = new Dispatcher(broker, this, bound, room, followUp);
        this.admission = room == null ? null : new Admission(this, room, dispatcher, followUp, this::endWaits);
    }

    /** Orders locks. */
    long id() {
        return id;
    }

    Broker broker() {
        return broker;
    }

    QueueBound bound() {
        return bound;
    }

    @Override
    public Address address() {
        return address;
    }

    @Nullable
    String subscription() {
        return subscription;
    }

    @Nullable
    GroupOwners groups() {
        return dispatcher.groups();
    }

    @Override
    public boolean send(MemorySender sender, MessageData message, Object token) throws JMSException {
        lock();
        try {
            requirePresent();
            if (admission != null && !admission.take(sender, message, null, token)) {
                return false;
            }
            dispatcher.enter(message);
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public boolean reserve(MemorySender sender, Transaction.Send send, Object token) throws JMSException {
        if (admission == null) {
            requirePresent();
            send.admit();
            return true;
        }
        lock();
        try {
            requirePresent();
            if (!admission.take(sender, send.message(), send, token)) {
                return false;
            }
            if (!send.admit()) {
                admission.cancel();
                throw Refusals.rolledBack(null);
            }
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public void cancelReservation() {
        giveRoom(1);
    }

    @Override
    public boolean isGone() {
        return deleted;
    }

    @Override
    public void route(MemoryConnection origin, MessageData message, BiConsumer<MessageQueue, MessageData> action) {
        action.accept(this, message);
    }

    @Override
    public void whenDone(MemorySender sender, Runnable action) {
        if (admission == null) {
            sender.signals().submit(action);
            return;
        }
        lock();
        try {
            admission.whenDone(sender, action);
        } finally {
            unlock();
        }
    }

    @Override
    public void withdraw(MemorySender sender, JMSException cause) {
        if (admission != null) {
            lock();
            try {
                admission.fail(waiting -> waiting.sender() == sender, cause);
            } finally {
                unlock();
            }
        }
    }

    /** Takes in a message that needs no room: one published to a subscription, or a dead letter. */
    void deposit(MessageData message) {
        lock();
        try {
            if (!deleted) {
                if (admission != null) {
                    admission.takeAnyway();
                }
                dispatcher.enter(message);
            }
        } finally {
            unlock();
        }
    }

    /** For commits: locks, with {@link #enterLocked} and {@link #release} to follow. */
    void lock() {
        lock.lock();
    }

    /** For commits: takes in a message for which there is room already. Under the lock. */
    void enterLocked(MessageData message) {
        if (!deleted) {
            dispatcher.enter(message);
        }
    }

    /** For commits: unlocks; the caller runs the answer when it holds no lock. */
    Runnable release() {
        if (admission != null) {
            admission.admitWaiting();
        }
        long due = dispatcher.nextRequest();
        if (due != DueIndex.NEVER) {
            followUp.later(() -> broker.alarm().request(due, ticks));
        }
        // Written only where it changes: others read it without the lock, and a write at each message would cost them.
        boolean anythingWaits = dispatcher.anythingWaits();
        if (anythingWaits != stocked) {
            stocked = anythingWaits;
        }
        FollowUp sealed = followUp.seal();
        lock.unlock();
        return sealed;
    }

    private void unlock() {
        release().run();
    }

    /** Answers false where the queue has been deleted. */
    boolean attach(QueueReceiver receiver) {
        lock();
        try {
            if (!deleted) {
                dispatcher.attach(receiver);
            }
            return !deleted;
        } finally {
            unlock();
        }
    }

    /** Takes a receiver's credit and everything unsettled but what transactions hold. Idempotent. */
    void detach(QueueReceiver receiver, Outcome outcome) {
        lock();
        try {
            List<Entry> held = dispatcher.detach(receiver);
            if (held != null && !deleted) {
                dispatcher.takeBack(held, outcome);
            }
        } finally {
            unlock();
        }
    }

    /** A receiver gets nothing more; its message groups go to others. */
    void retired(QueueReceiver receiver) {
        lock();
        try {
            dispatcher.retired(receiver);
        } finally {
            unlock();
        }
    }

    void grant(QueueReceiver receiver, int credit) {
        lock();
        try {
            if (!receiver.isDetached()) {
                dispatcher.grant(receiver, credit);
            }
        } finally {
            unlock();
        }
    }

    /** Gives a receiver what waits for it now, at most so much, and answers how much that was. */
    int fetch(QueueReceiver receiver, int most) {
        if (!stocked) {
            return 0;
        }
        lock();
        try {
            return receiver.isDetached() ? 0 : dispatcher.fetch(receiver, most);
        } finally {
            unlock();
        }
    }

    /** Takes back all credit and then runs {@code done} in the turn of the session, behind every delivery. */
    void drain(QueueReceiver receiver, Runnable done) {
        lock();
        try {
            dispatcher.takeCredit(receiver);
            receiver.signals().add(done);
            followUp.wake(receiver);
        } finally {
            unlock();
        }
    }

    /** Deliveries were accepted. Takes no lock but where a sender waits for room. */
    void accepted(int count) {
        giveRoom(count);
    }

    /** Deliveries in ascending order were settled otherwise. */
    void settled(List<Entry> entries, Outcome outcome) {
        lock();
        try {
            if (!deleted) {
                dispatcher.takeBack(entries, outcome);
            }
        } finally {
            unlock();
        }
    }

    /** A delivery has failed as often as it may, its failures counted. */
    void exhausted(Entry entry) {
        lock();
        try {
            if (!deleted) {
                dispatcher.leave(entry, DeadLetters.DELIVERY_LIMIT);
            }
        } finally {
            unlock();
        }
    }

    /** What waits now, in the order of delivery; for browsers and inspection. */
    List<Entry> snapshot() {
        lock();
        try {
            return dispatcher.snapshot();
        } finally {
            unlock();
        }
    }

    /** For faults: something that has been delivered comes once more. */
    void duplicate(Entry entry) {
        lock();
        try {
            if (!deleted) {
                dispatcher.duplicate(entry);
            }
        } finally {
            unlock();
        }
    }

    /** How it stands now. */
    QueueStatus status() {
        lock();
        try {
            return dispatcher.status(address.name());
        } finally {
            unlock();
        }
    }

    /** Deletes it unless it has receivers that are not retired, in which case it answers false. Messages are lost, waiting sends fail. */
    boolean deleteIfUnused() {
        lock();
        try {
            if (dispatcher.hasReceivers()) {
                return false;
            }
            deleted = true;
            dispatcher.clear();
            if (admission != null) {
                admission.fail(any -> true, Refusals.deleted(address));
            }
            followUp.later(() -> broker.alarm().forget(ticks));
            return true;
        } finally {
            unlock();
        }
    }

    private void tick(long now) {
        lock();
        try {
            dispatcher.tick(now);
        } finally {
            unlock();
        }
    }

    private void endWaits(long now) {
        if (admission != null) {
            lock();
            try {
                admission.endWaits(now);
            } finally {
                unlock();
            }
        }
    }

    /** Under the lock, or where a moment later would do as well. */
    private void requirePresent() throws JMSException {
        if (deleted) {
            throw Refusals.deleted(address);
        }
    }

    private void giveRoom(int places) {
        if (room != null) {
            room.give(places);
            if (room.isAwaited()) {
                admitWaiting();
            }
        }
    }

    /** Whoever releases the lock lets in those for whom there is room. */
    private void admitWaiting() {
        lock();
        unlock();
    }
}
