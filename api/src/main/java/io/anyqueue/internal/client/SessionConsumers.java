package io.anyqueue.internal.client;

import io.anyqueue.internal.client.SessionDeliveries.Closure;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The open consumers of a session: creation, restoration, give-back and close. Any thread may look at them. */
final class SessionConsumers {
    private static final ClientConsumer[] NONE = {};

    private final ClientSession session;
    private final ReentrantLock lock = new ReentrantLock();
    /** Replaced as a whole under lock. */
    private volatile ClientConsumer[] open = NONE;

    SessionConsumers(ClientSession session) {
        this.session = session;
    }

    ClientConsumer[] open() {
        return open;
    }

    boolean hasConsumerOf(Address address) {
        return Arrays.stream(open).anyMatch(each -> each.intent().address().equals(address));
    }

    /** Opens a consumer; blocks. */
    ClientConsumer create(ConsumerIntent intent) throws JMSException {
        String operation = "create a consumer of " + intent.address();
        session.requireUsable(operation);
        if (intent.address().kind().isTemporary()
                && !session.connection().temporaries().owns(intent.address())) {
            throw new InvalidDestinationException(
                    operation
                            + ": it belongs to another connection or has been deleted; only the connection that created"
                            + " a temporary destination may consume from it",
                    "ANYQUEUE-NOT-OWNER");
        }
        ClientConsumer consumer = new ClientConsumer(session, intent);
        add(consumer);
        try {
            session.links().perform(operation, on -> {
                consumer.open(on);
                return consumer;
            });
            consumer.markCreated();
            requireLive(consumer);
            return consumer;
        } catch (JMSException | RuntimeException e) {
            consumer.markClosed();
            remove(consumer);
            throw e;
        }
    }

    /** A receiver that was lost before recovery knew of it is restored now. */
    private void requireLive(ClientConsumer consumer) {
        ReceiverLink receiver = consumer.link();
        if (receiver != null && receiver.isLost()) {
            session.connection()
                    .recover(new ConnectionLostException(consumer + " was lost while it was being created", null));
        }
    }

    private void add(ClientConsumer consumer) {
        lock.lock();
        try {
            ClientConsumer[] more = Arrays.copyOf(open, open.length + 1);
            more[open.length] = consumer;
            open = more;
        } finally {
            lock.unlock();
        }
    }

    private void remove(ClientConsumer consumer) {
        lock.lock();
        try {
            open = Arrays.stream(open).filter(each -> each != consumer).toArray(ClientConsumer[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** Opens receivers on a new session link. One that cannot be had any more is closed and reported. */
    void restore(SessionLink on) throws JMSException {
        for (ClientConsumer each : open) {
            if (!each.isCreated()) {
                continue;
            }
            try {
                each.open(on);
            } catch (ConnectionLostException e) {
                throw e;
            } catch (JMSException e) {
                if (Recovery.isRetryable(e)) {
                    throw e;
                }
                close(each, Failures.consumerLost(each + " could not be restored after the connection was lost", e));
            }
        }
    }

    /** Closes and reports those that the peer has ended, where recovery is not wanted. */
    void closeLost(ConnectionLostException cause) throws JMSException {
        for (ClientConsumer each : open) {
            if (isLost(each)) {
                close(each, Failures.consumerLost(each + " was lost", each.lossOr(cause)));
            }
        }
    }

    /** Closes one for a reason that its application hears, now and when it uses the consumer. */
    private void close(ClientConsumer consumer, JMSException reason) throws JMSException {
        consumer.endBecause(reason);
        if (close(consumer)) {
            session.connection().report(reason);
        }
    }

    /** True where the receivers of all consumers are alive. */
    boolean isWhole() {
        return Arrays.stream(open).noneMatch(SessionConsumers::isLost);
    }

    private static boolean isLost(ClientConsumer consumer) {
        ReceiverLink receiver = consumer.link();
        return consumer.isCreated() && receiver != null && receiver.isLost();
    }

    /** First step of recovery: forgets what came through lost links. */
    void forgetLost() {
        for (ClientConsumer each : open) {
            ReceiverLink receiver = each.link();
            if (receiver != null && receiver.isLost()) {
                each.linkLost();
                each.rememberUnsettled();
            }
        }
    }

    void resume() {
        for (ClientConsumer each : open) {
            each.resume();
        }
    }

    void pause() {
        for (ClientConsumer each : open) {
            each.pause();
        }
    }

    void wake() {
        for (ClientConsumer each : open) {
            each.wake();
        }
    }

    /** True where some consumer has something that it may have to give back at the next tick. */
    boolean tick() {
        boolean again = false;
        for (ClientConsumer each : open) {
            again |= each.tick();
        }
        return again;
    }

    /** Closes a consumer; what it delivered stays settleable (section 8.8). False where it was closed before. */
    boolean close(ClientConsumer consumer) throws JMSException {
        Closure closure = session.deliveries().close(consumer);
        if (closure == Closure.REPEATED) {
            return false;
        }
        remove(consumer);
        ReceiverLink link = consumer.link();
        Answer<Void> done = new Answer<>();
        consumer.release(() -> {
            if (link == null) {
                Completion.done(done);
            } else if (closure == Closure.LINGERING) {
                link.retire();
                Completion.done(done);
            } else {
                link.close(done);
            }
        });
        try {
            awaitClose(done, "close a consumer");
        } catch (JMSException e) {
            if (closure == Closure.COMPLETE && link != null) {
                // Its drain may not have been answered; what is held at the provider goes back with the receiver.
                link.close(SessionLink.Ignored.RESULT);
            }
            throw e;
        }
        return true;
    }

    /** Closes a consumer whose deliveries other sessions settle; its link stays. False where it was closed before. */
    boolean retire(ClientConsumer consumer) {
        if (session.deliveries().close(consumer) == Closure.REPEATED) {
            return false;
        }
        remove(consumer);
        consumer.release(() -> {
            ReceiverLink link = consumer.link();
            if (link != null) {
                link.retire();
            }
        });
        return true;
    }

    /** Gives back what all consumers have buffered; blocks until the provider has nothing more on its way to them. */
    void release() throws JMSException {
        List<Answer<Void>> released = new ArrayList<>();
        for (ClientConsumer each : open) {
            Answer<Void> done = new Answer<>();
            each.release(() -> Completion.done(done));
            released.add(done);
        }
        for (Answer<Void> each : released) {
            awaitClose(each, "close a session");
        }
    }

    void awaitClose(Answer<Void> done, String operation) throws JMSException {
        try {
            done.await(operation, session.settings(), ClientOptions.CLOSE_TIMEOUT);
        } catch (ConnectionLostException e) {
            Log.CLIENT.debug("{}: the connection was lost, which closes it as well", operation, e);
        }
    }
}
