package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.ComplianceTarget;
import io.anyqueue.compliance.Feature;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * What one test works with: the target's factory, destinations of its own, connections that are closed for it, and words
 * for what tests do often. Violations seen on other threads are kept and fail the test. Created for each test; the
 * methods are for the test's thread, except {@link #violation}.
 */
final class Workbench {
    /** How long a test waits for what must happen. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The boolean property that marks a sentinel, for use in selectors. */
    static final String SENTINEL = "sentinel";

    private final TargetRun run;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Violations violations = new Violations();
    private @Nullable Connection connection;
    private @Nullable Session plumbing;
    private @Nullable Queue queue;
    private @Nullable Topic topic;

    Workbench(TargetRun run) {
        this.run = run;
    }

    ComplianceTarget target() {
        return run.target();
    }

    boolean claims(Feature feature) {
        return run.features().contains(feature);
    }

    Exclusions exclusions() {
        return run.exclusions();
    }

    ConnectionFactory factory() throws Exception {
        return run.target().connectionFactory();
    }

    /** A name that no other test uses: letters, digits and a hyphen-free suffix, so that any provider takes it. */
    String unique(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /** A new connection that is not started. */
    Connection connect() throws Exception {
        return keep(factory().createConnection());
    }

    /** A new connection that is not started, with this client identifier. */
    Connection connect(String clientId) throws Exception {
        Connection created = connect();
        created.setClientID(clientId);
        return created;
    }

    /** The test's main connection, started. */
    Connection connection() throws Exception {
        if (connection == null) {
            connection = connect();
            connection.start();
        }
        return connection;
    }

    /** A new session of the main connection that acknowledges by itself. */
    Session session() throws Exception {
        return session(Session.AUTO_ACKNOWLEDGE);
    }

    /** A new session of the main connection. */
    Session session(int mode) throws Exception {
        return connection().createSession(mode);
    }

    JMSContext context() throws Exception {
        return keep(factory().createContext());
    }

    JMSContext context(int mode) throws Exception {
        return keep(factory().createContext(mode));
    }

    /** The test's queue. */
    Queue queue() throws Exception {
        if (queue == null) {
            queue = newQueue();
        }
        return queue;
    }

    Queue newQueue() throws Exception {
        return target().queue(plumbing(), unique("complianceQueue"));
    }

    /** The test's topic. */
    Topic topic() throws Exception {
        if (topic == null) {
            topic = newTopic();
        }
        return topic;
    }

    Topic newTopic() throws Exception {
        return target().topic(plumbing(), unique("complianceTopic"));
    }

    /** A new text message, made by a session that is used for nothing else. */
    TextMessage text(String text) throws Exception {
        return plumbing().createTextMessage(text);
    }

    /** A new text message {@code n1} for 1, whose property {@code n} is that number. */
    Message numbered(int n) throws Exception {
        Message message = text("n" + n);
        message.setIntProperty("n", n);
        return message;
    }

    /** Sends texts, in order, from a session that is used for nothing else. */
    void send(Destination destination, String... texts) throws Exception {
        try (MessageProducer producer = plumbing().createProducer(destination)) {
            for (String text : texts) {
                producer.send(text(text));
            }
        }
    }

    /** Sends one message, from a session that is used for nothing else. */
    void send(Destination destination, Message message) throws Exception {
        try (MessageProducer producer = plumbing().createProducer(destination)) {
            producer.send(message);
        }
    }

    /** Sends the sentinel: after it arrived, nothing sent before can be outstanding. */
    void sendSentinel(Destination destination) throws Exception {
        send(destination, sentinel());
    }

    /** A message that is the sentinel. */
    Message sentinel() throws Exception {
        TextMessage sentinel = text(SENTINEL);
        sentinel.setBooleanProperty(SENTINEL, true);
        return sentinel;
    }

    /** Receives a message, which must come. */
    Message receive(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(PATIENCE.toMillis());
        if (message == null) {
            throw new AssertionError("Expected a message within " + PATIENCE.toSeconds() + " s, found none");
        }
        return message;
    }

    /** Receives a text message, which must come. */
    String receiveText(MessageConsumer consumer) throws JMSException {
        return ((TextMessage) receive(consumer)).getText();
    }

    /** Receives so many texts, which must come. */
    List<String> receiveTexts(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(receiveText(consumer));
        }
        return texts;
    }

    /** Sends the sentinel and receives until it comes: these are all the messages that the consumer had to come. */
    List<String> receiveAll(MessageConsumer consumer, Destination destination) throws Exception {
        sendSentinel(destination);
        return receiveUpToSentinel(consumer);
    }

    /** Receives until the sentinel comes, which was sent. */
    List<String> receiveUpToSentinel(MessageConsumer consumer) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message next = receive(consumer); !next.propertyExists(SENTINEL); next = receive(consumer)) {
            texts.add(
                    next instanceof TextMessage text
                            ? text.getText()
                            : next.getClass().getSimpleName());
        }
        return texts;
    }

    /** What is on a queue, seen through a connection of its own; takes it all away. */
    List<String> drain(Queue from) throws Exception {
        try (Connection other = factory().createConnection();
                MessageConsumer consumer = other.createSession().createConsumer(from)) {
            other.start();
            return receiveAll(consumer, from);
        }
    }

    /** A listener that only keeps its messages. */
    Inbox inbox() {
        return new Inbox(this, message -> {});
    }

    Inbox inbox(Inbox.Handler handler) {
        return new Inbox(this, handler);
    }

    /** Runs a task on another thread. */
    static <T> CompletableFuture<T> elsewhere(Callable<T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(task.call());
                    } catch (Throwable e) {
                        future.completeExceptionally(e);
                    }
                },
                "compliance-elsewhere");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    /** Waits for what must happen. */
    static <T> T await(Future<T> future) throws Exception {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("Expected an answer within " + PATIENCE.toSeconds() + " s, found none", e);
        }
    }

    /** Skips the test where the target has no such hook. */
    static void requireHook(boolean available, String hook) {
        if (!available) {
            throw new TestAbortedException("the target has no hook " + hook);
        }
    }

    /** Notes what went wrong on a thread of the provider. Safe for use by any thread. */
    void violation(String what, Throwable cause) {
        violations.add(what, cause);
    }

    Violations violations() {
        return violations;
    }

    /** Has this closed after the test; the last opened goes first. */
    <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes all that the test opened; a close that hangs or fails is a violation. */
    void close() throws Exception {
        CompletableFuture<Boolean> closing = elsewhere(() -> {
            while (!open.isEmpty()) {
                open.pop().close();
            }
            return true;
        });
        closing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The session that the words above use; good for making messages. */
    Session plumbing() throws Exception {
        if (plumbing == null) {
            plumbing = keep(factory().createConnection()).createSession();
        }
        return plumbing;
    }
}
