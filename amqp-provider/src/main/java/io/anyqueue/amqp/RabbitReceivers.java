package io.anyqueue.amqp;

import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.types.messaging.Modified;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.jspecify.annotations.Nullable;

/**
 * How receivers attach to RabbitMQ's queues: consumers and browsers, from which place of a stream, with which filter. What the
 * queue cannot do is refused here, or, where only the link tells, by the plan's check. Owned by the event loop.
 */
final class RabbitReceivers {
    /** A delivery limit that no number of browsers comes near. */
    private static final long AMPLE_LIMIT = 1_000_000;

    private final AmqpConnection connection;
    private final RabbitPeer peer;
    private final RabbitSettings settings;

    RabbitReceivers(AmqpConnection connection, RabbitPeer peer, RabbitSettings settings) {
        this.connection = connection;
        this.peer = peer;
        this.settings = settings;
    }

    /** A consumer of a queue that belongs to a subscription. */
    ReceiverPlan subscribed(String queue, ReceiverLife life) {
        return new ReceiverPlan(connection.nextLinkName("receiver"), source(queue), false, life);
    }

    /** A consumer or browser of an application's queue. */
    ReceiverPlan on(StreamName name, QueueState state, ReceiverSpec spec) throws JMSException {
        if (state.isStream()) {
            return onStream(name, state, spec);
        }
        boolean offsetGiven = name.offset() != null;
        if (offsetGiven && !state.isUnknown()) {
            throw notAStream("read from an offset of", name.queue(), state);
        }
        if (spec.mode() == ReceiverSpec.Mode.BROWSE) {
            return borrowing(name.queue(), state, spec);
        }
        Source source = source(name.queue());
        StreamProgress progress = null;
        if (state.isUnknown()) {
            progress = new StreamProgress(spec);
            // Without effect on what is no stream.
            RabbitFilters.setOffset(source, start(name, progress, settings.streamOffset()));
        }
        MessageSelector selector = spec.selector();
        int limit = deliveryLimit(state);
        if (selector == null) {
            return plan(source, FilterCheck.ECHOED).limitedTo(limit).tracking(progress);
        }
        RabbitFilters.setSelector(source, selector);
        return plan(source, RabbitFilters.SELECTOR).limitedTo(limit).tracking(progress);
    }

    /** A message may fail once more than the queue's limit says. Only quorum queues count, and a limit of a policy is not shown. */
    private static int deliveryLimit(QueueState state) {
        boolean limited = state.type().equals("quorum") && state.has(QueueDefinition.DELIVERY_LIMIT);
        long limit = limited ? state.number(QueueDefinition.DELIVERY_LIMIT) : -1;
        return limit >= 0 && limit <= AMPLE_LIMIT ? (int) limit + 1 : 0;
    }

    private ReceiverPlan onStream(StreamName name, QueueState state, ReceiverSpec spec) throws JMSException {
        Source source = source(name.queue());
        boolean browsing = spec.mode() == ReceiverSpec.Mode.BROWSE;
        StreamProgress progress = browsing ? null : new StreamProgress(spec);
        if (progress != null && spec.resume() != null && state.isNew()) {
            progress.streamDeleted();
        }
        RabbitFilters.setOffset(source, start(name, progress, browsing ? "first" : settings.streamOffset()));
        MessageSelector selector = spec.selector();
        if (selector != null) {
            RabbitExpression.of(selector.text()).ifPresent(translated -> filter(source, translated));
        }
        ReceiverPlan plan = plan(source, selector == null ? FilterCheck.ECHOED : FilterCheck.BY_CLIENT);
        return browsing ? plan : plan.thatTakesNothingBack().tracking(progress);
    }

    /** Spares the client what its selector would pass over, as far as the broker can tell. */
    private void filter(Source source, RabbitExpression.Translation selector) {
        if (!selector.filterValues().isEmpty()) {
            RabbitFilters.setValues(source, selector.filterValues());
        }
        if (peer.filtersStreams()) {
            RabbitFilters.setExpression(source, selector.expression());
        }
    }

    /** Where a lost receiver was, else where the name says, else the default. */
    private static Object start(StreamName name, @Nullable StreamProgress progress, Object otherwise) {
        StreamPosition reached = progress == null ? null : progress.position();
        if (reached != null) {
            return reached.start();
        }
        return name.offset() == null ? otherwise : name.offset();
    }

    /** A browser that takes what is there and gives it back. */
    private ReceiverPlan borrowing(String queue, QueueState state, ReceiverSpec spec) throws JMSException {
        if (settings.browsers() != RabbitOptions.Browsers.EMULATED || state.isUnknown()) {
            throw notAStream("browse", queue, state);
        }
        String danger = dangerOfBorrowing(state, spec);
        if (danger != null) {
            throw new JMSException(
                    "Cannot browse queue \"" + queue + "\": at " + peer.peer()
                            + " a browser takes the messages and gives them back, and " + danger
                            + "; consume the messages instead",
                    "RABBITMQ-BROWSER");
        }
        return new ReceiverPlan(
                connection.nextLinkName("browser"),
                source(queue),
                false,
                ReceiverLife.NOTHING,
                FilterCheck.ECHOED,
                state.messages(),
                true,
                0,
                null);
    }

    private @Nullable String dangerOfBorrowing(QueueState state, ReceiverSpec spec) {
        if (spec.selector() != null) {
            return "it cannot do so by a selector; browse without";
        }
        if (state.argument("x-single-active-consumer").equals("true")) {
            return "this queue has one active consumer, which need not be the browser";
        }
        boolean limited = state.type().equals("quorum") && peer.countsEveryReturn();
        return limited && state.number(QueueDefinition.DELIVERY_LIMIT) < AMPLE_LIMIT
                ? "this queue counts that towards a delivery limit at which messages are lost"
                : null;
    }

    private JMSException notAStream(String operation, String queue, QueueState state) {
        return new JMSException(
                "Cannot " + operation + " queue \"" + queue + "\": at " + peer.peer() + " it is a " + state.type()
                        + " queue, and only a stream can be read without taking from it; consume the messages instead",
                "RABBITMQ-NOT-A-STREAM");
    }

    private ReceiverPlan plan(Source source, FilterCheck check) {
        return new ReceiverPlan(connection.nextLinkName("receiver"), source, false, ReceiverLife.NOTHING, check);
    }

    private static Source source(String queue) {
        return new Source()
                .setAddress(RabbitMapping.queue(queue))
                .setOutcomes(Outcomes.known())
                .setDefaultOutcome(new Modified().setDeliveryFailed(true));
    }
}
