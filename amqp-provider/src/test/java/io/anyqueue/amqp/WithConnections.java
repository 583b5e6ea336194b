package io.anyqueue.amqp;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A test class whose connections are closed after each test. */
@Timeout(600)
abstract class WithConnections {
    /** Long enough for a slow machine; nothing is decided by it. */
    static final long SOON = 60_000;

    private final List<Connection> connections = new ArrayList<>();
    /** A name that no other test uses. */
    String name;

    @BeforeEach
    void nameAfter(TestInfo test) {
        name = test.getTestClass().orElseThrow().getSimpleName() + "."
                + test.getTestMethod().orElseThrow().getName() + "." + System.nanoTime();
    }

    @AfterEach
    void closeConnections() throws JMSException {
        for (Connection each : connections) {
            each.close();
        }
        connections.clear();
    }

    /** Is closed after the test. */
    Connection toClose(Connection connection) {
        connections.add(connection);
        return connection;
    }

    Connection start(Connection connection) throws JMSException {
        toClose(connection).start();
        return connection;
    }

    Connection startAs(String clientId, Connection connection) throws JMSException {
        toClose(connection).setClientID(clientId);
        connection.start();
        return connection;
    }

    /** The text of the next message, or null where none comes. */
    static String text(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(SOON);
        return message == null ? null : message.getBody(String.class);
    }

    /** The texts of all messages that are there for a consumer now. */
    static List<String> drain(MessageConsumer consumer) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message each = consumer.receiveNoWait(); each != null; each = consumer.receiveNoWait()) {
            texts.add(each.getBody(String.class));
        }
        return texts;
    }

    static List<String> drain(Session session, String queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            return drain(consumer);
        }
    }
}
