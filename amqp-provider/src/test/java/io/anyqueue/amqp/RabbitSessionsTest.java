package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that come and go by several threads, which uses each of the 64 channel numbers again and again. */
final class RabbitSessionsTest extends OnRabbit {
    private static final int THREADS = 4;
    private static final int EACH = 100;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sessionsOpenedWhileOthersCloseAreAnswered(boolean sending) throws Exception {
        Connection connection = connect();
        Queue<JMSException> problems = new ConcurrentLinkedQueue<>();
        connection.setExceptionListener(problems::add);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    for (int j = 0; j < EACH; j++) {
                        openAndClose(connection, sending);
                    }
                    return null;
                }));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(problems).isEmpty();
        if (sending) {
            Session session = session();
            MessageConsumer consumer = session.createConsumer(session.createQueue(name));
            for (int i = 0; i < THREADS * EACH; i++) {
                assertThat(text(consumer)).isEqualTo("x");
            }
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    private void openAndClose(Connection connection, boolean sending) throws JMSException {
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            if (sending) {
                session.createProducer(session.createQueue(name)).send(session.createTextMessage("x"));
            }
        }
    }
}
