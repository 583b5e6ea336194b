package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.Operation;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.Enumeration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers, connection consumers and contexts whose connection is dropped. */
class OtherObjectsRecoveryTest {
    private static final int MANY = 250;

    private final World world = World.create();
    private final Journal journal = new Journal();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void aBrowserLooksAgainAfterADrop() throws JMSException {
        world.fill("q", "1", "2");
        Session session = world.connect().createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue("q"));
        assertThat(count(browser.getEnumeration())).isEqualTo(2);
        world.dropAndRestore();
        assertThat(count(browser.getEnumeration())).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aBrowserOpensThroughADrop(Cut cut) throws JMSException {
        world.fill("q", "1", "2");
        Session session = world.connect().createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue("q"));
        cut.dropConnectionAt(Operation.OPEN_RECEIVER, world);
        assertThat(count(browser.getEnumeration())).isEqualTo(2);
    }

    @Test
    void anEnumerationCutInTheMiddleDoesNotPretendThatTheQueueEndsThere() throws JMSException {
        String[] texts = new String[MANY];
        for (int i = 0; i < MANY; i++) {
            texts[i] = String.valueOf(i);
        }
        world.fill("q", texts);
        Session session = world.connect().createSession();
        Enumeration<?> messages =
                session.createBrowser(session.createQueue("q")).getEnumeration();
        assertThat(messages.nextElement()).isNotNull();
        world.dropAndRestore();
        boolean told = false;
        int seen = 1;
        try {
            seen += count(messages);
        } catch (JMSRuntimeException e) {
            told = true;
        }
        assertThat(told || seen == MANY).as("seen " + seen + " of " + MANY).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"AUTO", "CLIENT", "DUPS_OK", "TRANSACTED"})
    void aConnectionConsumerGoesOnAfterADropAndLosesNothing(Mode mode) throws Exception {
        Connection connection = world.connect();
        try (Pool pool = new Pool(connection, mode)) {
            Queue queue = connection.createSession().createQueue("q");
            ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 2);
            world.fill("q", "1", "2", "3");
            World.await(() -> assertThat(journal.texts()).contains("1", "2", "3"));
            world.dropAndRestore();
            world.fill("q", "4", "5", "6");
            World.await(() -> assertThat(journal.texts()).contains("4", "5", "6"));
            consumer.close();
            pool.session.close();
        }
        journal.assertRepetitionsAreMarked();
        world.awaitEmpty("q");
    }

    @Test
    void aConnectionConsumerWhoseListenerIsCutRepeatsTheMessageMarked() throws Exception {
        Connection connection = world.connect();
        try (Pool pool = new Pool(connection, Mode.AUTO)) {
            pool.atFirst = world::dropAndRestore;
            Queue queue = connection.createSession().createQueue("q");
            connection.createConnectionConsumer(queue, null, pool, 1);
            world.fill("q", "1", "2");
            World.await(() -> assertThat(journal.texts()).contains("2"));
        }
        journal.assertEachCameInOrder("1", "2");
        assertThat(journal.redelivered()).contains("1");
        journal.assertRepetitionsAreMarked();
        world.awaitEmpty("q");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aContextGoesOnAfterADrop(Mode mode) throws JMSException {
        world.fill("q", "1", "2", "3");
        try (JMSContext context = world.factory().createContext(mode.number())) {
            Queue queue = context.createQueue("q");
            JMSConsumer consumer = context.createConsumer(queue);
            Message first = journal.note(consumer.receive(World.LIMIT_MILLIS));
            world.dropAndRestore();
            if (mode == Mode.TRANSACTED) {
                assertThatThrownBy(context::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);
            } else if (mode == Mode.CLIENT) {
                assertThatThrownBy(context::acknowledge).isInstanceOf(JMSRuntimeException.class);
            } else if (mode == Mode.INDIVIDUAL) {
                assertThatThrownBy(first::acknowledge).isInstanceOf(JMSException.class);
            }
            context.createProducer().send(queue, "4");
            do {
                Message next = journal.note(consumer.receive(World.LIMIT_MILLIS));
                if (mode == Mode.TRANSACTED) {
                    context.commit();
                } else if (mode.confirms()) {
                    next.acknowledge();
                }
            } while (!journal.texts().get(journal.size() - 1).equals("4"));
        }
        journal.assertEachCameInOrder("1", "2", "3", "4");
        journal.assertRepetitionsAreMarked();
        world.awaitEmpty("q");
    }

    @Test
    void contextsOfOneConnectionAreAllRestored() throws JMSException {
        try (JMSContext one = world.factory().createContext();
                JMSContext two = one.createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue queue = one.createQueue("q");
            JMSConsumer consumer = one.createConsumer(queue);
            two.createProducer().send(queue, "0");
            two.commit();
            world.dropAndRestore();
            two.createProducer().send(queue, "1");
            two.commit();
            journal.note(consumer.receive(World.LIMIT_MILLIS));
            journal.note(consumer.receive(World.LIMIT_MILLIS));
            assertThat(journal.texts()).containsExactly("0", "1");
        }
    }

    private static int count(Enumeration<?> messages) {
        int count = 0;
        while (messages.hasMoreElements()) {
            assertThat(messages.nextElement()).isNotNull();
            count++;
        }
        return count;
    }

    /** An application server's pool of one session, which notes what it is given. */
    private final class Pool implements ServerSessionPool, ServerSession, AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Session session;
        private volatile Runnable atFirst = () -> {};

        Pool(Connection connection, Mode mode) throws JMSException {
            session = connection.createSession(mode.number());
            MessageListener listener = message -> {
                try {
                    journal.note(message);
                    if (journal.size() == 1) {
                        atFirst.run();
                    }
                    mode.confirm(session, message);
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
            };
            session.setMessageListener(listener);
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
            thread.execute(session);
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }
}
