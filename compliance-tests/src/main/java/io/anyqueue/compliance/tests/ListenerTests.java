package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Listeners: delivery, serial execution, failures, and stop and close while one runs. */
class ListenerTests extends ComplianceTest {

    @Test
    @Requirement({"8.7-1", "6.2.9.1-1"})
    void messagesAreDeliveredInOrderAsTheyArrive() throws Exception {
        Inbox inbox = jms.inbox();
        jms.send(jms.queue(), "a", "b");
        jms.session().createConsumer(jms.queue()).setMessageListener(inbox);
        inbox.await(2);
        jms.send(jms.queue(), "c", "d");
        assertThat(inbox.awaitTexts(4)).containsExactly("a", "b", "c", "d");
    }

    @Test
    @Requirement("6.1.4-1")
    void nothingIsDeliveredBeforeStart() throws Exception {
        Connection connection = jms.connect();
        AtomicBoolean started = new AtomicBoolean();
        Inbox inbox = jms.inbox(
                message -> assertThat(started).as("delivered after start").isTrue());
        connection.createSession().createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        jms.drain(jms.newQueue());
        started.set(true);
        connection.start();
        assertThat(inbox.awaitTexts(1)).containsExactly("a");
    }

    @Test
    @Requirement("6.1.5-1")
    void nothingIsDeliveredWhileStopped() throws Exception {
        Connection connection = jms.connection();
        AtomicBoolean stopped = new AtomicBoolean();
        Inbox inbox = jms.inbox(
                message -> assertThat(stopped).as("delivered while stopped").isFalse());
        jms.session().createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        inbox.await(1);
        connection.stop();
        stopped.set(true);
        jms.send(jms.queue(), "b");
        jms.drain(jms.newQueue());
        stopped.set(false);
        connection.start();
        assertThat(inbox.awaitTexts(2)).containsExactly("a", "b");
    }

