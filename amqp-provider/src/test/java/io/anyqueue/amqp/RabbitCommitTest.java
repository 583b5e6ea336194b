package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitMq;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The unit of work of a transacted session that fails at each step of its commit. A message moves from one queue to another: it is
 * never lost, and where it was both sent and left behind it comes again marked as redelivered.
 */
@Timeout(600)
final class RabbitCommitTest extends OnRabbit {
    private String in;
    private String out;

    @BeforeEach
    void fill() throws JMSException {
        in = name + ".in";
        out = name + ".out";
        send(session(), in, "m");
    }

    private static void send(Session session, String queue, String... texts) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (String each : texts) {
                producer.send(session.createTextMessage(each));
            }
        }
    }

    private Session transacted(CuttingProxy proxy, String query) throws JMSException {
        return through(proxy, query).createSession(true, Session.SESSION_TRANSACTED);
    }

    /** Takes the message and holds so many to be sent at the commit. */
    private MessageConsumer move(Session session, String... texts) throws JMSException {
        MessageConsumer consumer = session.createConsumer(session.createQueue(in));
        assertThat(text(consumer)).isEqualTo("m");
        send(session, out, texts);
        return consumer;
    }

    private void assertTheMessageComesAgain(MessageConsumer consumer) throws JMSException {
        Message again = consumer.receive(SOON);
        assertThat(again).as("the consumed message").isNotNull();
        assertThat(again.getBody(String.class)).isEqualTo("m");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
    }

    /** The loss may be known to the consumer only after the message has come again from its buffer: then it comes once more. */
    private void consumeAgain(Session session, MessageConsumer consumer, String... texts) {
        await().ignoreExceptionsInstanceOf(TransactionRolledBackException.class).until(() -> {
            assertTheMessageComesAgain(consumer);
            send(session, out, texts);
            session.commit();
            return true;
        });
    }

    @Test
    void aLossBeforeTheCommitSendsNothing() throws Exception {
        try (CuttingProxy proxy = proxy()) {
            Session session = transacted(proxy, "");
            MessageConsumer consumer = move(session, "m!");
            proxy.cutNow();
            // Known to the client, so that the commit meets it rather than races it.
            await().until(() -> {
                try {
                    return consumer.receive(50) != null;
                } catch (JMSException e) {
                    return true;
                }
            });
            assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
            assertThat(drain(out)).isEmpty();
            assertTheMessageComesAgain(consumer);
            send(session, out, "m!");
            session.commit();
            session.close();
        }
        assertThat(drain(out)).containsExactly("m!");
        assertThat(drain(in)).isEmpty();
    }

    @Test
    void aLossWhilePublishingLeavesSomeSentAndTheConsumedToComeAgain() throws Exception {
        String[] many = new String[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = "m" + i + "-" + "x".repeat(1_000);
        }
        try (CuttingProxy proxy = proxy()) {
            // What is made after the cut stays whole.
            proxy.cutNextAfterSending(100_000);
            Session session = transacted(proxy, "");
            MessageConsumer consumer = move(session, many);
            assertThatThrownBy(session::commit)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("of its 300 messages were sent");
            assertThat(proxy.cuts()).isPositive();
            await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
                session.rollback();
                return true;
            });
            consumeAgain(session, consumer, many);
            session.close();
        }
        List<String> arrived = drain(out);
        assertThat(arrived).hasSizeBetween(300, 600);
        assertThat(new HashSet<>(arrived)).containsExactlyInAnyOrder(many);
        assertThat(drain(in)).isEmpty();
    }

    @Test
    void aLossOfTheConfirmationLeavesTheMessageSentAndTheConsumedToComeAgain() throws Exception {
        try (CuttingProxy proxy = proxy()) {
            Session session = transacted(proxy, "&sendTimeout=10m");
            MessageConsumer consumer = move(session, "m!");
            // The sender's link exists already, so that the commit has to be confirmed and nothing else.
            session.rollback();
            assertTheMessageComesAgain(consumer);
            send(session, out, "m!");
            proxy.loseReplies();
            CompletableFuture<Throwable> commit = commit(session);
            await().until(() -> queueColumn(out, "messages").equals("1"));
            proxy.cutNow();
            assertThat(commit.get(SOON, TimeUnit.MILLISECONDS)).isInstanceOf(JMSException.class);
            consumeAgain(session, consumer);
            session.close();
        }
        assertThat(drain(out)).containsExactly("m!");
        assertThat(drain(in)).isEmpty();
    }

    private static CompletableFuture<Throwable> commit(Session session) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                session.commit();
                return null;
            } catch (JMSException e) {
                return e;
            }
        });
    }

    @Test
    void aLossBetweenConfirmationAndAcceptanceDuplicatesTheMessageAndMarksIt() throws Exception {
        try (CuttingProxy proxy = proxy()) {
            // No credit is taken back while nobody receives, which would be the request whose reply is waited for.
            Session session = transacted(proxy, "&prefetchIdle=1h");
            // A first round opens the sender, so that the next commit has a transfer and its confirmation only.
            send(session, out, "first");
            session.commit();
            MessageConsumer consumer = move(session, "m!");
            proxy.loseWhatFollowsTheNextReply();
            session.commit();
            assertThat(proxy.losesRequests()).isTrue();
            proxy.cutNow();
            assertTheMessageComesAgain(consumer);
            session.commit();
            session.close();
        }
        assertThat(drain(out)).containsExactly("first", "m!");
        assertThat(drain(in)).isEmpty();
    }

    @Test
    void aSessionThatTheBrokerEndsInTheCommitLosesNothing() throws Exception {
        String user = "user" + System.nanoTime();
        ctl("add_user", user, "secret");
        send(session(), name + ".forbidden");
        // A missing permission ends the session, with the consumer on it.
        ctl("set_permissions", user, "^$", "^amq.default$|^" + out, "^" + name + ".in$");
        send(session(), out);
        Connection connection = start(AnyQueue.connectionFactory(url(user, "secret", "?recoveryDelay=20ms"))
                .createConnection());
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = move(session, "m!");
        MessageProducer anywhere = session.createProducer(null);
        anywhere.send(session.createTopic(name), session.createTextMessage("not allowed"));
        assertThatThrownBy(session::commit).isInstanceOf(JMSException.class).hasMessageContaining("messages were sent");
        assertTheMessageComesAgain(consumer);
        session.rollback();
        consumeAgain(session, consumer, "m!");
        List<String> arrived = drain(out);
        assertThat(arrived).hasSizeBetween(1, 2).containsOnly("m!");
        assertThat(drain(in)).isEmpty();
    }

    @Test
    void aQueueThatIsDeletedBeforeTheCommitIsRefusedAndTheConsumedComesAgain() throws Exception {
        send(session(), out);
        Session session = connect("?rabbitmq.declare=false").createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = move(session, "m!");
        ctl("delete_queue", out);
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("0 of its 1 messages were sent");
        assertTheMessageComesAgain(consumer);
        session.rollback();
    }

    @Test
    void whatCannotBeSentIsRefusedBeforeAnythingElseIsPublished() throws Exception {
        Session session = connect().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(null);
        producer.send(session.createQueue(out), session.createTextMessage("a"));
        producer.setDeliveryDelay(60_000);
        producer.send(session.createTopic(name), session.createTextMessage("cannot be delayed"));
        producer.setDeliveryDelay(0);
        producer.send(session.createQueue(out), session.createTextMessage("b"));
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("0 of its 3 messages were sent")
                .hasMessageContaining("delivery delay");
        assertThat(drain(out)).isEmpty();
    }

    @Test
    void aQueueThatIsFullInTheMiddleSaysWhatWasSent() throws Exception {
        Session owner = connect("?rabbitmq.queueArguments=x-max-length=1,x-overflow=reject-publish,x-queue-type=classic"
                        + "&rabbitmq.queueType=classic")
                .createSession();
        owner.createProducer(owner.createQueue(out)).close();
        Session session = connect().createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = move(session, "a", "b", "c");
        assertThatThrownBy(session::commit)
                .isNotInstanceOf(TransactionRolledBackException.class)
                .isInstanceOf(JMSException.class)
                .hasMessageMatching("(?s).*[12] of its 3 messages were sent and stay sent.*");
        assertTheMessageComesAgain(consumer);
        session.rollback();
        assertThat(drain(out)).startsWith("a");
    }

    /** What survives of a queue that was declared a moment before is not up to the client. */
    @Test
    void aBrokerThatDiesInTheCommitLosesNothing() throws Exception {
        String[] many = new String[2_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "m" + i;
        }
        try (RabbitMq own = RabbitMq.startOwn(version)) {
            Session before = start(AnyQueue.connectionFactory(own.url("")).createConnection())
                    .createSession();
            send(before, in, "m");
            send(before, out, "first");
            await().until(() -> own.isRegisteredOnDisk(in) && own.isRegisteredOnDisk(out));
            Session session = start(AnyQueue.connectionFactory(own.url("?recoveryDelay=50ms&recoveryMaxDelay=500ms"))
                            .createConnection())
                    .createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = move(session, many);
            CompletableFuture<Throwable> commit = commit(session);
            own.kill();
            own.startAgain();
            Throwable failure = commit.get(5, TimeUnit.MINUTES);
            await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
                session.rollback();
                return true;
            });
            if (failure != null) {
                assertTheMessageComesAgain(consumer);
                send(session, out, many);
                session.commit();
            }
            Session after = start(AnyQueue.connectionFactory(own.url("")).createConnection())
                    .createSession();
            List<String> arrived = drain(after, out);
            assertThat(arrived).startsWith("first");
            assertThat(new HashSet<>(arrived)).contains(many);
        }
    }
}
