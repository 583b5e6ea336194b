package io.anyqueue.amqp;

import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A test class on one embedded Artemis, shared by all such classes; connections are closed after each test. */
@Timeout(600)
abstract class OnArtemis {
    /** Long enough for a slow machine; nothing is decided by it. */
    static final long SOON = 60_000;

    private static final Artemis BROKER = shared();

    private final List<Connection> connections = new ArrayList<>();
    /** A name that no other test uses. */
    String name;

    private static Artemis shared() {
        Artemis broker = Artemis.start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        return broker;
    }

    static Artemis broker() {
        return BROKER;
    }

    @BeforeEach
    void nameAfter(TestInfo test) {
        name = test.getTestClass().orElseThrow().getSimpleName() + "."
                + test.getTestMethod().orElseThrow().getName() + "." + System.nanoTime();
    }

    @AfterEach
    void closeAll() throws JMSException {
        for (Connection each : connections) {
            each.close();
        }
    }

    /** A started connection of ours. */
    Connection connect() throws JMSException {
        return connect("");
    }

    Connection connect(String query) throws JMSException {
        Connection connection = factory(query).createConnection();
        connections.add(connection);
        connection.start();
        return connection;
    }

    Connection connectAs(String clientId) throws JMSException {
        Connection connection = factory("").createConnection();
        connections.add(connection);
        connection.setClientID(clientId);
        connection.start();
        return connection;
    }

    /** A started connection of Qpid JMS. */
    Connection connectQpid() throws JMSException {
        Connection connection = new org.apache.qpid.jms.JmsConnectionFactory(broker().url()).createConnection();
        connections.add(connection);
        connection.start();
        return connection;
    }

    static ConnectionFactory factory(String query) {
        return AnyQueue.connectionFactory(broker().url() + "/" + query);
    }

    /** What an untyped enumeration of Jakarta Messaging holds. */
    static <T> List<T> all(Enumeration<?> raw, Class<T> type) {
        List<T> list = new ArrayList<>();
        while (raw.hasMoreElements()) {
            list.add(type.cast(raw.nextElement()));
        }
        return list;
    }

    /** Until nobody consumes from a queue any more, and what its consumers held is back: a cut is known to the broker later. */
    static void awaitNoConsumer(String queue) {
        await().until(() -> {
            org.apache.activemq.artemis.core.server.Queue located =
                    broker().server().locateQueue(queue);
            return located.getConsumerCount() == 0 && located.getDeliveringCount() == 0;
        });
    }

    static long messagesIn(String queue) {
        return broker().messagesIn(queue);
    }
}
