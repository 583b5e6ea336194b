package io.anyqueue.amqp;

import io.anyqueue.AnyQueue;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Compares this provider with Qpid JMS on one embedded Artemis in one run: asynchronous sends, then receives. Arguments: messages
 * and repetitions. The broker shares the processors, so the numbers compare and nothing more.
 */
final class Measurement {
    private static final int WINDOW = 1000;

    private Measurement() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int repetitions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (ArtemisBroker broker = ArtemisBroker.start()) {
            String qpidUrl = broker.url() + "?jms.prefetchPolicy.all=1000";
            for (int i = 0; i < repetitions; i++) {
                measure("Qpid JMS", new JmsConnectionFactory(qpidUrl), "qpid" + i, count);
                measure("AnyQueue", AnyQueue.connectionFactory(broker.url() + "/?prefetch=1000"), "ours" + i, count);
            }
        }
    }

    private static void measure(String client, ConnectionFactory factory, String queue, int count) throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue destination = session.createQueue(queue);
            report(client, "asynchronous send", count, () -> send(session, destination, count));
            report(client, "receive()", count / 2, () -> receive(session, destination, count / 2));
            Session listening = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            report(client, "listener", count - count / 2, () -> listen(listening, destination, count - count / 2));
        }
    }

    private static void send(Session session, Queue queue, int count) throws JMSException, InterruptedException {
        byte[] content = new byte[256];
        Semaphore window = new Semaphore(WINDOW);
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                window.release();
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new IllegalStateException(exception);
            }
        };
        try (MessageProducer producer = session.createProducer(queue)) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            for (int i = 0; i < count; i++) {
                jakarta.jms.BytesMessage message = session.createBytesMessage();
                message.writeBytes(content);
                window.acquire();
                producer.send(message, listener);
            }
            window.acquire(WINDOW);
        }
    }

    private static void receive(Session session, Queue queue, int count) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            for (int i = 0; i < count; i++) {
                if (consumer.receive(20_000) == null) {
                    throw new IllegalStateException("Only " + i + " of " + count + " messages came");
                }
            }
        }
    }

    private static void listen(Session session, Queue queue, int count) throws JMSException, InterruptedException {
        CountDownLatch received = new CountDownLatch(count);
        try (MessageConsumer consumer = session.createConsumer(queue)) {
            consumer.setMessageListener(message -> received.countDown());
            received.await();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void report(String client, String what, int count, Work work) throws Exception {
        long cpu = clientCpu();
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double micros = (clientCpu() - cpu) / 1e3 / count;
        System.out.printf(
                Locale.ROOT, "%-9s %-18s %8.0f msg/s %6.2f us client CPU/msg%n", client, what, count / seconds, micros);
    }

    /** CPU of all threads that are not the broker's, by their names. */
    private static long clientCpu() {
        java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (java.lang.management.ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && !each.getThreadName().contains("activemq")) {
                sum += Math.max(0, threads.getThreadCpuTime(each.getThreadId()));
            }
        }
        return sum;
    }
}
