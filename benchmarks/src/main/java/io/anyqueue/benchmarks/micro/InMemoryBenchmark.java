package io.anyqueue.benchmarks.micro;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A message sent, received and acknowledged by one thread, so that nothing waits for another. */
@State(Scope.Thread)
public class InMemoryBenchmark {
    /** How the message is acknowledged. */
    @Param({"AUTO", "CLIENT", "TRANSACTED"})
    public Mode mode = Mode.AUTO;

    private Connection connection;
    private Session session;
    private MessageProducer producer;
    private MessageConsumer consumer;

    /** Modes of a session, by the constants of {@link Session}. */
    public enum Mode {
        AUTO(Session.AUTO_ACKNOWLEDGE),
        CLIENT(Session.CLIENT_ACKNOWLEDGE),
        TRANSACTED(Session.SESSION_TRANSACTED);

        private final int constant;

        Mode(int constant) {
            this.constant = constant;
        }
    }

    @Setup(Level.Trial)
    public void open() throws JMSException {
        connection = AnyQueue.connectionFactory("inmemory:round-trips").createConnection();
        connection.start();
        session = connection.createSession(mode.constant);
        Queue queue = session.createQueue("of-" + mode);
        producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        consumer = session.createConsumer(queue);
    }

    @TearDown(Level.Trial)
    public void close() throws JMSException {
        connection.close();
    }

    @Benchmark
    public Message sendReceiveAcknowledge() throws JMSException {
        producer.send(session.createTextMessage(Sample.TEXT));
        if (mode == Mode.TRANSACTED) {
            session.commit();
        }
        Message received = consumer.receive(10_000);
        if (received == null) {
            throw new JMSException("The message did not come");
        }
        if (mode == Mode.CLIENT) {
            received.acknowledge();
        } else if (mode == Mode.TRANSACTED) {
            session.commit();
        }
        return received;
    }
}
