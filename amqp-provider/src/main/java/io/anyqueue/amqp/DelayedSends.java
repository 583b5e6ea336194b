package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.SenderObserver;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The delayed sends of one sender, where the peer needs a node for each delay: a sender to each of these, opened when it is
 * first needed. Owned by the event loop.
 *
 * <p>Delays are rounded up to two digits, so that there are never many such nodes: a message may come up to a tenth of its delay
 * late, and never early.
 */
final class DelayedSends {
    private final AmqpSession session;
    private final Address address;
    private final BiConsumer<Send, JMSException> refuse;
    private final SenderObserver observer;
    private final Runnable idle;
    private final Map<Long, Route> routes = new HashMap<>();

    /**
     * @param refuse tells that a send has failed
     * @param observer hears of the others
     * @param idle run when sends no longer wait for a sender
     */
    DelayedSends(
            AmqpSession session,
            Address address,
            BiConsumer<Send, JMSException> refuse,
            SenderObserver observer,
            Runnable idle) {
        this.session = session;
        this.address = address;
        this.refuse = refuse;
        this.observer = observer;
        this.idle = idle;
    }

    /** How long after now a message is due, in milliseconds, rounded up; 0 where it is due. Any thread. */
    static long delayOf(MessageData message) {
        long delay = message.deliveryTime() - System.currentTimeMillis();
        if (message.deliveryTime() == 0 || delay <= 0) {
            return 0;
        }
        long nominal = message.timestamp() == 0 ? delay : message.deliveryTime() - message.timestamp();
        // What was set is what most messages share; one that has waited since, for a commit say, has less to wait.
        return roundedUp(nominal >= delay && nominal <= delay + delay / 10 ? nominal : delay);
    }

    private static long roundedUp(long delay) {
        long unit = 1;
        while (delay / unit >= 100) {
            unit *= 10;
        }
        return (delay + unit - 1) / unit * unit;
    }

    void accept(Send send) {
        Route route = routes.get(send.delay());
        if (route == null) {
            route = new Route(send.delay());
            routes.put(send.delay(), route);
            // The send waits first: an opening that is refused at once answers it.
            route.accept(send);
            route.open();
        } else {
            route.accept(send);
        }
    }

    /** True where no send waits for a sender to be opened. */
    boolean isIdle() {
        return routes.values().stream().allMatch(each -> each.waiting.isEmpty());
    }

    /** Ends the senders, each after its last send; what has no sender yet fails. */
    void close() {
        new ArrayList<>(routes.values()).forEach(Route::close);
        routes.clear();
    }

    /** The sends of one delay: waiting for a sender, or handed to it. */
    private final class Route implements SenderObserver {
        private final long delay;
        private final Deque<Send> waiting = new ArrayDeque<>();
        private @Nullable AmqpSender sender;
        private boolean closed;

        Route(long delay) {
            this.delay = delay;
        }

        void open() {
            session.openSender(
                    address,
                    this,
                    plan -> session.connection().topology().prepareDelayed(address, delay, plan),
                    Stages.completion(this::opened, this::failed));
        }

        private void opened(ProviderSender opened) {
            if (closed) {
                opened.close(Stages.ignoring());
                return;
            }
            sender = (AmqpSender) opened;
            waiting.forEach(this::accept);
            waiting.clear();
            idle.run();
        }

        private void failed(JMSException cause) {
            routes.remove(delay, this);
            // Nothing of them was written.
            JMSException reason = cause instanceof ConnectionLostException loss ? loss.withoutEffect() : cause;
            waiting.forEach(each -> refuse.accept(each, reason));
            waiting.clear();
        }

        void accept(Send send) {
            AmqpSender open = sender;
            if (open == null) {
                waiting.add(send);
            } else {
                open.accept(send.undelayed(open));
            }
        }

        void close() {
            closed = true;
            failed(new ConnectionLostException("The sender to " + address + " has ended", null));
            AmqpSender open = sender;
            if (open != null) {
                open.close(Stages.ignoring());
            }
        }

        @Override
        public void sendCompleted(Object token, @Nullable JMSException failure) {
            observer.sendCompleted(token, failure);
        }

        @Override
        public void senderLost(ConnectionLostException cause) {
            routes.remove(delay, this);
        }
    }
}
