package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.AcknowledgementMode;
import io.anyqueue.internal.client.ClientConnection;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.spi.Capabilities;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The simplified API's connection and session in one (section 6.3), on the classic façades. The session is opened at its
 * first use, so that a client identifier can still be set on a new context.
 */
public final class JmsContext implements JMSContext {
    private final SharedConnection shared;
    private final AcknowledgementMode mode;
    private volatile boolean autoStart = true;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable JmsSession session;
    private @Nullable JmsProducer producer;

    private JmsContext(SharedConnection shared, AcknowledgementMode mode) {
        this.shared = shared;
        this.mode = mode;
    }

    /** Connects and makes the first context of the connection. */
    public static JMSContext connect(ClientConfiguration configuration, int sessionMode) {
        AcknowledgementMode mode = Unchecked.call(() -> AcknowledgementMode.of(sessionMode));
        JmsConnection connection = Unchecked.call(() -> (JmsConnection) JmsConnection.connect(configuration));
        return new JmsContext(new SharedConnection(connection), mode);
    }

    private JmsConnection connection(String operation) throws JMSException {
        if (closed.get()) {
            throw Failures.closed("context", operation);
        }
        return shared.connection();
    }

    JmsSession session(String operation) throws JMSException {
        JmsConnection connection = connection(operation);
        JmsSession open = session;
        if (open == null) {
            ClientConnection core = connection.core();
            open = new JmsSession(core.createSession(mode), Domain.UNIFIED);
            session = open;
            // A close that came meanwhile has not seen it.
            closeIfLate(open, operation);
        }
        return open;
    }

    private void closeIfLate(JmsSession opened, String operation) throws JMSException {
        if (closed.get()) {
            opened.close();
            throw Failures.closed("context", operation);
        }
    }

    private JmsProducer producer() throws JMSException {
        JmsProducer open = producer;
        if (open == null) {
            open = session("createProducer").createProducer(null);
            producer = open;
        }
        return open;
    }

    /** What the connection can do, emulation included. */
    public Capabilities capabilities() {
        return Unchecked.call(() -> connection("capabilities").capabilities());
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return Unchecked.call(() -> {
            connection("createContext");
            AcknowledgementMode otherMode = AcknowledgementMode.of(sessionMode);
            shared.join();
            return new JmsContext(shared, otherMode);
        });
    }

    @Override
    public @Nullable String getClientID() {
        return Unchecked.find(() -> connection("getClientID").getClientID());
    }

