package io.anyqueue.amqp;

import io.anyqueue.spi.Option;
import java.util.List;

/** The options that matter where the broker is RabbitMQ; without effect elsewhere. */
public final class RabbitOptions {

    /** The types of queue that are declared. */
    public enum QueueType {
        /** Replicated, safe for messages that must not be lost. */
        QUORUM,
        /** On one node; knows ten priorities. */
        CLASSIC,
        /** A log that consumers read without taking from it. */
        STREAM
    }

    /** Whether queues can be browsed. */
    public enum Browsers {
        /** No: what is not a stream can only be consumed. */
        REFUSED,
        /** Streams only. */
        STREAMS,
        /**
         * Streams, and other queues by taking all their messages and giving them back: meanwhile nobody else gets these, and they
         * may come marked as redelivered afterwards.
         */
        EMULATED
    }

    public static final Option<Boolean> DECLARE = Option.flag(
            "rabbitmq.declare",
            true,
            "whether a missing queue is declared when it is first used; false expects it to exist");
    public static final Option<QueueType> QUEUE_TYPE =
            Option.choice("rabbitmq.queueType", QueueType.QUORUM, "the type of queues that are declared");
    public static final Option<List<String>> QUEUE_ARGUMENTS = Option.list(
            "rabbitmq.queueArguments",
            "further arguments of queues that are declared, as x-max-length=1000,x-overflow=reject-publish");
    public static final Option<Integer> DELIVERY_LIMIT = Option.integer(
            "rabbitmq.deliveryLimit",
            0,
            0,
            1_000_000,
            "failed deliveries of a message that a declared quorum queue forgives; after one more it is dead-lettered;"
                    + " 0 is no limit");
    public static final Option<String> DEAD_LETTER_QUEUE = Option.text(
            "rabbitmq.deadLetterQueue",
            "where declared queues put messages that are rejected or exceed a limit; jms.dead-letters by default,"
                    + " none to have them dropped");
    public static final Option<String> TOPIC_EXCHANGE = Option.text(
            "rabbitmq.topicExchange", "exchange that topics are published to, by routing key; amq.topic by default");
    public static final Option<String> STREAM_OFFSET = Option.text(
            "rabbitmq.streamOffset",
            "where consumers of streams start: first, last, next, an offset, a time as 2026-01-31T12:00:00Z, or an age"
                    + " as 10m; next by default");
    public static final Option<Browsers> BROWSERS = Option.choice(
            "rabbitmq.browsers",
            Browsers.REFUSED,
            "whether queues can be browsed: streams only, or others too by taking and giving back");

    private static final List<Option<?>> ALL = List.of(
            DECLARE,
            QUEUE_TYPE,
            QUEUE_ARGUMENTS,
            DELIVERY_LIMIT,
            DEAD_LETTER_QUEUE,
            TOPIC_EXCHANGE,
            STREAM_OFFSET,
            BROWSERS);

    private RabbitOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<Option<?>> all() {
        return ALL;
    }
}
