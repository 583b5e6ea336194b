package io.anyqueue.benchmarks;

import com.rabbitmq.client.amqp.Connection;
import com.rabbitmq.client.amqp.Consumer;
import com.rabbitmq.client.amqp.Environment;
import com.rabbitmq.client.amqp.Management;
import com.rabbitmq.client.amqp.Message;
import com.rabbitmq.client.amqp.Publisher;
import com.rabbitmq.client.amqp.impl.AmqpEnvironmentBuilder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Rounds over RabbitMQ's own client for AMQP 1.0, whose consumers are handlers and whose messages are durable. */
final class RabbitAmqpClient implements BareClient {
    private static final int WINDOW = 2_000;
    private static final int CREDIT = 1_000;
    private static final long PATIENCE_SECONDS = 60;

    private final Environment environment = new AmqpEnvironmentBuilder().build();
    private final Connection connection;
    private final String queue;
    private final byte[] body;
    private final Publisher publisher;
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicInteger refused = new AtomicInteger();
    private int number;

    RabbitAmqpClient(BrokerAddress broker, Workload workload, String queue) {
        this.queue = queue;
        this.body = "x".repeat(workload.bodyChars()).getBytes(StandardCharsets.UTF_8);
        connection = environment
                .connectionBuilder()
                .host(broker.host())
                .port(broker.port())
                .username(broker.user())
                .password(broker.password())
                .build();
        try (Management management = connection.management()) {
            management.queue(queue).type(Management.QueueType.CLASSIC).declare();
        }
        publisher = connection.publisherBuilder().queue(queue).build();
    }

    @Override
    public void send(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            publish();
        }
        settle();
    }

    @Override
    public void sendOne() throws InterruptedException {
        publish();
        settle();
    }

    private void publish() throws InterruptedException {
        window.acquire();
        Message message = publisher.message(body).property(Messages.PROPERTY, number++ % 10);
        publisher.publish(message, this::answered);
    }

    private void answered(Publisher.Context context) {
        if (context.status() != Publisher.Status.ACCEPTED) {
            refused.incrementAndGet();
        }
        window.release();
    }

    private void settle() throws InterruptedException {
        if (!window.tryAcquire(WINDOW, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The broker has not answered all messages in " + PATIENCE_SECONDS + " s");
        }
        window.release(WINDOW);
        if (refused.get() > 0) {
            throw new IllegalStateException("The broker has refused " + refused + " messages");
        }
    }

    @Override
    public void receive(int count, Meter meter) throws InterruptedException {
        meter.begin();
        drain(count);
        meter.end(count);
    }

    @Override
    public void drain(int count) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(count);
        try (Consumer consumer = connection
                .consumerBuilder()
                .queue(queue)
                .initialCredits(CREDIT)
                .messageHandler((context, message) -> {
                    context.accept();
                    left.countDown();
                })
                .build()) {
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        left.getCount() + " of " + count + " messages did not come to " + consumer);
            }
        }
    }

    @Override
    public void close() {
        publisher.close();
        connection.close();
        environment.close();
    }
}
