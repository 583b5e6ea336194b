package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Asynchronous sends of the classic API and their completion listeners. */
class AsyncSendTests extends ComplianceTest {

    /** Hands what completes to an inbox; a failed send is a violation. */
    private CompletionListener completing(Inbox inbox) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                inbox.onMessage(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                jms.violation("An asynchronous send failed", exception);
            }
        };
    }

    @Test
    @Requirement("7.3-1")
    void everyAsynchronousSendSendsAndCompletes() throws Exception {
        Session session = jms.session();
        Queue queue = jms.queue();
        MessageProducer named = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);
        Inbox done = jms.inbox();

        named.send(session.createTextMessage("1"), completing(done));
        named.send(session.createTextMessage("2"), DeliveryMode.PERSISTENT, 4, 0, completing(done));
        anonymous.send(queue, session.createTextMessage("3"), completing(done));
        anonymous.send(queue, session.createTextMessage("4"), DeliveryMode.PERSISTENT, 4, 0, completing(done));

        assertThat(done.awaitTexts(4)).containsExactlyInAnyOrder("1", "2", "3", "4");
        assertThat(jms.drain(queue)).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    @Requirement("7.3.1-1")
    void whatHasCompletedIsThere() throws Exception {
        Session session = jms.session();
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        Inbox done = jms.inbox();
        for (int i = 0; i < 20; i++) {
            session.createProducer(jms.queue()).send(session.createTextMessage("m" + i), completing(done));
            done.await(i + 1);
            assertThat(jms.receiveText(consumer)).isEqualTo("m" + i);
        }
    }

    @Test
    @Requirement({"7.3.8-1", "7.3.3-1", "7.3.7-1"})
    void completionsComeOneAtATimeInTheOrderOfTheSends() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        AtomicBoolean busy = new AtomicBoolean();
        Inbox done = jms.inbox(message -> {
            assertThat(busy.compareAndSet(false, true))
                    .as("one completion at a time")
                    .isTrue();
            Thread.onSpinWait();
            busy.set(false);
        });
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add("m" + i);
            producer.send(session.createTextMessage("m" + i), completing(done));
        }
        assertThat(done.awaitTexts(50)).isEqualTo(texts);
        assertThat(jms.drain(jms.queue())).isEqualTo(texts);
    }

    @Test
    @Requirement("7.3.3-1")
    void synchronousAndAsynchronousSendsKeepTheirOrder() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        Inbox done = jms.inbox();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add("m" + i);
            if (i % 2 == 0) {
                producer.send(session.createTextMessage("m" + i), completing(done));
            } else {
                producer.send(session.createTextMessage("m" + i));
            }
        }
        done.await(10);
        assertThat(jms.drain(jms.queue())).isEqualTo(texts);
    }

    @Test
    @Requirement("7.3.8-2")
    void theSendingThreadDoesNotCallTheListener() throws Exception {
        Session session = jms.session();
        Thread sender = Thread.currentThread();
        Inbox done = jms.inbox(message -> assertThat(Thread.currentThread()).isNotSameAs(sender));
        session.createProducer(jms.queue()).send(session.createMessage(), completing(done));
        done.await(1);
    }

    @Test
    @Requirement("7.3.6-1")
    void headersOfTheSendCanBeReadInTheListener() throws Exception {
        Session session = jms.session();
        Inbox done = jms.inbox(message -> {
            assertThat(message.getJMSMessageID()).startsWith("ID:");
            assertThat(message.getJMSDestination()).isEqualTo(jms.queue());
            assertThat(message.getJMSTimestamp()).isPositive();
            assertThat(message.getJMSPriority()).isEqualTo(4);
        });
        session.createProducer(jms.queue()).send(session.createTextMessage("a"), completing(done));
        Message completed = done.await(1).get(0);
        Message received = jms.receive(session.createConsumer(jms.queue()));
        assertThat(received.getJMSMessageID()).isEqualTo(completed.getJMSMessageID());
    }

    @Test
    @Requirement({"7.3.2-1", "MessageProducer.send-3"})
    void aSendThatThrowsCallsNoListener() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        Inbox done = jms.inbox();
        refused(IllegalArgumentException.class, () -> producer.send(session.createMessage(), null));
        refused(() -> producer.send(session.createMessage(), 7, 4, 0, completing(done)));
        refused(() -> producer.send(session.createMessage(), DeliveryMode.PERSISTENT, 12, 0, completing(done)));
        producer.send(session.createTextMessage("good"), completing(done));
        assertThat(done.awaitTexts(1)).containsExactly("good");
    }

    @Test
    @Requirement("7.3.4-1")
    void closeWaitsForCompletions() throws Exception {
        for (int what = 0; what < 3; what++) {
            Connection connection = jms.connect();
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(jms.queue());
            Inbox done = jms.inbox();
            for (int i = 0; i < 20; i++) {
                producer.send(session.createTextMessage("m" + i), completing(done));
            }
            List.of(producer, session, connection).get(what).close();
            assertThat(done.size())
                    .as("completions when close %s returned", what)
                    .isEqualTo(20);
        }
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement("7.3.4-2")
    void commitAndRollbackWaitForCompletions() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.queue());
        Inbox done = jms.inbox();
        for (int i = 0; i < 20; i++) {
            producer.send(session.createTextMessage("kept"), completing(done));
        }
        session.commit();
        assertThat(done.size()).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            producer.send(session.createTextMessage("lost"), completing(done));
        }
        session.rollback();
        assertThat(done.size()).isEqualTo(40);
        assertThat(jms.drain(jms.queue())).hasSize(20).containsOnly("kept");
    }

    @Test
    @Requirement({"7.3.4-3", "Connection.close-1", "Session.close-1", "MessageProducer.close-1"})
    void aCompletionListenerMayNotCloseItsOwn() throws Exception {
        Connection connection = jms.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(jms.queue());
        refusedInCompletion(producer, session.createTextMessage("a"), producer::close);
        refusedInCompletion(producer, session.createTextMessage("b"), session::close);
        refusedInCompletion(producer, session.createTextMessage("c"), connection::close);
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement({"7.3.4-4", "Session.commit-1"})
    void aCompletionListenerMayNotEndItsTransaction() throws Exception {
        Session session = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.queue());
        refusedInCompletion(producer, session.createTextMessage("a"), session::commit);
        refusedInCompletion(producer, session.createTextMessage("b"), session::rollback);
    }

    private void refusedInCompletion(MessageProducer producer, TextMessage message, ThrowingCallable call)
            throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        producer.send(message, completing(jms.inbox(completed -> {
            try {
                call.call();
            } catch (Throwable e) {
                thrown.set(e);
            } finally {
                done.countDown();
            }
        })));
        assertThat(done.await(Workbench.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("completed in time")
                .isTrue();
        assertThat(thrown.get())
                .as("thrown in the completion listener of " + message.getText())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Requirement("7.3-1")
    void everyAsynchronousSendIsToldOnceThoughItsBrokerGoes() throws Exception {
        Connection connection = jms.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(jms.queue());
        List<String> sent = new ArrayList<>();
        Inbox told = jms.inbox();
        CompletionListener either = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                told.onMessage(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                if (exception == null) {
                    jms.violation("A failed send was told without its exception", new NullPointerException());
                }
                told.onMessage(message);
            }
        };
        for (int i = 0; i < 200; i++) {
            producer.send(session.createTextMessage("m" + i), either);
            sent.add("m" + i);
        }
        Workbench.requireHook(jms.target().failConnections(), "failConnections");
        assertThat(told.awaitTexts(sent.size())).isEqualTo(sent);
        connection.close();
        assertThat(told.size()).isEqualTo(sent.size());
    }
}
