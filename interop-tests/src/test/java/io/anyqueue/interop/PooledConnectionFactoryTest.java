package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messaginghub.pooled.jms.JmsPoolConnection;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/** The pooled-jms project's connection pool. */
final class PooledConnectionFactoryTest {
    private static final long WAIT_MILLIS = Journal.PATIENCE.toMillis();

    private final InMemoryBroker broker = InMemoryBroker.create();
    private JmsPoolConnectionFactory pool = pool(true);

    private JmsPoolConnectionFactory pool(boolean recovery) {
        JmsPoolConnectionFactory made = new JmsPoolConnectionFactory();
        made.setConnectionFactory(AnyQueue.builder(broker.url())
                .option(ClientOptions.RECOVERY, recovery)
                .build());
        return made;
    }

    @AfterEach
    void stoppedPoolLeavesNothingOpen() {
        pool.stop();
        Leftovers.awaitNoConnections(broker);
        assertThat(broker.temporaryDestinations()).isZero();
        broker.close();
    }

    @Test
    void oneConnectionWithOneSessionServesManySends() {
        JmsTemplate template = new JmsTemplate(pool);
        List<String> ids = Load.send(template, "orders", 100);
        assertThat(broker.connections())
                .singleElement()
                .satisfies(each -> assertThat(each.sessions()).isEqualTo(1));
        assertThat(pool.getNumConnections()).isEqualTo(1);
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(ids);
    }

    @Test
    void connectionsOfThePoolTakeTurns() throws JMSException {
        pool.setMaxConnections(3);
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            open.add(pool.createConnection());
        }
        assertThat(broker.connections()).hasSize(3);
        assertThat(open.stream().map(PooledConnectionFactoryTest::pooled).distinct())
                .hasSize(3);
        for (Connection each : open) {
            each.close();
        }
        assertThat(broker.connections()).hasSize(3);
    }

    private static Connection pooled(Connection connection) {
        try {
            return ((JmsPoolConnection) connection).getConnection();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sessionsBeyondTheBoundAreRefused() throws JMSException {
        pool.setMaxSessionsPerConnection(2);
        pool.setBlockIfSessionPoolIsFull(false);
        try (Connection connection = pool.createConnection()) {
            connection.createSession();
            Session second = connection.createSession();
            assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
            second.close();
            connection.createSession().close();
        }
    }

    @Test
    void sessionGivenBackWithOpenTransactionIsRolledBack() throws JMSException {
        try (Connection connection = pool.createConnection()) {
            connection.start();
            JmsTemplate template = new JmsTemplate(pool);
            Load.send(template, "orders", 2);
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            Queue orders = session.createQueue("orders");
            assertThat(Load.idOf(session.createConsumer(orders).receive(WAIT_MILLIS)))
                    .isEqualTo("m-0");
            session.createProducer(session.createQueue("done")).send(session.createTextMessage("undone"));
            session.close();
            Session next = connection.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = next.createConsumer(orders);
            Message again = consumer.receive(WAIT_MILLIS);
            assertThat(Load.idOf(again)).isEqualTo("m-0");
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(Load.idOf(consumer.receive(WAIT_MILLIS))).isEqualTo("m-1");
            next.commit();
            next.close();
        }
        assertThat(broker.queue("done").depth()).isZero();
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void closingPooledConnectionDeletesItsTemporaryDestinations() throws JMSException {
        try (Connection connection = pool.createConnection()) {
            Session session = connection.createSession();
            session.createProducer(session.createTemporaryQueue()).send(session.createTextMessage("m-0"));
            session.createTemporaryTopic();
            assertThat(broker.temporaryDestinations()).isEqualTo(2);
        }
        assertThat(broker.temporaryDestinations()).isZero();
    }

    @Test
    void contextsComeFromThePoolToo() throws JMSException {
        for (int i = 0; i < 20; i++) {
            try (JMSContext context = pool.createContext()) {
                context.createProducer().send(context.createQueue("orders"), "m-" + i);
            }
        }
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(Load.ids(20));
        try (JMSContext context = pool.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            var consumer = context.createConsumer(context.createQueue("orders"));
            for (String id : Load.ids(20)) {
                Message received = consumer.receive(WAIT_MILLIS);
                assertThat(Load.idOf(received)).isEqualTo(id);
                received.acknowledge();
            }
        }
        assertThat(broker.connections()).hasSize(1);
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void manyThreadsShareThePool() throws InterruptedException {
        pool.setMaxConnections(2);
        JmsTemplate template = new JmsTemplate(pool);
        List<String> ids = Load.ids(400);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        ids.forEach(id -> threads.execute(() -> template.convertAndSend("orders", id)));
        threads.shutdown();
        assertThat(threads.awaitTermination(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(broker.connections()).hasSizeLessThanOrEqualTo(2);
        assertThat(Load.idsIn(broker, "orders")).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void connectionsOfOtherUsersAreSeparate() throws JMSException {
        try (Connection anonymous = pool.createConnection();
                Connection named = pool.createConnection("ann", "secret")) {
            anonymous.createSession();
            named.createSession();
            assertThat(broker.connections()).extracting(each -> each.user()).containsExactlyInAnyOrder(null, "ann");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterLossThePoolServesAgain(boolean recovery) throws JMSException {
        pool = pool(recovery);
        try (Connection first = pool.createConnection()) {
            Connection before = pooled(first);
            first.createSession().createProducer(null);
            broker.faults().dropConnections();
            await().atMost(Journal.PATIENCE).until(() -> (pooledNow() == before) == recovery);
        }
        JmsTemplate template = new JmsTemplate(pool);
        List<String> ids = Load.send(template, "orders", 20);
        template.setReceiveTimeout(WAIT_MILLIS);
        IntStream.range(0, ids.size())
                .forEach(i -> assertThat(template.receiveAndConvert("orders")).isEqualTo("m-" + i));
        Load.awaitEmpty(broker, "orders");
    }

    private Connection pooledNow() throws JMSException {
        try (Connection connection = pool.createConnection()) {
            return pooled(connection);
        }
    }

    @Test
    void idleConnectionsAreClosedByThePool() {
        pool.setConnectionIdleTimeout(20);
        pool.setConnectionCheckInterval(20);
        Load.send(new JmsTemplate(pool), "orders", 1);
        Leftovers.awaitNoConnections(broker);
        Load.send(new JmsTemplate(pool), "others", 1);
        assertThat(broker.queue("others").depth()).isEqualTo(1);
    }
}