    @Override
    public void setClientID(@Nullable String clientId) {
        Unchecked.run(() -> connection("setClientID").setClientID(clientId));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return Unchecked.call(() -> connection("getMetaData").getMetaData());
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() {
        return Unchecked.find(() -> connection("getExceptionListener").getExceptionListener());
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) {
        Unchecked.run(() -> connection("setExceptionListener").setExceptionListener(listener));
    }

    @Override
    public void start() {
        Unchecked.run(() -> connection("start").start());
    }

    @Override
    public void stop() {
        Unchecked.run(() -> connection("stop").stop());
    }

    @Override
    public void setAutoStart(boolean value) {
        Unchecked.run(() -> connection("setAutoStart"));
        autoStart = value;
    }

    @Override
    public boolean getAutoStart() {
        Unchecked.run(() -> connection("getAutoStart"));
        return autoStart;
    }

    @Override
    public void close() {
        if (closed.get()) {
            return;
        }
        Unchecked.run(() -> {
            JmsSession open = session;
            if (open != null) {
                open.core().requireNoCallback("close");
            }
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            try {
                JmsSession last = session;
                if (last != null) {
                    last.close();
                }
            } finally {
                shared.leave();
            }
        });
    }

    @Override
    public JMSProducer createProducer() {
        return Unchecked.call(() -> new ContextProducer(session("createProducer"), producer()));
    }

    private JMSConsumer consumer(MessageConsumer consumer) throws JMSException {
        if (autoStart) {
            shared.connection().start();
        }
        return new ContextConsumer((JmsConsumer) consumer);
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return Unchecked.call(() -> consumer(session("createConsumer").createConsumer(destination)));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, @Nullable String selector) {
        return Unchecked.call(() -> consumer(session("createConsumer").createConsumer(destination, selector)));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, @Nullable String selector, boolean noLocal) {
        return Unchecked.call(() -> consumer(session("createConsumer").createConsumer(destination, selector, noLocal)));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return Unchecked.call(() -> consumer(session("createDurableConsumer").createDurableConsumer(topic, name)));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, @Nullable String selector, boolean noLocal) {
        return Unchecked.call(
                () -> consumer(session("createDurableConsumer").createDurableConsumer(topic, name, selector, noLocal)));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return Unchecked.call(
                () -> consumer(session("createSharedDurableConsumer").createSharedDurableConsumer(topic, name)));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, @Nullable String selector) {
        return Unchecked.call(() ->
                consumer(session("createSharedDurableConsumer").createSharedDurableConsumer(topic, name, selector)));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return Unchecked.call(() -> consumer(session("createSharedConsumer").createSharedConsumer(topic, name)));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, @Nullable String selector) {
        return Unchecked.call(
                () -> consumer(session("createSharedConsumer").createSharedConsumer(topic, name, selector)));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return Unchecked.call(() -> started(session("createBrowser").createBrowser(queue)));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, @Nullable String selector) {
        return Unchecked.call(() -> started(session("createBrowser").createBrowser(queue, selector)));
    }

    private QueueBrowser started(QueueBrowser browser) throws JMSException {
        if (autoStart) {
            shared.connection().start();
        }
        return browser;
    }

    @Override
    public void unsubscribe(String name) {
        Unchecked.run(() -> session("unsubscribe").unsubscribe(name));
    }

    @Override
    public Message createMessage() {
        return Unchecked.call(() -> session("createMessage").createMessage());
    }

    @Override
    public BytesMessage createBytesMessage() {
        return Unchecked.call(() -> session("createBytesMessage").createBytesMessage());
    }

    @Override
    public MapMessage createMapMessage() {
        return Unchecked.call(() -> session("createMapMessage").createMapMessage());
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return Unchecked.call(() -> session("createObjectMessage").createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(@Nullable Serializable object) {
        return Unchecked.call(() -> session("createObjectMessage").createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return Unchecked.call(() -> session("createStreamMessage").createStreamMessage());
    }

    @Override
    public TextMessage createTextMessage() {
        return Unchecked.call(() -> session("createTextMessage").createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(@Nullable String text) {
        return Unchecked.call(() -> session("createTextMessage").createTextMessage(text));
    }

    @Override
    public Queue createQueue(String name) {
        return Unchecked.call(() -> session("createQueue").createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return Unchecked.call(() -> session("createTopic").createTopic(name));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return Unchecked.call(() -> session("createTemporaryQueue").createTemporaryQueue());
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return Unchecked.call(() -> session("createTemporaryTopic").createTemporaryTopic());
    }

    @Override
    public int getSessionMode() {
        Unchecked.run(() -> connection("getSessionMode"));
        return mode.number();
    }

    @Override
    public boolean getTransacted() {
        Unchecked.run(() -> connection("getTransacted"));
        return mode == AcknowledgementMode.TRANSACTED;
    }

    @Override
    public void commit() {
        Unchecked.run(() -> session("commit").commit());
    }

    @Override
    public void rollback() {
        Unchecked.run(() -> session("rollback").rollback());
    }

    @Override
    public void recover() {
        Unchecked.run(() -> session("recover").recover());
    }

    @Override
    public void acknowledge() {
        Unchecked.run(() -> session("acknowledge").core().acknowledge());
    }

    @Override
    public String toString() {
        return "context of " + shared.connection();
    }
}
