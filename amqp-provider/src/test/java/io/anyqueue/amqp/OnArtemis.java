package io.anyqueue.amqp;

import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A test class on one embedded Artemis, shared by all such classes. */
abstract class OnArtemis extends WithConnections {
    private static final Artemis BROKER = shared();

    private static Artemis shared() {
        Artemis broker = Artemis.start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        return broker;
    }

    static Artemis broker() {
        return BROKER;
    }

    /** A started connection of ours. */
    Connection connect() throws JMSException {
        return connect("");
    }

    Connection connect(String query) throws JMSException {
        return start(factory(query).createConnection());
    }

    Connection connectAs(String clientId) throws JMSException {
        return startAs(clientId, factory("").createConnection());
    }

    /** A started connection of Qpid JMS. */
    Connection connectQpid() throws JMSException {
        return start(new JmsConnectionFactory(broker().url()).createConnection());
    }

    static ConnectionFactory factory(String query) {
        return AnyQueue.connectionFactory(broker().url() + "/" + query);
    }

    static CuttingProxy proxy() {
        return new CuttingProxy(broker().port());
    }

    /** A started connection that recovers at once. */
    Connection through(CuttingProxy proxy, String query) throws JMSException {
        return start(factoryThrough(proxy, query).createConnection());
    }

    static ConnectionFactory factoryThrough(CuttingProxy proxy, String query) {
        return AnyQueue.connectionFactory("amqp://localhost:" + proxy.port() + "/?recoveryDelay=1ms" + query);
    }

    /** The texts of all messages in a queue, when nobody else consumes from it any more. */
    List<String> drain(String queue) throws JMSException {
        awaitNoConsumer(queue);
        Session session = connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
        List<String> texts = new ArrayList<>();
        do {
            texts.addAll(drain(consumer));
            // A slow Artemis may say that it has nothing when it has.
        } while (messagesIn(queue) > 0);
        return texts;
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
