package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connection consumers, as an application server uses them. */
@Needs(Feature.CONNECTION_CONSUMERS)
class ConnectionConsumerTests extends ComplianceTest {
    private static final String WRONG = "= =";

    /** A pool of one session that is run by one thread, and handed out again when its run is over. */
    private static final class Pool implements ServerSessionPool, ServerSession {
        private final Session session;
        private final ExecutorService thread;
        private final AtomicInteger starts = new AtomicInteger();

        Pool(Session session, ExecutorService thread) {
            this.session = session;
            this.thread = thread;
        }

        /** Waits until the runs of the session that were begun are over, and with them their acknowledgements. */
        void awaitIdle() throws Exception {
            Workbench.await(thread.submit(() -> true));
        }

        @Override
        public ServerSession getServerSession() {
            return this;
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            starts.incrementAndGet();
            thread.execute(session);
        }
    }

    private Pool pool(Connection connection, Inbox inbox) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        jms.keep((AutoCloseable) thread::shutdownNow);
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        session.setMessageListener(inbox);
        return new Pool(session, thread);
    }

    @Test
    @Requirement({"11.2-1", "11.2-6"})
    void messagesOfAQueueAreHandedToThePool() throws Exception {
        Inbox inbox = jms.inbox();
        Pool pool = pool(jms.connection(), inbox);
        ConnectionConsumer consumer = jms.connection().createConnectionConsumer(jms.queue(), null, pool, 1);
        assertThat(consumer.getServerSessionPool()).isSameAs(pool);
        jms.send(jms.queue(), "a", "b", "c");
        assertThat(inbox.awaitTexts(3)).containsExactlyInAnyOrder("a", "b", "c");
        pool.awaitIdle();
        consumer.close();
        jms.send(jms.queue(), "d");
        assertThat(jms.drain(jms.queue())).containsExactly("d");
    }

    @Test
    @Requirement("11.2-4")
    void aSessionIsLoadedWithNoMoreThanItsShare() throws Exception {
        Inbox inbox = jms.inbox();
        Pool pool = pool(jms.connection(), inbox);
        jms.send(jms.queue(), "a", "b", "c", "d");
        jms.connection().createConnectionConsumer(jms.queue(), null, pool, 1);
        inbox.await(4);
        assertThat(pool.starts.get()).isGreaterThanOrEqualTo(4);
    }

    @Test
    @Needs(Feature.TOPICS)
    @Requirement("11.2-2")
    void messagesOfATopicAreHandedToThePool() throws Exception {
        Inbox inbox = jms.inbox();
        jms.connection().createConnectionConsumer(jms.topic(), null, pool(jms.connection(), inbox), 5);
        jms.send(jms.topic(), "a", "b");
        assertThat(inbox.awaitTexts(2)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement("11.2-3")
    void theSelectorApplies() throws Exception {
        Inbox inbox = jms.inbox();
        jms.connection().createConnectionConsumer(jms.queue(), "n = 1", pool(jms.connection(), inbox), 5);
        for (int n = 0; n < 2; n++) {
            jms.send(jms.queue(), jms.numbered(n));
        }
        assertThat(inbox.awaitTexts(1)).containsExactly("n1");
        assertThat(jms.drain(jms.queue())).containsExactly("n0");
    }

    @Test
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement("11.2-5")
    void itIsMadeOnADurableSubscription() throws Exception {
        Connection connection = jms.connect(jms.unique("client"));
        connection.start();
        Inbox inbox = jms.inbox();
        connection.createDurableConnectionConsumer(jms.topic(), jms.unique("sub"), null, pool(connection, inbox), 5);
        jms.send(jms.topic(), "a");
        assertThat(inbox.awaitTexts(1)).containsExactly("a");
    }

    @Test
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement("ConnectionConsumer.close-1")
    void aClosedOneFreesItsDurableSubscription() throws Exception {
        Connection connection = jms.connect(jms.unique("client"));
        connection.start();
        String name = jms.unique("sub");
        Inbox inbox = jms.inbox();
        Pool pool = pool(connection, inbox);
        ConnectionConsumer consumer = connection.createDurableConnectionConsumer(jms.topic(), name, null, pool, 1);
        jms.send(jms.topic(), "a");
        assertThat(inbox.awaitTexts(1)).containsExactly("a");
        pool.awaitIdle();
        consumer.close();
        jms.send(jms.topic(), "b");
        MessageConsumer next = connection.createSession().createDurableConsumer(jms.topic(), name);
        assertThat(jms.receiveTexts(next, 1)).containsExactly("b");
    }

    @Test
    @Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.DURABLE_SUBSCRIPTIONS})
    @Requirement("11.2-5")
    void itIsMadeOnSharedSubscriptions() throws Exception {
        Connection connection = jms.connection();
        Inbox inbox = jms.inbox();
        connection.createSharedConnectionConsumer(jms.topic(), jms.unique("sub"), null, pool(connection, inbox), 5);
        connection.createSharedDurableConnectionConsumer(
                jms.topic(), jms.unique("sub"), null, pool(connection, inbox), 5);
        jms.send(jms.topic(), "a");
        assertThat(inbox.awaitTexts(2)).containsExactly("a", "a");
    }

    @Test
    @Requirement("Session.setMessageListener-1")
    void aSessionTellsItsListener() throws Exception {
        Session session = jms.session();
        assertThat(session.getMessageListener()).isNull();
        Inbox inbox = jms.inbox();
        session.setMessageListener(inbox);
        assertThat(session.getMessageListener()).isSameAs(inbox);
    }

    @Test
    @Requirement({"Connection.createConnectionConsumer-1", "Connection.createConnectionConsumer-2"})
    void anInvalidSelectorOrDestinationIsRefused() throws Exception {
        Pool pool = pool(jms.connection(), jms.inbox());
        Connection connection = jms.connection();
        refused(
                InvalidDestinationException.class,
                () -> connection.createConnectionConsumer((Destination) null, null, pool, 1));
        refused(InvalidSelectorException.class, () -> connection.createConnectionConsumer(jms.queue(), WRONG, pool, 1));
    }

    @Test
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement({"Connection.createConnectionConsumer-1", "Connection.createConnectionConsumer-2"})
    void anInvalidSelectorOrTopicOfADurableSubscriptionIsRefused() throws Exception {
        Connection connection = jms.connect(jms.unique("client"));
        Pool pool = pool(connection, jms.inbox());
        refused(
                InvalidDestinationException.class,
                () -> connection.createDurableConnectionConsumer(null, "s", null, pool, 1));
        refused(
                InvalidSelectorException.class,
                () -> connection.createDurableConnectionConsumer(jms.topic(), "s", WRONG, pool, 1));
    }

    @Test
    @Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.DURABLE_SUBSCRIPTIONS})
    @Requirement({"Connection.createConnectionConsumer-1", "Connection.createConnectionConsumer-2"})
    void anInvalidSelectorOrTopicOfASharedSubscriptionIsRefused() throws Exception {
        Connection connection = jms.connection();
        Pool pool = pool(connection, jms.inbox());
        refused(
                InvalidDestinationException.class,
                () -> connection.createSharedConnectionConsumer(null, "s", null, pool, 1));
        refused(
                InvalidSelectorException.class,
                () -> connection.createSharedConnectionConsumer(jms.topic(), "s", WRONG, pool, 1));
        refused(
                InvalidDestinationException.class,
                () -> connection.createSharedDurableConnectionConsumer(null, "s", null, pool, 1));
        refused(
                InvalidSelectorException.class,
                () -> connection.createSharedDurableConnectionConsumer(jms.topic(), "s", WRONG, pool, 1));
    }

    @Test
    @Requirement({"Connection.createConnectionConsumer-3", "ConnectionConsumer.getServerSessionPool-1"})
    void aPoolIsNeededAndToldAgain() throws Exception {
        Connection connection = jms.connection();
        refused(() -> connection.createConnectionConsumer(jms.queue(), null, null, 1));
        Pool pool = pool(connection, jms.inbox());
        ConnectionConsumer consumer = connection.createConnectionConsumer(jms.queue(), null, pool, 1);
        assertThat(consumer.getServerSessionPool()).isSameAs(pool);
        consumer.close();
        consumer.close();
    }
}
