package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of objects opened, used and closed leave no thread, no reference and nothing at the broker. */
class LeakTest {
    private static final int CYCLES = 1000;
    private static final List<Mode> MODES = List.of(Mode.values());

    private final World world = World.create();

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void connectionsLeaveNothing() throws JMSException {
        int threads = threads();
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < CYCLES; i++) {
            useConnection(closed, i);
        }
        assertGone(closed);
        World.await(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
        assertThat(world.broker().connections()).isEmpty();
    }

    @Test
    void contextsLeaveNothing() {
        int threads = threads();
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < CYCLES; i++) {
            useContext(closed);
        }
        assertGone(closed);
        World.await(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
        assertThat(world.broker().connections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void sessionsOfALivingConnectionLeaveNothing(Mode mode) throws JMSException {
        Connection connection = world.connect();
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < CYCLES / 4; i++) {
            useSession(connection, mode, closed);
        }
        assertGone(closed);
        assertThat(world.broker().connections().get(0).sessions()).isZero();
        assertThat(world.broker().queue("q").consumers()).isZero();
    }

    @Test
    void consumersAndProducersOfALivingSessionLeaveNothing() throws JMSException {
        Session session = world.connect().createSession();
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < CYCLES; i++) {
            useConsumer(session, closed);
        }
        assertGone(closed);
        assertThat(world.broker().queue("q").consumers()).isZero();
    }

    @Test
    void listenersThatRanLeaveNothing() throws Exception {
        Session session = world.connect().createSession();
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            useListener(session, closed);
        }
        assertGone(closed);
    }

    @Test
    void anAbandonedDropLeavesNothing() throws JMSException {
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            closeDuringRecovery(closed);
        }
        assertGone(closed);
        world.awaitNoConnections();
    }

    private void closeDuringRecovery(List<WeakReference<Object>> closed) throws JMSException {
        Connection connection = world.factory().createConnection();
        Session session = connection.createSession();
        world.faults().refuseConnections(true);
        int lost = world.states().lost();
        world.faults().dropConnections();
        world.states().awaitLost(lost + 1);
        connection.close();
        world.faults().refuseConnections(false);
        closed.add(new WeakReference<>(session));
        closed.add(new WeakReference<>(connection));
    }

    private void useConnection(List<WeakReference<Object>> closed, int round) throws JMSException {
        Connection connection = world.factory().createConnection();
        connection.start();
        Mode mode = MODES.get(round % MODES.size());
        useSession(connection, mode, closed);
        if (round % 2 == 0) {
            Session open = connection.createSession(mode.number());
            closed.add(new WeakReference<>(open));
            closed.add(new WeakReference<>(open.createConsumer(open.createQueue("q"))));
        }
        connection.close();
        closed.add(new WeakReference<>(connection));
    }

    private static void useSession(Connection connection, Mode mode, List<WeakReference<Object>> closed)
            throws JMSException {
        Session session = connection.createSession(mode.number());
        Queue queue = session.createQueue("q");
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("1"));
        producer.send(session.createTextMessage("2"), new Quiet());
        if (mode == Mode.TRANSACTED) {
            session.commit();
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 2; i++) {
            mode.confirm(session, consumer.receive(World.LIMIT_MILLIS));
        }
        session.close();
        closed.add(new WeakReference<>(session));
        closed.add(new WeakReference<>(producer));
        closed.add(new WeakReference<>(consumer));
    }

    private static void useConsumer(Session session, List<WeakReference<Object>> closed) throws JMSException {
        Queue queue = session.createQueue("q");
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("1"));
        MessageConsumer consumer = session.createConsumer(queue);
        Message message = consumer.receive(World.LIMIT_MILLIS);
        assertThat(message).isNotNull();
        producer.close();
        consumer.close();
        closed.add(new WeakReference<>(producer));
        closed.add(new WeakReference<>(consumer));
        closed.add(new WeakReference<>(message));
    }

    private void useListener(Session session, List<WeakReference<Object>> closed) throws Exception {
        Journal journal = new Journal();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        consumer.setMessageListener(message -> {
            try {
                journal.note(message);
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        world.fill("q", "1");
        World.await(() -> assertThat(journal.size()).isEqualTo(1));
        consumer.close();
        closed.add(new WeakReference<>(consumer));
    }

    private void useContext(List<WeakReference<Object>> closed) {
        JMSContext context = world.factory().createContext();
        Queue queue = context.createQueue("q");
        context.createProducer().send(queue, "1");
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(consumer.receiveBody(String.class, World.LIMIT_MILLIS)).isEqualTo("1");
        context.close();
        closed.add(new WeakReference<>(context));
        closed.add(new WeakReference<>(consumer));
    }

    /** All are collected, although the clock, whose timers could hold some, stands still. */
    private static void assertGone(List<WeakReference<Object>> closed) {
        World.await(() -> {
            System.gc();
            assertThat(closed.stream()
                            .filter(each -> each.get() != null)
                            .map(each -> each.get().getClass().getSimpleName()))
                    .isEmpty();
        });
    }

    /** Those of connections; the timer is the JVM's, and is started by whoever needs it first. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(each ->
                        each.getName().startsWith("anyqueue") && !each.getName().equals("anyqueue-timer"))
                .count();
    }

    /** Hears and forgets. */
    private static final class Quiet implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            assertThat(message).isNotNull();
        }

        @Override
        public void onException(Message message, Exception exception) {
            throw new IllegalStateException(exception);
        }
    }
}
