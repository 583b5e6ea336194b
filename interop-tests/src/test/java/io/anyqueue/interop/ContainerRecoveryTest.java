package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.Operation;
import io.anyqueue.interop.Container.Transactions;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * Spring's polling container over connections that drop, with AnyQueue's recovery, where the container notices nothing, and
 * without, where it makes new connections itself.
 */
final class ContainerRecoveryTest {
    private static final int MESSAGES = 60;

    private final InMemoryBroker broker = InMemoryBroker.create();
    private final JmsTemplate template = new JmsTemplate(AnyQueue.connectionFactory(broker.url()));
    private final Journal journal = new Journal();
    private final Set<String> dropped = ConcurrentHashMap.newKeySet();

    @AfterEach
    void nothingIsLeftOpen() {
        Leftovers.closeUnconnected(broker);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  LOCAL,   CACHE_CONSUMER",
        "true,  LOCAL,   CACHE_NONE",
        "true,  MANAGER, CACHE_NONE",
        "true,  MANAGER, CACHE_CONNECTION",
        "false, LOCAL,   CACHE_CONSUMER",
        "false, LOCAL,   CACHE_NONE",
        "false, MANAGER, CACHE_NONE",
        "false, MANAGER, CACHE_CONNECTION"
    })
    void whatTransactionsSendOnArrivesOnceThoughConnectionsDropInTheirMiddle(
            boolean recovery, Transactions transactions, String cacheLevel) {
        List<String> ids = Load.send(template, "orders", MESSAGES);
        DefaultMessageListenerContainer container =
                Container.polling(factory(recovery), "orders", transactions, this::forwardAndDrop);
        container.setCacheLevelName(cacheLevel);
        container.setConcurrency("2");
        Container.started(container);
        awaitForwardedOnce(ids);
        container.destroy();
        assertThat(dropped).hasSize(MESSAGES / 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitsWhoseAnswerIsLostTakeEffectOnce(boolean recovery) {
        List<String> ids = Load.send(template, "orders", MESSAGES);
        DefaultMessageListenerContainer container =
                Container.polling(factory(recovery), "orders", Transactions.LOCAL, (message, session) -> {
                    if (isFirst(message)) {
                        broker.faults().dropAfter(Operation.COMMIT);
                    }
                    forward(message, session);
                });
        Container.started(container);
        awaitForwardedOnce(ids);
        container.destroy();
        assertThat(dropped).hasSize(MESSAGES / 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitsThatNeverArriveAreMadeUpFor(boolean recovery) {
        List<String> ids = Load.send(template, "orders", MESSAGES);
        DefaultMessageListenerContainer container =
                Container.polling(factory(recovery), "orders", Transactions.LOCAL, (message, session) -> {
                    if (isFirst(message)) {
                        broker.faults().dropBefore(Operation.COMMIT);
                    }
                    forward(message, session);
                });
        Container.started(container);
        awaitForwardedOnce(ids);
        container.destroy();
        assertThat(dropped).hasSize(MESSAGES / 10);
    }

    @ParameterizedTest
    @EnumSource(Transactions.class)
    void containerSurvivesBrokerThatIsAwayForAWhile(Transactions transactions) {
        DefaultMessageListenerContainer container =
                Container.polling(factory(false), "orders", transactions, this::record);
        Queue<JMSException> reported = new ConcurrentLinkedQueue<>();
        container.setExceptionListener(reported::add);
        Container.started(container);
        template.convertAndSend("orders", "before");
        journal.awaitInOrder(List.of("before"));
        Load.awaitEmpty(broker, "orders");
        broker.faults().refuseConnections(true);
        broker.faults().dropConnections();
        await().atMost(Journal.PATIENCE).until(() -> !reported.isEmpty());
        Leftovers.awaitNoConnections(broker);
        broker.faults().refuseConnections(false);
        template.convertAndSend("orders", "after");
        journal.awaitInOrder(List.of("before", "after"));
        container.destroy();
    }

    @Test
    void withAnyQueuesRecoveryTheContainerHearsOfNoLoss() {
        DefaultMessageListenerContainer container =
                Container.polling(factory(true), "orders", Transactions.NONE, this::record);
        Queue<JMSException> reported = new ConcurrentLinkedQueue<>();
        ExceptionListener listener = reported::add;
        container.setExceptionListener(listener);
        Container.started(container);
        for (int i = 0; i < 20; i++) {
            template.convertAndSend("orders", "m-" + i);
            await().atMost(Journal.PATIENCE).until(() -> !journal.ids().isEmpty());
            broker.faults().dropConnections();
        }
        journal.awaitAtLeastOnce(Load.ids(20));
        container.destroy();
        assertThat(reported).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void containerOnCachedConnectionsGoesOn(boolean recovery) {
        CachingConnectionFactory caching = new CachingConnectionFactory(factory(recovery));
        List<String> ids = Load.send(template, "orders", MESSAGES);
        DefaultMessageListenerContainer container =
                Container.polling(caching, "orders", Transactions.LOCAL, this::forwardAndDrop);
        Container.started(container);
        awaitForwardedOnce(ids);
        container.destroy();
        caching.destroy();
    }

    private void awaitForwardedOnce(List<String> ids) {
        await().atMost(Journal.PATIENCE)
                .untilAsserted(() -> assertThat(Load.idsIn(broker, "done")).containsAll(ids));
        Load.awaitEmpty(broker, "orders");
        assertThat(Load.idsIn(broker, "done")).containsExactlyInAnyOrderElementsOf(ids);
    }

    private void forwardAndDrop(Message message, Session session) throws JMSException {
        forward(message, session);
        if (isFirst(message)) {
            broker.faults().dropConnections();
        }
    }

    private boolean isFirst(Message message) throws JMSException {
        String id = Load.idOf(message);
        return id.endsWith("5") && dropped.add(id);
    }

    private static void forward(Message message, Session session) throws JMSException {
        session.createProducer(session.createQueue("done")).send(session.createTextMessage(Load.idOf(message)));
    }

    private void record(Message message, Session session) throws JMSException {
        journal.saw(Load.idOf(message));
    }

    private ConnectionFactory factory(boolean recovery) {
        return AnyQueue.builder(broker.url())
                .option(ClientOptions.RECOVERY, recovery)
                .build();
    }
}
