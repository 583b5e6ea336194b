package io.anyqueue.interop;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitMq;
import io.anyqueue.testing.RabbitVersion;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A test class that runs once on each version of RabbitMQ; what it opens is closed after each test. */
@ParameterizedClass(name = "{0}")
@EnumSource(RabbitVersion.class)
@Timeout(300)
abstract class OnRabbit {
    /** Long enough for a slow machine; nothing is decided by it. */
    static final long SOON = 60_000;

    @Parameter
    RabbitVersion version;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    /** A queue that no other test uses. */
    String queue;

    @BeforeEach
    void chooseName() {
        queue = getClass().getSimpleName() + '.' + System.nanoTime();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    RabbitMq broker() {
        return RabbitMq.of(version);
    }

    ConnectionFactory factory(String query) {
        return AnyQueue.connectionFactory(broker().url(query));
    }

    /** A session of a started connection of AnyQueue. */
    Session session() throws JMSException {
        Connection connection = opened(factory("").createConnection());
        connection.start();
        return connection.createSession();
    }
}
