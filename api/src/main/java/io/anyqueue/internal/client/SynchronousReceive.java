package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.JMSException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The receiving calls of a consumer: they empty its buffer, ask for more, and wait. Used by the session's thread of control;
 * {@link #wake} and {@link #endTick} may come from any.
 */
final class SynchronousReceive {
    private final ClientSession session;
    private final ClientConsumer consumer;
    private final DeliveryBuffer buffer;
    private final Prefetch prefetch;
    private final Waiter waiter = new Waiter();

    private volatile boolean usedSinceTick;
    private volatile boolean receiving;

    SynchronousReceive(ClientSession session, ClientConsumer consumer, DeliveryBuffer buffer, Prefetch prefetch) {
        this.session = session;
        this.consumer = consumer;
        this.buffer = buffer;
        this.prefetch = prefetch;
    }

    /** Lets a blocked receive see that something has changed. */
    void wake() {
        waiter.wake();
    }

    /** True where nothing was received since the last call of this method, and nobody waits. */
    boolean endTick() {
        boolean idle = !usedSinceTick && !receiving;
        usedSinceTick = false;
        return idle;
    }

    /** Waits for a message; null when the time is up or the consumer is closed. */
    @Nullable
    JmsMessage await(long timeoutMillis, @Nullable Class<?> body) throws JMSException {
        receiving = true;
        try {
            JmsMessage ready = poll(body);
            if (ready != null) {
                return ready;
            }
            return awaitUntil(timeoutMillis == 0 ? Waiter.FOREVER : Waiter.deadlineAfter(timeoutMillis), body);
        } finally {
            receiving = false;
        }
    }

    private @Nullable JmsMessage awaitUntil(long deadline, @Nullable Class<?> body) throws JMSException {
        while (true) {
            JmsMessage message = poll(body);
            if (message != null || consumer.isClosed()) {
                return message;
            }
            session.connection().requireUsable("receive");
            boolean looked = false;
            if (session.isStarted()) {
                session.deliveries().flush();
                looked = fetchMore();
                if (!session.isStarted()) {
                    // What has come after the stop gave back.
                    consumer.giveBack();
                }
            }
            if (!awaitChange(deadline, looked)) {
                return lastChance(body, false);
            }
        }
    }

    private boolean awaitChange(long deadline, boolean looked) throws JMSException {
        try {
            return looked
                    ? waiter.awaitParked(deadline, "receive", this::isWorthALook)
                    : waiter.await(deadline, "receive", this::isWorthALook);
        } catch (JMSException interrupted) {
            consumer.giveBack();
            throw interrupted;
        }
    }

    private boolean isWorthALook() {
        ReceiverLink current = consumer.link();
        return consumer.isClosed()
                || session.connection().lifecycle().isFailed()
                || (session.isStarted()
                        && (!buffer.isEmpty()
                                || (current != null
                                        && current.isReady()
                                        && current.flow().credit() == 0)));
    }

    /** A message that is there now, or null. */
    @Nullable
    JmsMessage now(@Nullable Class<?> body) throws JMSException {
        receiving = true;
        try {
            JmsMessage message = poll(body);
            return message != null ? message : lastChance(body, true);
        } finally {
            receiving = false;
        }
    }

    /**
     * Asks the provider for what it has, and waits for its answer, so that null means that there is nothing. Where it has what is not
     * to be received, a receive whose time is up looks no further; {@code exhaustively}, the request timeout ends the search.
     */
    private @Nullable JmsMessage lastChance(@Nullable Class<?> body, boolean exhaustively) throws JMSException {
        ReceiverLink current = consumer.link();
        if (consumer.isClosed() || !session.isStarted() || current == null || !current.isReady()) {
            return null;
        }
        session.deliveries().flush();
        session.scheduleTick();
        Duration limit = session.settings().get(ClientOptions.REQUEST_TIMEOUT);
        long deadline = exhaustively ? Waiter.deadlineAfter(limit.toMillis()) : System.nanoTime();
        ReceiverFlow flow = current.flow();
        int window = prefetch.earned();
        while (true) {
            long takenOut = consumer.takenOut();
            long passedOver = consumer.passedOver();
            if (flow.credit() == 0) {
                flow.grant(window);
            }
            flow.drainAndWait("receive", session.settings());
            JmsMessage message = poll(body);
            boolean goesOn = passedOver != consumer.passedOver() && System.nanoTime() - deadline < 0;
            if (message != null || consumer.isClosed() || !(goesOn || takenOut != consumer.takenOut())) {
                return message;
            }
            window = Math.min(2 * window, prefetch.full());
        }
    }

    /** Asks for more; true where it has looked for a moment whether something comes, so that the caller need not do so again. */
    private boolean fetchMore() {
        boolean looked = false;
        ReceiverLink current = consumer.link();
        if (current != null) {
            ReceiverFlow flow = current.flow();
            // The credit is looked at first: a delivery that uses it up meanwhile is seen in the buffer.
            int outstanding = flow.credit();
            if (buffer.isEmpty()) {
                prefetch.grow();
                int wanted = prefetch.earned() - outstanding;
                looked = outstanding == 0 && flow.fetches();
                if (!flow.fetchSoon(wanted)) {
                    flow.request(wanted, true);
                }
            }
        }
        session.scheduleTick();
        return looked;
    }

    private @Nullable JmsMessage poll(@Nullable Class<?> body) throws JMSException {
        usedSinceTick = true;
        if (!session.isStarted() || buffer.isEmpty()) {
            return null;
        }
        JmsMessage message = session.deliveries().handOver(consumer, body);
        prefetch.noteReceive();
        if (buffer.isEmpty()) {
            prefetch.grow();
        }
        int window = prefetch.earned();
        if (window > 2) {
            consumer.topUp(window);
        }
        return message;
    }
}
