package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.inmemory.Operation;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing from any thread, while something waits or runs, and from callbacks (sections 6.1.8, 6.2.15, 7.3 and 8.8). */
class CloseTest {
    private final World world = World.create();
    private Connection connection;
    private Session session;
    private Queue queue;

    /** What is closed while a receive waits. */
    enum Closing {
        CONSUMER,
        SESSION,
        CONNECTION
    }

    @BeforeEach
    void open() throws JMSException {
        connection = world.connect();
        session = connection.createSession();
        queue = session.createQueue("q");
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Closing.class)
    void aBlockedReceiveReturnsNull(Closing closing) throws Exception {
        for (int i = 0; i < 50; i++) {
            Connection mine = world.factory().createConnection();
            mine.start();
            Session receiving = mine.createSession();
            MessageConsumer consumer = receiving.createConsumer(queue);
            Background.Work<Message> blocked =
                    Background.call(i % 2 == 0 ? consumer::receive : () -> consumer.receive(World.LIMIT_MILLIS * 10));
            boolean certain = i % 4 < 2;
            if (certain) {
                blocked.awaitBlocked();
            }
            switch (closing) {
                case CONSUMER -> consumer.close();
                case SESSION -> receiving.close();
                case CONNECTION -> mine.close();
            }
            Throwable failure = Background.failure(blocked);
            if (!certain && failure != null) {
                // The receive came after the close, as it may in the rounds that do not wait for it.
                assertThat(failure).isInstanceOf(IllegalStateException.class);
            } else {
                assertThat(Background.get(blocked)).isNull();
            }
            mine.close();
        }
    }

    @Test
    void aContextThatIsClosedWhileItIsFirstUsedLeavesNoSession() throws Exception {
        try (JMSContext sibling = world.factory().createContext()) {
            for (int i = 0; i < 1000; i++) {
                JMSContext context = sibling.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                CyclicBarrier together = new CyclicBarrier(2);
                CompletableFuture<Void> closing = Background.run(() -> {
                    together.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
                    context.close();
                });
                together.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
                try {
                    context.createConsumer(queue);
                } catch (JMSRuntimeException closedFirst) {
                    assertThat(closedFirst).isInstanceOf(IllegalStateRuntimeException.class);
                }
                Background.get(closing);
            }
            assertThat(world.broker().queue("q").consumers()).isZero();
        }
    }

    @Test
    void aContextThatTwoThreadsCloseLeavesTheConnectionToItsSibling() throws Exception {
        for (int i = 0; i < 300; i++) {
            try (JMSContext sibling = world.factory().createContext()) {
                JMSContext context = sibling.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                CyclicBarrier together = new CyclicBarrier(2);
                Background.Action closing = () -> {
                    together.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
                    context.close();
                };
                CompletableFuture<Void> first = Background.run(closing);
                CompletableFuture<Void> second = Background.run(closing);
                Background.get(first);
                Background.get(second);
                sibling.createProducer().send(queue, "still open");
            }
        }
    }

