package io.anyqueue.benchmarks;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Rounds over Jakarta Messaging. */
final class JmsClient implements BareClient {
    private final Connection connection;
    private final Workload workload;
    private final Queue queue;
    private final Session session;
    private final Producer producer;

    JmsClient(Connection connection, Workload workload, String name) throws JMSException {
        this.connection = connection;
        this.workload = workload;
        session = Producer.session(connection, workload.sending());
        queue = session.createQueue(name);
        producer = new Producer(session, queue, workload, workload.sending());
    }

    @Override
    public void send(int count) throws Exception {
        for (int sent = 0; sent < count; sent += Workload.BATCH) {
            producer.send(Workload.BATCH);
        }
        producer.settle();
    }

    @Override
    public void sendOne() throws JMSException {
        producer.sendOne();
    }

    @Override
    public void receive(int count, Meter meter) throws Exception {
        if (workload.receiving() == Workload.Receiving.LISTENER) {
            listen(count, meter);
            return;
        }
        try (Consumer consumer = new Consumer(connection, queue, null, workload.receiving(), new LongAdder())) {
            meter.begin();
            consumer.receiveExactly(count);
            meter.end(count);
        }
    }

    private void listen(int count, Meter meter) throws Exception {
        try (Session listening = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            CountDownLatch left = new CountDownLatch(count);
            meter.begin();
            listening.createConsumer(queue).setMessageListener(message -> left.countDown());
            if (!left.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " of " + count + " messages did not come");
            }
            meter.end(count);
        }
    }

    @Override
    public void drain(int count) throws JMSException {
        try (Consumer consumer =
                new Consumer(connection, queue, null, Workload.Receiving.CLIENT_ACKNOWLEDGE, new LongAdder())) {
            consumer.receiveExactly(count);
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
