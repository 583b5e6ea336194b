package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of every object, called after the object, its session or its connection has been closed, throws
 * IllegalStateException, or its unchecked twin, except {@code close} and what is excepted here with its reason.
 */
class ClosedObjectsTest {
    /** Methods of no object's own, and close, which does nothing the second time. */
    private static final Set<String> EXCEPTED = Set.of("close", "toString", "hashCode", "equals");

    /** A session's {@code run} belongs to the application server and has nothing to do once all is closed. */
    private static final Set<String> RUN = Set.of("run");

    private final World world = World.create();
    private Kit kit;

    /** What is closed. */
    enum Closing {
        ITSELF,
        SESSION,
        CONNECTION
    }

    @BeforeEach
    void open() throws JMSException {
        kit = new Kit();
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Closing.class)
    void everyMethodOfAClosedObjectRefuses(Closing closing) throws Exception {
        List<Subject> subjects = kit.subjects();
        switch (closing) {
            case ITSELF -> {
                for (Subject each : subjects) {
                    each.close();
                }
            }
            case SESSION -> kit.closeSessions();
            case CONNECTION -> kit.closeConnections();
        }
        List<String> wrong = new ArrayList<>();
        for (Subject each : subjects) {
            boolean closed = closing != Closing.SESSION || each.ofSession;
            if (closed) {
                wrong.addAll(each.wrongAnswers());
            }
            each.close(); // idempotent
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Closing.class)
    void everyMethodOfAClosedSimplifiedObjectRefuses(Closing closing) throws Exception {
        List<Subject> subjects = kit.simplified();
        switch (closing) {
            case ITSELF -> {
                for (Subject each : subjects) {
                    each.close();
                }
            }
            case SESSION, CONNECTION -> kit.context.close();
        }
        List<String> wrong = new ArrayList<>();
        for (Subject each : subjects) {
            wrong.addAll(each.wrongAnswers());
            each.close();
        }
        assertThat(wrong).isEmpty();
    }

    /** An object under test and the interface through which it is called. */
    private record Subject(Object object, Class<?> type, boolean ofSession) {

        void close() throws Exception {
            if (object instanceof AutoCloseable closeable) {
                closeable.close();
            } else if (object instanceof ConnectionConsumer consumer) {
                consumer.close();
            }
        }

        List<String> wrongAnswers() throws IllegalAccessException {
            List<String> wrong = new ArrayList<>();
            List<Method> methods = Stream.of(type.getMethods())
                    .filter(each -> !Modifier.isStatic(each.getModifiers()) && !EXCEPTED.contains(each.getName()))
                    .filter(each -> each.getDeclaringClass() != Object.class && !RUN.contains(each.getName()))
                    .sorted(Comparator.comparing(Method::toString))
                    .toList();
            for (Method each : methods) {
                try {
                    Object answer = each.invoke(object, arguments(each));
                    wrong.add(describe(each) + " returned " + answer);
                } catch (InvocationTargetException e) {
                    Throwable thrown = e.getCause();
                    boolean right =
                            thrown instanceof IllegalStateException || thrown instanceof IllegalStateRuntimeException;
                    if (!right) {
                        wrong.add(describe(each) + " threw " + thrown);
                    }
                }
            }
            return wrong;
        }

        private String describe(Method method) {
            return type.getSimpleName() + '.' + method.getName() + Arrays.toString(method.getParameterTypes());
        }

        private static Object[] arguments(Method method) {
            return Stream.of(method.getParameterTypes()).map(Subject::argument).toArray();
        }

        /** Valid for its type, so that only the closed state is at fault. */
        private static Object argument(Class<?> type) {
            if (type == int.class) {
                return 1;
            } else if (type == long.class) {
                return 1L;
            } else if (type == boolean.class) {
                return false;
            } else if (type == String.class) {
                return null;
            } else if (type == Class.class) {
                return String.class;
            } else if (type.isInterface()) {
                return Proxy.newProxyInstance(
                        Subject.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, called, arguments) -> called.getReturnType() == boolean.class ? Boolean.FALSE : null);
            } else if (type.isPrimitive()) {
                return (byte) 0;
            }
            return null;
        }
    }

    /** One object of each kind, alive. */
    private final class Kit {
        private final Connection connection = world.connect();
        private final QueueConnection queueConnection = world.factory().createQueueConnection();
        private final TopicConnection topicConnection = world.factory().createTopicConnection();
        private final Session session = connection.createSession();
        private final QueueSession queueSession = queueConnection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        private final TopicSession topicSession = topicConnection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        private final Queue queue = session.createQueue("q");
        private final Topic topic = session.createTopic("t");
        private final JMSContext context = world.factory().createContext();

        Kit() throws JMSException {}

        List<Subject> subjects() throws JMSException {
            ServerSessionPool pool = () -> {
                throw new JMSException("no session");
            };
            return List.of(
                    new Subject(session.createProducer(queue), MessageProducer.class, true),
                    new Subject(session.createProducer(null), MessageProducer.class, true),
                    new Subject(session.createConsumer(queue), MessageConsumer.class, true),
                    new Subject(session.createConsumer(topic), MessageConsumer.class, true),
                    new Subject(session.createBrowser(queue), QueueBrowser.class, true),
                    new Subject(queueSession.createSender(queue), QueueSender.class, true),
                    new Subject(queueSession.createReceiver(queue), QueueReceiver.class, true),
                    new Subject(topicSession.createPublisher(topic), TopicPublisher.class, true),
                    new Subject(topicSession.createSubscriber(topic), TopicSubscriber.class, true),
                    new Subject(
                            connection.createConnectionConsumer(queue, null, pool, 1), ConnectionConsumer.class, false),
                    new Subject(session, Session.class, true),
                    new Subject(queueSession, QueueSession.class, true),
                    new Subject(topicSession, TopicSession.class, true),
                    new Subject(connection, Connection.class, false),
                    new Subject(queueConnection, QueueConnection.class, false),
                    new Subject(topicConnection, TopicConnection.class, false));
        }

        List<Subject> simplified() {
            JMSConsumer consumer = context.createConsumer(queue);
            QueueBrowser browser = context.createBrowser(queue);
            return List.of(
                    new Subject(consumer, JMSConsumer.class, true),
                    new Subject(browser, QueueBrowser.class, true),
                    new Subject(new SendOnly(context.createProducer()), SendOnly.class, true),
                    new Subject(context, JMSContext.class, true));
        }

        void closeSessions() throws JMSException {
            session.close();
            queueSession.close();
            topicSession.close();
        }

        void closeConnections() throws JMSException {
            connection.close();
            queueConnection.close();
            topicConnection.close();
        }
    }

    /** The part of a JMSProducer that needs its context; the rest only collects settings. */
    public static final class SendOnly implements AutoCloseable {
        private final JMSProducer producer;

        SendOnly(JMSProducer producer) {
            this.producer = producer;
        }

        public void send(Queue queue) {
            producer.send(queue, "text");
        }

        public void sendBytes(Queue queue) {
            producer.send(queue, new byte[0]);
        }

        @Override
        public void close() {
            // A JMSProducer has no close; it lives with its context.
        }

        @Override
        public String toString() {
            return "SendOnly";
        }
    }
}
