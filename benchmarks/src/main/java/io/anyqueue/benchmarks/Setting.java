package io.anyqueue.benchmarks;

import static io.anyqueue.benchmarks.Workload.Delivery.NON_PERSISTENT;
import static io.anyqueue.benchmarks.Workload.Delivery.PERSISTENT;
import static io.anyqueue.benchmarks.Workload.Receiving.CLIENT_ACKNOWLEDGE;
import static io.anyqueue.benchmarks.Workload.Receiving.LISTENER;
import static io.anyqueue.benchmarks.Workload.Receiving.RECEIVE;
import static io.anyqueue.benchmarks.Workload.Sending.ASYNCHRONOUS;
import static io.anyqueue.benchmarks.Workload.Sending.SYNCHRONOUS;
import static io.anyqueue.benchmarks.Workload.Sending.TRANSACTED;

import io.anyqueue.benchmarks.Workload.Shape;
import java.util.ArrayList;
import java.util.List;

/** Where the messages go: who competes there, and at what. */
enum Setting {
    /** Everything in one JVM. */
    MEMORY,
    /** An Artemis server without a journal, in a process of its own, over AMQP 1.0. */
    ARTEMIS,
    /** A RabbitMQ server in a container; classic queues, so that the client is what is measured. */
    RABBITMQ;

    private static final int LARGE = 64 * 1024;

    List<Candidate> candidates() {
        return switch (this) {
            case MEMORY -> List.of(Candidate.ANYQUEUE, Candidate.ACTIVEMQ_VM, Candidate.ARTEMIS_VM, Candidate.HAND_OFF);
            case ARTEMIS -> List.of(Candidate.ANYQUEUE, Candidate.QPID_JMS, Candidate.PROTON_CLIENT, Candidate.ENGINE);
            case RABBITMQ ->
                List.of(
                        Candidate.ANYQUEUE,
                        Candidate.QPID_JMS,
                        Candidate.PROTON_CLIENT,
                        Candidate.RABBITMQ_AMQP,
                        Candidate.RABBITMQ_JMS,
                        Candidate.ENGINE);
        };
    }

    /** The short set: what the targets are about. */
    List<Workload> shortSet() {
        return this == MEMORY ? memory() : broker();
    }

    List<Workload> fullSet() {
        List<Workload> all = new ArrayList<>(shortSet());
        all.addAll(this == MEMORY ? moreInMemory() : moreAtBroker());
        return all;
    }

    private static List<Workload> memory() {
        return List.of(
                pipe("pipe 1/1", 1, 256, SYNCHRONOUS, RECEIVE),
                pipe("pipe 4/4", 4, 256, SYNCHRONOUS, RECEIVE),
                pipe("pipe 1/1 transacted", 1, 256, TRANSACTED, Workload.Receiving.TRANSACTED),
                new Workload("backlog", Shape.BACKLOG, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("first message", Shape.FIRST_MESSAGE, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE));
    }

    private static List<Workload> moreInMemory() {
        return List.of(
                pipe("pipe 4/4 transacted", 4, 256, TRANSACTED, Workload.Receiving.TRANSACTED),
                pipe("pipe 1/1, 64", 1, 64, SYNCHRONOUS, RECEIVE),
                pipe("pipe 1/1, 1 Ki", 1, 1024, SYNCHRONOUS, RECEIVE),
                pipe("pipe 1/1, 64 Ki", 1, LARGE, SYNCHRONOUS, RECEIVE),
                pipe("pipe 1/1 listener", 1, 256, SYNCHRONOUS, LISTENER),
                pipe("pipe 1/1 client ack", 1, 256, SYNCHRONOUS, CLIENT_ACKNOWLEDGE),
                pipe("pipe 1/1 async", 1, 256, ASYNCHRONOUS, RECEIVE),
                new Workload("fan-out 1/10", Shape.FAN_OUT, 1, 10, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("selector 1 in 10", Shape.SELECT, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("request/reply", Shape.REQUEST_REPLY, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("idle consumers", Shape.IDLE, 0, 1000, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE));
    }

    private static List<Workload> broker() {
        return List.of(
                send("send async", 256, ASYNCHRONOUS),
                send("send async, 1 Ki", 1024, ASYNCHRONOUS),
                send("send sync", 256, SYNCHRONOUS),
                send("send transacted", 256, TRANSACTED),
                receive("receive", RECEIVE),
                receive("listener", LISTENER),
                new Workload("request/reply", Shape.REQUEST_REPLY, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE));
    }

    private static List<Workload> moreAtBroker() {
        return List.of(
                send("send async, 64", 64, ASYNCHRONOUS),
                send("send async, 64 Ki", LARGE, ASYNCHRONOUS),
                receive("receive client ack", CLIENT_ACKNOWLEDGE),
                receive("receive transacted", Workload.Receiving.TRANSACTED),
                send("send sync, 1 Ki", 1024, SYNCHRONOUS),
                send("send sync, 64 Ki", LARGE, SYNCHRONOUS),
                new Workload(
                        "send async, not persistent", Shape.SEND, 1, 1, 256, NON_PERSISTENT, ASYNCHRONOUS, RECEIVE),
                new Workload("receive, 1 Ki", Shape.RECEIVE, 1, 1, 1024, PERSISTENT, ASYNCHRONOUS, RECEIVE),
                new Workload("receive, 64 Ki", Shape.RECEIVE, 1, 1, LARGE, PERSISTENT, ASYNCHRONOUS, RECEIVE),
                pipe("pipe 1/1", 1, 256, SYNCHRONOUS, RECEIVE),
                pipe("pipe 4/4", 4, 256, SYNCHRONOUS, LISTENER),
                new Workload("selector 1 in 10", Shape.SELECT, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("backlog", Shape.BACKLOG, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("fan-out 1/10", Shape.FAN_OUT, 1, 10, 256, NON_PERSISTENT, SYNCHRONOUS, LISTENER),
                new Workload("first message", Shape.FIRST_MESSAGE, 1, 1, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE),
                new Workload("idle consumers", Shape.IDLE, 0, 1000, 256, NON_PERSISTENT, SYNCHRONOUS, RECEIVE));
    }

    private static Workload pipe(
            String name, int each, int chars, Workload.Sending sending, Workload.Receiving receiving) {
        return new Workload(name, Shape.PIPE, each, each, chars, NON_PERSISTENT, sending, receiving);
    }

    private static Workload send(String name, int chars, Workload.Sending sending) {
        return new Workload(name, Shape.SEND, 1, 1, chars, PERSISTENT, sending, RECEIVE);
    }

    private static Workload receive(String name, Workload.Receiving receiving) {
        return new Workload(name, Shape.RECEIVE, 1, 1, 256, PERSISTENT, ASYNCHRONOUS, receiving);
    }
}