    @Test
    @Requirement({"6.1.5-3", "6.1.5-4"})
    void stopWaitsForARunningListenerWhichHasTheFullServices() throws Exception {
        Connection connection = jms.connection();
        Session session = jms.session();
        Queue other = jms.newQueue();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        session.createConsumer(jms.queue()).setMessageListener(jms.inbox(message -> {
            running.countDown();
            assertThat(release.await(Workbench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            session.createProducer(other).send(session.createTextMessage("from the listener"));
        }));
        jms.send(jms.queue(), "a");
        assertThat(running.await(Workbench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        AtomicBoolean released = new AtomicBoolean();
        CompletableFuture<Boolean> stop = Workbench.elsewhere(() -> {
            connection.stop();
            return released.get();
        });
        jms.send(jms.newQueue(), "meanwhile");
        assertThat(stop).isNotDone();
        released.set(true);
        release.countDown();
        assertThat(Workbench.await(stop)).as("stop returned after the listener").isTrue();
        assertThat(jms.drain(other)).containsExactly("from the listener");
    }

    @Test
    @Requirement({"6.1.5-6", "Connection.stop-1"})
    void stopFromAListenerSucceedsOrIsRefused() throws Exception {
        Connection connection = jms.connection();
        Inbox inbox = jms.inbox(message -> succeedsOrIsRefused(connection::stop));
        jms.session().createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        inbox.await(1);
    }

    @Test
    @Requirement({"6.1.8-5", "6.2.15-3", "Connection.close-1", "Session.close-1"})
    void closeFromAListenerSucceedsOrIsRefused() throws Exception {
        for (boolean all : new boolean[] {true, false}) {
            Connection connection = jms.connect();
            Session session = connection.createSession();
            Inbox inbox = jms.inbox(message -> succeedsOrIsRefused(all ? connection::close : session::close));
            session.createConsumer(jms.queue()).setMessageListener(inbox);
            connection.start();
            jms.send(jms.queue(), "a");
            inbox.await(1);
            connection.close();
            assertThat(jms.drain(jms.queue())).as("the message is acknowledged").isEmpty();
        }
    }

    @Test
    @Requirement("6.2.13-1")
    void aSessionRunsItsListenersOneAtATime() throws Exception {
        Connection connection = jms.connect();
        Session session = connection.createSession();
        Queue other = jms.newQueue();
        AtomicInteger busy = new AtomicInteger();
        Inbox inbox = jms.inbox(message -> {
            assertThat(busy.incrementAndGet()).as("listeners at once").isEqualTo(1);
            Thread.onSpinWait();
            busy.decrementAndGet();
        });
        session.createConsumer(jms.queue()).setMessageListener(inbox);
        session.createConsumer(other).setMessageListener(inbox);
        connection.start();
        for (int i = 0; i < 20; i++) {
            jms.send(jms.queue(), "a" + i);
            jms.send(other, "b" + i);
        }
        inbox.await(40);
    }

    @Test
    @Requirement("6.2.14-1")
    void listenersOfDifferentSessionsRunAtOnce() throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        Inbox inbox = jms.inbox(message -> meeting.await(Workbench.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        Queue other = jms.newQueue();
        jms.session().createConsumer(jms.queue()).setMessageListener(inbox);
        jms.session().createConsumer(other).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        jms.send(other, "b");
        inbox.await(2);
    }

    @Test
    @Requirement({"8.7-2", "3.5.11-2", "3.4.7-2"})
    void aMessageWhoseListenerThrowsComesAgainAtOnce() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            Queue queue = jms.newQueue();
            AtomicInteger calls = new AtomicInteger();
            Inbox inbox = jms.inbox(message -> {
                if (calls.incrementAndGet() == 1) {
                    assertThat(message.getJMSRedelivered()).isFalse();
                    throw new Inbox.Deliberate();
                }
                if (calls.get() == 2) {
                    assertThat(message.getJMSRedelivered()).isTrue();
                    assertThat(message.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
                }
            });
            jms.session(mode).createConsumer(queue).setMessageListener(inbox);
            jms.send(queue, "a", "b");
            assertThat(inbox.awaitTexts(3)).containsExactly("a", "a", "b");
        }
    }

    @Test
    @Requirement("8.7-3")
    void inClientAcknowledgeAListenerThatThrowsGetsTheNextMessage() throws Exception {
        Session session = jms.session(Session.CLIENT_ACKNOWLEDGE);
        AtomicInteger calls = new AtomicInteger();
        Inbox inbox = jms.inbox(message -> {
            int call = calls.incrementAndGet();
            if (call == 1) {
                throw new Inbox.Deliberate();
            }
            if (call == 2) {
                session.recover();
            }
            if (call == 4) {
                message.acknowledge();
            }
        });
        session.createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a", "b");
        assertThat(inbox.awaitTexts(4)).containsExactly("a", "b", "a", "b");
        assertThat(inbox.await(4).get(2).getJMSRedelivered()).isTrue();
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement("8.7-4")
    void inATransactionAListenerThatThrowsGetsTheNextMessage() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        AtomicInteger calls = new AtomicInteger();
        Inbox inbox = jms.inbox(message -> {
            if (calls.incrementAndGet() == 1) {
                throw new Inbox.Deliberate();
            }
            session.commit();
        });
        MessageConsumer consumer = session.createConsumer(jms.queue());
        consumer.setMessageListener(inbox);
        jms.send(jms.queue(), "a", "b");
        assertThat(inbox.awaitTexts(2)).containsExactly("a", "b");
        session.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement("MessageConsumer.setMessageListener-1")
    void aListenerCanBeReadReplacedAndTakenAway() throws Exception {
        Connection connection = jms.connection();
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        assertThat(consumer.getMessageListener()).isNull();
        Inbox first = jms.inbox();
        consumer.setMessageListener(first);
        assertThat(consumer.getMessageListener()).isSameAs(first);
        jms.send(jms.queue(), "a");
        first.await(1);
        connection.stop();
        Inbox second = jms.inbox();
        consumer.setMessageListener(second);
        connection.start();
        jms.send(jms.queue(), "b");
        assertThat(second.awaitTexts(1)).containsExactly("b");
        connection.stop();
        consumer.setMessageListener(null);
        assertThat(consumer.getMessageListener()).isNull();
        connection.start();
        jms.send(jms.queue(), "c");
        assertThat(jms.receiveText(consumer)).isEqualTo("c");
        assertThat(List.of(first.size(), second.size())).containsExactly(1, 1);
    }

    @Test
    @Requirement("MessageConsumer.receive-1")
    void aReceiveIsRefusedWhileThereIsAListener() throws Exception {
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        consumer.setMessageListener(jms.inbox());
        refused(IllegalStateException.class, consumer::receiveNoWait);
        refused(IllegalStateException.class, () -> consumer.receive(10));
    }

    @Test
    @Requirement("6.2.10-2")
    void autoAcknowledgeAcknowledgesWhenTheListenerReturns() throws Exception {
        Connection connection = jms.connect();
        Inbox inbox = jms.inbox();
        connection.createSession().createConsumer(jms.queue()).setMessageListener(inbox);
        connection.start();
        jms.send(jms.queue(), "a");
        Message message = inbox.await(1).get(0);
        message.acknowledge();
        connection.close();
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    /** The specification leaves the provider the choice. */
    private static void succeedsOrIsRefused(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(IllegalStateException.class);
        }
    }
}
