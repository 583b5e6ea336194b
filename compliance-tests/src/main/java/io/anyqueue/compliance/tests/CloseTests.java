package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Closing connections, sessions, producers and consumers. */
class CloseTests extends ComplianceTest {

    @Test
    @Requirement({"6.1.8-1", "6.2.15-1", "8.8-1", "6.2.5-1"})
    void closingEndsAWaitingReceive() throws Exception {
        for (int what = 0; what < 3; what++) {
            Connection connection = jms.connect();
            connection.start();
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(jms.queue());
            CompletableFuture<Thread> receiver = new CompletableFuture<>();
            CompletableFuture<Message> waiting = Workbench.elsewhere(() -> {
                receiver.complete(Thread.currentThread());
                return consumer.receive();
            });
            awaitBlocked(Workbench.await(receiver));
            List.of(consumer, session, connection).get(what).close();
            assertThat(Workbench.await(waiting)).isNull();
        }
    }

    @Test
    @Requirement({"6.1.8-2", "6.2.15-2", "8.8-2"})
    void closingWaitsForARunningListenerWhichHasTheFullServices() throws Exception {
        for (int what = 0; what < 3; what++) {
            var out = jms.newQueue();
            Connection connection = jms.connect();
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(jms.queue());
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            consumer.setMessageListener(jms.inbox(message -> {
                running.countDown();
                assertThat(release.await(Workbench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                session.createProducer(out).send(session.createTextMessage("from the listener"));
            }));
            connection.start();
            jms.send(jms.queue(), "a");
            assertThat(running.await(Workbench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            AutoCloseable closed =
                    List.<AutoCloseable>of(consumer, session, connection).get(what);
            AtomicBoolean released = new AtomicBoolean();
            CompletableFuture<Boolean> closing = Workbench.elsewhere(() -> {
                closed.close();
                return released.get();
            });
            jms.drain(jms.newQueue());
            assertThat(closing).isNotDone();
            released.set(true);
            release.countDown();
            assertThat(Workbench.await(closing))
                    .as("close returned after the listener")
                    .isTrue();
            assertThat(jms.drain(out)).containsExactly("from the listener");
            connection.close();
            assertThat(jms.drain(jms.queue())).isEmpty();
        }
    }

    @Test
    @Requirement({"6.1.8-7", "6.2.15-5"})
    void closingAcknowledgesNothingByItself() throws Exception {
        jms.send(jms.queue(), "a");
        for (int what = 0; what < 2; what++) {
            Connection connection = jms.connect();
            connection.start();
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            assertThat(jms.receiveText(session.createConsumer(jms.queue()))).isEqualTo("a");
            List.of(session, connection).get(what).close();
        }
        assertThat(jms.drain(jms.queue())).containsExactly("a");
    }

    @Test
    @Requirement({"6.1.8-8", "6.1.8-10", "6.2.15-6", "6.2.15-8", "Message.acknowledge-2"})
    void messagesCanBeReadButNotAcknowledgedAfterwards() throws Exception {
        for (int what = 0; what < 2; what++) {
            jms.send(jms.queue(), "a");
            Connection connection = jms.connect();
            connection.start();
            Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Message message = jms.receive(session.createConsumer(jms.queue()));
            List.of(session, connection).get(what).close();
            assertThat(message.getBody(String.class)).isEqualTo("a");
            assertThat(message.getJMSMessageID()).startsWith("ID:");
            refused(IllegalStateException.class, message::acknowledge);
            jms.drain(jms.queue());
        }
    }

    @Test
    @Requirement({"6.1.8-11", "6.2.15-7", "8.8-7"})
    void closingAgainIsIgnored() throws Exception {
        Connection connection = jms.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        for (int i = 0; i < 2; i++) {
            producer.close();
            consumer.close();
        }
        MessageProducer second = session.createProducer(jms.queue());
        session.close();
        session.close();
        second.close();
        connection.close();
        connection.close();
        session.close();
        consumer.close();
    }

    @Test
    @Needs(Feature.BROWSERS)
    @Requirement({"QueueBrowser.close-1", "6.2.15-7"})
    void closingABrowserAgainIsIgnored() throws Exception {
        Session session = jms.session();
        QueueBrowser browser = session.createBrowser(jms.queue());
        browser.close();
        browser.close();
        QueueBrowser other = session.createBrowser(jms.queue());
        session.close();
        other.close();
    }

    @Test
    @Requirement("8.8-3")
    void aListenerMayCloseItsOwnConsumer() throws Exception {
        Session session = jms.session();
        MessageConsumer consumer = session.createConsumer(jms.queue());
        AtomicBoolean completed = new AtomicBoolean();
        Inbox inbox = jms.inbox(message -> {
            consumer.close();
            completed.set(true);
        });
        consumer.setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        inbox.await(1);
        assertThat(completed).isTrue();
        session.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement("8.8-4")
    void messagesAreAcknowledgedAfterTheirConsumerWasClosed() throws Exception {
        jms.send(jms.queue(), "a", "b");
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        Message message = jms.receive(consumer);
        consumer.close();
        message.acknowledge();
        session.close();
        assertThat(jms.drain(jms.queue())).containsExactly("b");
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement("8.8-5")
    void aTransactionEndsAfterItsConsumerWasClosed() throws Exception {
        jms.send(jms.queue(), "a", "b");
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(jms.queue());
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        consumer.close();
        session.rollback();
        MessageConsumer second = session.createConsumer(jms.queue());
        assertThat(jms.receiveText(second)).isEqualTo("a");
        second.close();
        session.commit();
        session.close();
        assertThat(jms.drain(jms.queue())).containsExactly("b");
    }

    @Test
    @Requirement("8.8-6")
    void whatAClosedConsumerHadNotDeliveredGoesToOthersInOrder() throws Exception {
        Session session = jms.session();
        MessageConsumer consumer = session.createConsumer(jms.queue());
        jms.send(jms.queue(), "a", "b", "c", "d");
        assertThat(jms.receiveText(consumer)).isEqualTo("a");
        consumer.close();
        assertThat(jms.drain(jms.queue())).containsExactly("b", "c", "d");
    }

    private static void awaitBlocked(Thread receiver) {
        long end = System.nanoTime() + Workbench.PATIENCE.toNanos();
        while (receiver.getState() != Thread.State.WAITING && receiver.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime())
                    .as("time to wait for the receive to block")
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
