package io.anyqueue.amqp;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitMq;
import io.anyqueue.testing.RabbitVersion;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A test class that runs once on each version of RabbitMQ; connections are closed after each test. */
@ParameterizedClass(name = "{0}")
@EnumSource(RabbitVersion.class)
@Timeout(600)
abstract class OnRabbit {
    /** Long enough for a slow machine; nothing is decided by it. */
    static final long SOON = 60_000;

    @Parameter
    RabbitVersion version;

    private final List<Connection> connections = new ArrayList<>();
    /** A name that no other test uses. */
    String name;

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

    RabbitMq broker() {
        return RabbitMq.of(version);
    }

    String url() {
        return broker().url("");
    }

    String url(String user, String password, String rest) {
        return "amqp://" + user + ':' + password + '@' + broker().host() + ':' + broker().port() + '/' + rest;
    }

    ConnectionFactory factory(String query) {
        return AnyQueue.connectionFactory(url() + query);
    }

    /** A started connection. */
    Connection connect() throws JMSException {
        return connect("");
    }

    Connection connect(String query) throws JMSException {
        return start(factory(query).createConnection());
    }

    Connection connectAs(String clientId) throws JMSException {
        Connection connection = factory("").createConnection();
        connections.add(connection);
        connection.setClientID(clientId);
        connection.start();
        return connection;
    }

    Connection start(Connection connection) throws JMSException {
        connections.add(connection);
        connection.start();
        return connection;
    }

    Session session() throws JMSException {
        return connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    static String text(MessageConsumer consumer) throws JMSException {
        TextMessage message = (TextMessage) consumer.receive(SOON);
        return message == null ? null : message.getText();
    }

    String ctl(String... arguments) throws Exception {
        return broker().ctl(arguments);
    }

    /** What the broker says of a queue: {@code messages}, {@code arguments}, {@code type}; empty where there is none. */
    String queueColumn(String queue, String column) throws Exception {
        for (String line :
                ctl("list_queues", "--no-table-headers", "name", column).split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 2 && parts[0].equals(queue)) {
                return parts[1].trim();
            }
        }
        return "";
    }
}
