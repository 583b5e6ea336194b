package io.anyqueue.amqp;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitMq;
import io.anyqueue.testing.RabbitVersion;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A test class that runs once on each version of RabbitMQ. */
@ParameterizedClass(name = "{0}")
@EnumSource(RabbitVersion.class)
abstract class OnRabbit extends WithConnections {
    @Parameter
    RabbitVersion version;

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
        return startAs(clientId, factory("").createConnection());
    }

    Session session() throws JMSException {
        return connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    CuttingProxy proxy() {
        return new CuttingProxy(broker().port());
    }

    /** A started connection that recovers at once. */
    Connection through(CuttingProxy proxy, String query) throws JMSException {
        return start(AnyQueue.connectionFactory(url(proxy, query)).createConnection());
    }

    static String url(CuttingProxy proxy, String query) {
        return "amqp://guest:guest@localhost:" + proxy.port() + "/?recoveryDelay=20ms" + query;
    }

    /** The texts of all messages in a queue. */
    List<String> drain(String queue) throws JMSException {
        return drain(session(), queue);
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
