package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Synchronous receives, and what stopping and starting a connection does to them. */
class ReceiveTests extends ComplianceTest {

    @Test
    @Requirement({"8.5-1", "MessageConsumer.receive-2"})
    void receiveWaitsForTheNextMessage() throws Exception {
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        CompletableFuture<Message> first = Workbench.elsewhere(consumer::receive);
        jms.send(jms.queue(), "a");
        assertThat(Workbench.await(first).getBody(String.class)).isEqualTo("a");
        CompletableFuture<Message> second = Workbench.elsewhere(() -> consumer.receive(0));
        jms.send(jms.queue(), "b");
        assertThat(Workbench.await(second).getBody(String.class)).isEqualTo("b");
    }

    @Test
    @Requirement("8.5-2")
    void aTimedReceiveEndsWithAMessageOrNull() throws Exception {
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        long begin = System.nanoTime();
        assertThat(consumer.receive(50)).isNull();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isGreaterThanOrEqualTo(45);
        CompletableFuture<Message> waiting = Workbench.elsewhere(() -> consumer.receive(30_000));
        jms.send(jms.queue(), "a");
        assertThat(Workbench.await(waiting).getBody(String.class)).isEqualTo("a");
    }

    @Test
    @Requirement("8.5-3")
    void receiveNoWaitReturnsWhatIsThereOrNull() throws Exception {
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        assertThat(consumer.receiveNoWait()).isNull();
        jms.send(jms.queue(), "a", "b");
        assertThat(polled(consumer).getBody(String.class)).isEqualTo("a");
        assertThat(polled(consumer).getBody(String.class)).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    /** What is immediately available is for the provider to say, for a time. */
    private static Message polled(MessageConsumer consumer) throws Exception {
        long end = System.nanoTime() + Workbench.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Message message = consumer.receiveNoWait();
            if (message != null) {
                return message;
            }
        }
        throw new AssertionError("Expected receiveNoWait to return a message at last, found null");
    }

    @Test
    @Requirement("6.1.4-1")
    void nothingIsReceivedBeforeStart() throws Exception {
        Connection connection = jms.connect();
        MessageConsumer consumer = connection.createSession().createConsumer(jms.queue());
        jms.send(jms.queue(), "a");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(30)).isNull();

        CompletableFuture<Message> waiting = Workbench.elsewhere(consumer::receive);
        assertThat(waiting).isNotDone();
        connection.start();

        assertThat(Workbench.await(waiting).getBody(String.class)).isEqualTo("a");
    }

    @Test
    @Requirement("6.1.4-1")
    void aConsumerOfAStoppedConnectionKeepsNothingFromOthers() throws Exception {
        MessageConsumer stopped = jms.connect().createSession().createConsumer(jms.queue());
        jms.send(jms.queue(), "a", "b", "c");
        MessageConsumer started = jms.session().createConsumer(jms.queue());
        stopped.close();
        assertThat(jms.receiveTexts(started, 3)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    @Requirement("6.1.4-2")
    void messagesAreSentWhetherOrNotTheConnectionIsStarted() throws Exception {
        Connection connection = jms.connect();
        Session session = connection.createSession();
        session.createProducer(jms.queue()).send(session.createTextMessage("before"));
        connection.start();
        connection.stop();
        session.createProducer(jms.queue()).send(session.createTextMessage("after"));
        assertThat(jms.drain(jms.queue())).containsExactly("before", "after");
    }

    @Test
    @Requirement({"6.1.5-1", "6.1.5-5", "6.1.5-2"})
    void aStoppedConnectionReceivesNothingUntilItIsStartedAgain() throws Exception {
        Connection connection = jms.connection();
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        jms.send(jms.queue(), "a", "b");
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        connection.stop();
        connection.stop();
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(30)).isNull();
        connection.start();
        connection.start();
        assertThat(jms.receiveText(consumer)).isEqualTo("b");
    }

    @Test
    @Requirement("6.1.5-7")
    void aReceiveThatWaitsThroughAStopGetsItsMessageAfterTheNextStart() throws Exception {
        Connection connection = jms.connection();
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        CompletableFuture<Message> waiting = Workbench.elsewhere(consumer::receive);
        connection.stop();
        jms.send(jms.queue(), "a");
        assertThat(waiting).isNotDone();
        connection.start();
        assertThat(Workbench.await(waiting).getBody(String.class)).isEqualTo("a");
    }

    @Test
    @Requirement("MessageConsumer.getMessageSelector-1")
    void aConsumerTellsThatItHasNoSelector() throws Exception {
        Session session = jms.session();
        assertThat(session.createConsumer(jms.queue()).getMessageSelector()).isNull();
        assertThat(session.createConsumer(jms.queue(), null).getMessageSelector())
                .isNull();
        assertThat(session.createConsumer(jms.queue(), "").getMessageSelector()).isNull();
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement("MessageConsumer.getMessageSelector-1")
    void aConsumerTellsItsSelector() throws Exception {
        assertThat(jms.session().createConsumer(jms.queue(), "a = 1").getMessageSelector())
                .isEqualTo("a = 1");
    }

    @Test
    @Requirement("Session.createConsumer-1")
    void aConsumerOnNothingIsRefused() throws Exception {
        Session session = jms.session();
        refused(InvalidDestinationException.class, () -> session.createConsumer(null));
        refused(InvalidDestinationException.class, () -> session.createConsumer(null, "a = 1"));
        refused(InvalidDestinationException.class, () -> session.createConsumer(null, "a = 1", true));
    }
}