    @Test
    void aBlockedContextReceiveReturnsNull() throws Exception {
        JMSContext context = world.factory().createContext();
        JMSConsumer consumer = context.createConsumer(queue);
        Background.Work<String> blocked = Background.call(() -> consumer.receiveBody(String.class));
        blocked.awaitBlocked();
        context.close();
        assertThat(Background.get(blocked)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Closing.class)
    void closingWaitsForARunningListenerWhichStaysAbleToWork(Closing closing) throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        MessageProducer producer = transacted.createProducer(transacted.createQueue("out"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Void> worked = new CompletableFuture<>();
        consumer.setMessageListener(message -> {
            inside.countDown();
            try {
                assertThat(leave.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS))
                        .isTrue();
                if (closing == Closing.CONSUMER) {
                    producer.send(message);
                    transacted.commit();
                } else {
                    assertThat(message.getJMSMessageID()).isNotNull();
                }
                worked.complete(null);
            } catch (JMSException | InterruptedException | RuntimeException | AssertionError e) {
                worked.completeExceptionally(e);
            }
        });
        world.fill("q", "1");
        assertThat(inside.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        CompletableFuture<Void> done = Background.run(() -> {
            switch (closing) {
                case CONSUMER -> consumer.close();
                case SESSION -> transacted.close();
                case CONNECTION -> connection.close();
            }
        });
        assertThat(done).isNotDone();
        leave.countDown();
        Background.get(done);
        Background.get(worked);
        assertThat(world.empty(closing == Closing.CONSUMER ? "out" : "q")).containsExactly("1");
    }

    @Test
    void whatIsRefusedInAMessageListenerIsRefusedAndTheRestWorks() throws Exception {
        Session other = connection.createSession();
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Map<String, Throwable>> outcome = new CompletableFuture<>();
        consumer.setMessageListener(message -> {
            Map<String, Throwable> answers = new LinkedHashMap<>();
            answers.put("connection.close", attempt(connection::close));
            answers.put("connection.stop", attempt(connection::stop));
            answers.put("session.close", attempt(session::close));
            answers.put("other.close", attempt(other::close));
            answers.put("consumer.close", attempt(consumer::close));
            outcome.complete(answers);
        });
        world.fill("q", "1");
        Map<String, Throwable> answers = Background.get(outcome);
        assertThat(answers.get("connection.close")).isInstanceOf(IllegalStateException.class);
        assertThat(answers.get("connection.stop")).isInstanceOf(IllegalStateException.class);
        assertThat(answers.get("session.close")).isInstanceOf(IllegalStateException.class);
        assertThat(answers.get("other.close")).isNull();
        assertThat(answers.get("consumer.close")).isNull();
        world.awaitEmpty("q");
    }

    @Test
    void aContextRefusesToStopAndCloseInItsListener() throws Exception {
        try (JMSContext context = world.factory().createContext()) {
            CompletableFuture<Map<String, Throwable>> outcome = new CompletableFuture<>();
            context.createConsumer(queue).setMessageListener(message -> {
                Map<String, Throwable> answers = new LinkedHashMap<>();
                answers.put("stop", attempt(context::stop));
                answers.put("close", attempt(context::close));
                outcome.complete(answers);
            });
            world.fill("q", "1");
            assertThat(Background.get(outcome).values())
                    .hasSize(2)
                    .allMatch(IllegalStateRuntimeException.class::isInstance);
            world.awaitEmpty("q");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsRefusedInACompletionListenerIsRefusedAndTheRestWorks(boolean transacted) throws Exception {
        Session sending = connection.createSession(transacted ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = sending.createProducer(queue);
        CompletableFuture<Map<String, Throwable>> outcome = new CompletableFuture<>();
        producer.send(sending.createTextMessage("1"), Completion.either(() -> {
            Map<String, Throwable> answers = new LinkedHashMap<>();
            answers.put("connection.close", attempt(connection::close));
            answers.put("session.close", attempt(sending::close));
            if (transacted) {
                answers.put("commit", attempt(sending::commit));
                answers.put("rollback", attempt(sending::rollback));
            }
            outcome.complete(answers);
        }));
        assertThat(Background.get(outcome).values()).allMatch(IllegalStateException.class::isInstance);
        sending.close();
    }

    @Test
    void aProducerMayNotBeClosedInItsCompletionListener() throws Exception {
        MessageProducer producer = session.createProducer(queue);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        producer.send(
                session.createTextMessage("1"), Completion.either(() -> outcome.complete(attempt(producer::close))));
        assertThat(Background.get(outcome)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Closing.class)
    void closingWaitsForAsynchronousSends(Closing closing) throws Exception {
        MessageProducer producer = session.createProducer(queue);
        world.faults().delay(Operation.SEND, Duration.ofSeconds(1));
        CountDownLatch told = new CountDownLatch(1);
        producer.send(session.createTextMessage("1"), Completion.either(told::countDown));
        CompletableFuture<Void> done = Background.run(() -> {
            switch (closing) {
                case CONSUMER -> producer.close();
                case SESSION -> session.close();
                case CONNECTION -> connection.close();
            }
        });
        assertThat(done).isNotDone();
        assertThat(told.getCount()).isEqualTo(1);
        world.clock().advance(Duration.ofSeconds(1));
        Background.get(done);
        assertThat(told.getCount()).isZero();
    }

    @Test
    void manyThreadsMayCloseAtOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            Connection mine = world.factory().createConnection();
            Session both = mine.createSession();
            MessageConsumer consumer = both.createConsumer(queue);
            var all = List.of(
                    Background.run(mine::close),
                    Background.run(mine::close),
                    Background.run(both::close),
                    Background.run(consumer::close));
            for (CompletableFuture<Void> each : all) {
                Background.get(each);
            }
            World.await(() -> assertThat(world.broker().connections()).hasSize(1));
        }
    }

    @Test
    void whatAConsumerDeliveredCanBeAcknowledgedAfterItsClose() throws JMSException {
        world.fill("q", "1", "2", "3");
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        Message first = consumer.receive(World.LIMIT_MILLIS);
        consumer.close();
        first.acknowledge();
        client.close();
        assertThat(world.empty("q")).containsExactly("2", "3");
    }

    @Test
    void anExceptionListenerMayCloseItsConnection() throws Exception {
        Connection fragile = world.connect("recovery=false");
        fragile.createSession();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        fragile.setExceptionListener(problem -> outcome.complete(attempt(fragile::close)));
        world.faults().dropConnections();
        assertThat(outcome.get(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    private static Throwable attempt(Background.Action action) {
        try {
            action.run();
            return null;
        } catch (Exception e) {
            return e;
        }
    }
}
