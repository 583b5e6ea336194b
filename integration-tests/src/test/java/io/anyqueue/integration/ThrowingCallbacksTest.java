package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionStateListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever application code throws in a callback, the library goes on. Kotlin, Scala and others throw checked exceptions from
 * methods that declare none.
 */
@Timeout(120)
class ThrowingCallbacksTest {
    private final World world = World.create();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    static Stream<Supplier<Throwable>> failures() {
        return Stream.of(
                () -> new IllegalArgumentException("unchecked, as part of the test"),
                () -> new IOException("checked, as part of the test"),
                () -> new AssertionError("an error, as part of the test"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
    private static <T extends Throwable> T sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private static void fail(Supplier<Throwable> failure) {
        ThrowingCallbacksTest.<RuntimeException>sneak(failure.get());
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aMessageListenerGetsTheMessageAgainAndThenTheOthers(Supplier<Throwable> failure) throws Exception {
        world.fill("q", "1", "2");
        Session session = world.connect().createSession();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        session.createConsumer(session.createQueue("q")).setMessageListener(message -> {
            seen.add(text(message));
            if (calls.getAndIncrement() == 0) {
                fail(failure);
            }
        });
        assertThat(next(seen)).isEqualTo("1");
        world.clock().advance(Duration.ofMinutes(1));
        assertThat(List.of(next(seen), next(seen))).containsExactly("1", "2");
        session.close();
        assertThat(world.depth("q")).isZero();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theOtherCompletionListenersAreCalledAndCloseReturns(Supplier<Throwable> failure) throws Exception {
        Connection connection = world.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        BlockingQueue<String> completed = new LinkedBlockingQueue<>();
        for (String text : List.of("1", "2", "3")) {
            producer.send(
                    session.createTextMessage(text),
                    Completion.of(
                            message -> {
                                completed.add(text(message));
                                fail(failure);
                            },
                            (message, exception) -> completed.add("failed: " + exception)));
        }
        assertThat(List.of(next(completed), next(completed), next(completed))).containsExactly("1", "2", "3");
        connection.close();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aStateListenerDoesNotKeepTheConnectionFromRecovering(Supplier<Throwable> failure) throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ConnectionStateListener listener = new ConnectionStateListener() {
            @Override
            public void connectionLost(String connection, Throwable cause) {
                told.add("lost");
                fail(failure);
            }

            @Override
            public void connectionRestored(String connection) {
                told.add("restored");
                fail(failure);
            }
        };
        try (Connection connection = AnyQueue.builder(world.broker().url())
                .connectionStateListener(listener)
                .option(ClientOptions.SEND_TIMEOUT, Duration.ofSeconds(60))
                .build()
                .createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            world.faults().dropConnections();
            producer.send(session.createTextMessage("after"));
            assertThat(List.of(next(told), next(told))).containsExactly("lost", "restored");
            world.faults().dropConnections();
            producer.send(session.createTextMessage("again"));
        }
        assertThat(world.empty("q")).containsExactly("after", "again");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aServerSessionPoolIsAskedAgain(Supplier<Throwable> failure) throws Exception {
        world.fill("q", "1");
        Connection connection = world.connect();
        Session server = connection.createSession();
        Queue queue = server.createQueue("q");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        BlockingQueue<JMSException> problems = new LinkedBlockingQueue<>();
        server.setMessageListener(message -> seen.add(text(message)));
        connection.setExceptionListener(problems::add);
        AtomicInteger calls = new AtomicInteger();
        connection.createConnectionConsumer(
                queue,
                null,
                () -> {
                    if (calls.getAndIncrement() == 0) {
                        fail(failure);
                    }
                    return new ServerSession() {
                        @Override
                        public Session getSession() {
                            return server;
                        }

                        @Override
                        public void start() {
                            new Thread(server, "server-session").start();
                        }
                    };
                },
                1);
        assertThat(next(problems)).hasMessageContaining("as part of the test");
        world.clock().advance(Duration.ofMinutes(1));
        assertThat(next(seen)).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anExceptionListenerHearsOfTheNextProblemToo(Supplier<Throwable> failure) throws Exception {
        world.fill("q", "1");
        Connection connection = world.connect();
        Session server = connection.createSession();
        BlockingQueue<JMSException> problems = new LinkedBlockingQueue<>();
        connection.setExceptionListener(problem -> {
            problems.add(problem);
            fail(failure);
        });
        connection.createConnectionConsumer(
                server.createQueue("q"),
                null,
                () -> {
                    throw new JMSException("no session, as part of the test");
                },
                1);
        assertThat(next(problems)).hasMessageContaining("no session");
        world.clock().advance(Duration.ofMinutes(1));
        assertThat(next(problems)).hasMessageContaining("no session");
    }

    private static String text(Message message) {
        try {
            return message.getBody(String.class);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
