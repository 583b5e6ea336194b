package io.anyqueue.benchmarks;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Measurements that are not about throughput: latency, heap, time from nothing. */
final class SingleShots {
    private static final int SMALL_BACKLOG = 1_000;
    private static final long PATIENCE_MILLIS = 30_000;
    /** A String of 256 Latin-1 characters on the heap: 24 bytes for the object, 272 for its array. */
    private static final double BODY_BYTES = 24 + 16 + 256;

    private SingleShots() {}

    static Map<String, Double> requestReply(Connection connection, Workload workload, Pace pace, Queue queue)
            throws Exception {
        Session replying = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageProducer replies = replying.createProducer(null);
        replying.createConsumer(queue).setMessageListener(request -> reply(replying, replies, request));
        Session asking = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        TemporaryQueue replyTo = asking.createTemporaryQueue();
        MessageConsumer answers = asking.createConsumer(replyTo);
        MessageProducer requests = asking.createProducer(queue);
        requests.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
        Messages messages = new Messages(asking, workload);
        long warm = System.nanoTime() + pace.warmUp().toNanos();
        while (System.nanoTime() < warm) {
            ask(messages, requests, answers, replyTo);
        }
        Meter meter = new Meter();
        long done = 0;
        long end = System.nanoTime() + pace.measured().toNanos();
        meter.begin();
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            ask(messages, requests, answers, replyTo);
            meter.latency(System.nanoTime() - begun);
            done++;
        }
        meter.end(done);
        return meter.metrics();
    }

    private static void ask(
            Messages messages, MessageProducer requests, MessageConsumer answers, TemporaryQueue replyTo)
            throws JMSException {
        Message request = messages.next();
        request.setJMSReplyTo(replyTo);
        requests.send(request);
        if (answers.receive(PATIENCE_MILLIS) == null) {
            throw new JMSException("No reply came within " + PATIENCE_MILLIS + " ms");
        }
    }

    private static void reply(Session session, MessageProducer replies, Message request) {
        try {
            replies.send(request.getJMSReplyTo(), session.createTextMessage("reply"));
        } catch (JMSException e) {
            throw new IllegalStateException("A reply could not be sent", e);
        }
    }

    static Map<String, Double> backlog(Connection connection, Workload workload, Pace pace, Queue queue)
            throws Exception {
        Map<String, Double> metrics = new TreeMap<>();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        try (MessageProducer producer = session.createProducer(queue)) {
            producer.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
            Messages messages = new Messages(session, workload);
            for (int i = 0; i < 100; i++) {
                fill(producer, messages, SMALL_BACKLOG);
                drain(connection, queue, SMALL_BACKLOG);
            }
            metrics.put("fill at 1,000 us/msg", fill(producer, messages, SMALL_BACKLOG));
            metrics.put("drain at 1,000 us/msg", drain(connection, queue, SMALL_BACKLOG));
            long before = usedHeap();
            metrics.put("fill at 1,000,000 us/msg", fill(producer, messages, pace.backlog()));
            double each = (double) (usedHeap() - before) / pace.backlog();
            metrics.put("heap bytes/msg", each);
            metrics.put("heap beyond the body bytes/msg", each - BODY_BYTES);
            metrics.put("drain at 1,000,000 us/msg", drain(connection, queue, pace.backlog()));
        }
        return metrics;
    }

    private static double fill(MessageProducer producer, Messages messages, int count) throws JMSException {
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            producer.send(messages.nextDistinct());
        }
        return (System.nanoTime() - begun) / 1e3 / count;
    }

    private static double drain(Connection connection, Queue queue, int count) throws JMSException {
        try (Consumer consumer = new Consumer(connection, queue, null, Workload.Receiving.RECEIVE, new LongAdder())) {
            long begun = System.nanoTime();
            consumer.receiveExactly(count);
            return (System.nanoTime() - begun) / 1e3 / count;
        }
    }

    private static long usedHeap() throws InterruptedException {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }

    /** @param begun when nothing but the JVM was there, as {@link System#nanoTime} had it */
    static Map<String, Double> firstMessage(Connection connection, Queue queue, long begun) throws JMSException {
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        session.createProducer(queue).send(session.createTextMessage("first"));
        if (session.createConsumer(queue).receive(PATIENCE_MILLIS) == null) {
            throw new JMSException("The first message did not come");
        }
        return Map.of("first message ms", (System.nanoTime() - begun) / 1e6);
    }

    static Map<String, Double> idle(ConnectionFactory factory, Workload workload, String queue) throws Exception {
        long heap = usedHeap();
        int threads = Thread.activeCount();
        long begun = System.nanoTime();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < workload.consumers(); i++) {
            Connection connection = factory.createConnection();
            connections.add(connection);
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            session.createConsumer(session.createQueue(queue + i)).setMessageListener(message -> {});
            connection.start();
        }
        double each = (System.nanoTime() - begun) / 1e3 / workload.consumers();
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("open us/connection", each);
        metrics.put("heap bytes/connection", (double) (usedHeap() - heap) / workload.consumers());
        metrics.put("threads/connection", (double) (Thread.activeCount() - threads) / workload.consumers());
        for (Connection connection : connections) {
            connection.close();
        }
        return metrics;
    }
}
