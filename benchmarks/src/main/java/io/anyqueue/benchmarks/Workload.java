package io.anyqueue.benchmarks;

/**
 * The work that every candidate does alike.
 *
 * @param name what reports call it
 * @param producers sending threads, each with a session of its own
 * @param consumers receiving threads, each with a session of its own
 * @param bodyChars length of the text that each message carries beside one int property
 */
record Workload(
        String name,
        Shape shape,
        int producers,
        int consumers,
        int bodyChars,
        Delivery delivery,
        Sending sending,
        Receiving receiving) {

    /** How many messages a transaction has. */
    static final int BATCH = 100;

    /** What is measured. */
    enum Shape {
        /** Producers and consumers at once on one queue, with a bounded backlog: throughput. */
        PIPE,
        /** One producer, and a topic that all consumers subscribe to: throughput of what is sent. */
        FAN_OUT,
        /** A topic whose subscriber's selector matches one in ten: throughput of what is sent. */
        SELECT,
        /** Only sending is measured, in rounds between which the queue is emptied. */
        SEND,
        /** Only receiving is measured, in rounds between which the queue is filled. */
        RECEIVE,
        /** A request is sent and its reply awaited: latency. */
        REQUEST_REPLY,
        /** A queue is filled, then drained: heap per message, time per message. */
        BACKLOG,
        /** From the connection factory to the first message received, in a fresh JVM. */
        FIRST_MESSAGE,
        /** Connections with an idle consumer each: heap, threads and time for each. */
        IDLE
    }

    /** The delivery mode. */
    enum Delivery {
        PERSISTENT,
        NON_PERSISTENT
    }

    /** How a producer waits for the broker. */
    enum Sending {
        SYNCHRONOUS,
        ASYNCHRONOUS,
        TRANSACTED
    }

    /** How a consumer takes and acknowledges. */
    enum Receiving {
        RECEIVE,
        LISTENER,
        CLIENT_ACKNOWLEDGE,
        TRANSACTED
    }

    /** How many receive each message that is sent. */
    int fanOut() {
        return shape == Shape.FAN_OUT ? consumers : 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
