package io.anyqueue.benchmarks.micro;

import io.anyqueue.AnyQueue;
import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.MessageData;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a message costs before it is sent: making it, its properties, and the snapshot that a provider is given. */
@State(Scope.Thread)
public class MessageBenchmark {
    private Connection connection;
    private Session session;
    private TextMessage message;
    private int number;

    /** Opens a session, and makes one message with ten properties. */
    @Setup(Level.Trial)
    public void open() throws JMSException {
        connection = AnyQueue.connectionFactory("inmemory:messages").createConnection();
        session = connection.createSession();
        message = session.createTextMessage(Sample.TEXT);
        for (int i = 0; i < 10; i++) {
            message.setIntProperty("property" + i, i);
        }
    }

    /** Closes the connection. */
    @TearDown(Level.Trial)
    public void close() throws JMSException {
        connection.close();
    }

    @Benchmark
    public TextMessage create() throws JMSException {
        TextMessage created = session.createTextMessage(Sample.TEXT);
        created.setIntProperty(Sample.PROPERTY, number++);
        return created;
    }

    @Benchmark
    public MessageData createAndSnapshot() throws JMSException {
        return ((JmsMessage) create()).snapshot();
    }

    @Benchmark
    public MessageData snapshotUnchanged() {
        return ((JmsMessage) message).snapshot();
    }

    @Benchmark
    public int readLastOfTenProperties() throws JMSException {
        return message.getIntProperty("property9");
    }

    @Benchmark
    public void changeProperty() throws JMSException {
        message.setIntProperty("property5", number++);
    }
}
