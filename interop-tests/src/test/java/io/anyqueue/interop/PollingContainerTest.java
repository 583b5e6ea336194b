package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.interop.Container.Transactions;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

/** Spring's {@code DefaultMessageListenerContainer} on queues. */
final class PollingContainerTest {
    private final InMemoryBroker broker = InMemoryBroker.create();
    private final ConnectionFactory factory = AnyQueue.connectionFactory(broker.url());
    private final JmsTemplate template = new JmsTemplate(factory);
    private final Journal journal = new Journal();

    @AfterEach
    void nothingIsLeftOpen() {
        Leftovers.closeUnconnected(broker);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,    CACHE_NONE",
        "NONE,    CACHE_CONNECTION",
        "NONE,    CACHE_SESSION",
        "NONE,    CACHE_CONSUMER",
        "LOCAL,   CACHE_NONE",
        "LOCAL,   CACHE_SESSION",
        "LOCAL,   CACHE_CONSUMER",
        "MANAGER, CACHE_NONE",
        "MANAGER, CACHE_CONNECTION"
    })
    void eachMessageIsHandledOnceByOneOfSeveralConsumers(Transactions transactions, String cacheLevel) {
        DefaultMessageListenerContainer container = Container.polling(factory, "orders", transactions, this::record);
        container.setCacheLevelName(cacheLevel);
        container.setConcurrency("2-4");
        Container.started(container);
        List<String> ids = Load.send(template, "orders", 200);
        journal.awaitExactly(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(journal.size()).isEqualTo(ids.size());
    }

    @ParameterizedTest
    @EnumSource(Transactions.class)
    void oneConsumerKeepsTheOrder(Transactions transactions) {
        List<String> ids = Load.send(template, "orders", 100);
        DefaultMessageListenerContainer container =
                Container.started(Container.polling(factory, "orders", transactions, this::record));
        journal.awaitInOrder(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(broker.queue("orders").depth()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transactions.class,
            names = {"LOCAL", "MANAGER"})
    void messageWhoseListenerFailsComesAgainAndItsSendsAreUndone(Transactions transactions) {
        Map<String, Integer> attempts = new ConcurrentHashMap<>();
        DefaultMessageListenerContainer container =
                Container.polling(factory, "orders", transactions, (message, session) -> {
                    String id = id(message);
                    session.createProducer(session.createQueue("done")).send(session.createTextMessage(id));
                    int attempt = attempts.merge(id, 1, Integer::sum);
                    assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(attempt);
                    assertThat(message.getJMSRedelivered()).isEqualTo(attempt > 1);
                    if (attempt < 3 && id.endsWith("5")) {
                        throw new IllegalArgumentException("refused " + id);
                    }
                    journal.saw(id);
                });
        Container.started(container);
        List<String> ids = Load.send(template, "orders", 40);
        journal.awaitExactly(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(Load.idsIn(broker, "done")).containsExactlyInAnyOrderElementsOf(ids);
        attempts.forEach((id, count) -> assertThat(count).as(id).isEqualTo(id.endsWith("5") ? 3 : 1));
    }

    @Test
    void messagesThatComeAgainKeepTheirPlaceInTheOrder() {
        AtomicInteger failures = new AtomicInteger();
        List<String> ids = Load.send(template, "orders", 50);
        DefaultMessageListenerContainer container =
                Container.polling(factory, "orders", Transactions.LOCAL, (message, session) -> {
                    String id = id(message);
                    if (id.endsWith("7") && !message.getJMSRedelivered()) {
                        failures.incrementAndGet();
                        throw new IllegalArgumentException("refused " + id);
                    }
                    journal.saw(id);
                });
        Container.started(container);
        journal.awaitInOrder(ids);
        container.destroy();
        assertThat(failures).hasValue(5);
    }

    @Test
    void withClientAcknowledgementFailedMessageComesAgain() {
        List<String> ids = Load.send(template, "orders", 10);
        DefaultMessageListenerContainer container = Container.polling(factory, "orders", failingOnFirstDelivery("m-3"));
        container.setSessionAcknowledgeModeName("CLIENT_ACKNOWLEDGE");
        Container.started(container);
        journal.awaitInOrder(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
    }

    /** Spring documents that its polling container acknowledges before the listener runs. */
    @Test
    void withAutoAcknowledgementFailedMessageIsGone() {
        List<String> ids = Load.send(template, "orders", 10);
        DefaultMessageListenerContainer container =
                Container.started(Container.polling(factory, "orders", failingOnFirstDelivery("m-3")));
        List<String> others = ids.stream().filter(id -> !id.equals("m-3")).toList();
        journal.awaitInOrder(others);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(journal.contains("m-3")).isFalse();
    }

    private SessionAwareMessageListener<Message> failingOnFirstDelivery(String failing) {
        return (message, session) -> {
            if (id(message).equals(failing) && !message.getJMSRedelivered()) {
                throw new IllegalArgumentException("refused " + failing);
            }
            journal.saw(id(message));
        };
    }

    @Test
    void consumersGrowWithTheBacklogAndShrinkWhenIdle() {
        CountDownLatch allBusy = new CountDownLatch(5);
        DefaultMessageListenerContainer container = Container.polling(factory, "orders", (message, session) -> {
            journal.saw(id(message));
            allBusy.countDown();
            // Only five listeners at the same time get past this.
            await().atMost(Journal.PATIENCE).until(() -> allBusy.getCount() == 0);
        });
        container.setConcurrency("1-5");
        container.setMaxMessagesPerTask(1);
        container.setReceiveTimeout(30);
        Container.started(container);
        List<String> ids = Load.send(template, "orders", 60);
        journal.awaitExactly(ids);
        await().atMost(Journal.PATIENCE).until(() -> container.getScheduledConsumerCount() == 1);
        container.destroy();
    }

    @Test
    void stoppedContainerLeavesMessagesToOthersAndGoesOnWhenStarted() {
        DefaultMessageListenerContainer container = Container.polling(factory, "orders", this::record);
        Container.started(container);
        List<String> ids = Load.send(template, "orders", 20);
        journal.awaitExactly(ids);
        CountDownLatch stopped = new CountDownLatch(1);
        container.stop(stopped::countDown);
        await().atMost(Journal.PATIENCE).until(() -> stopped.getCount() == 0);
        template.convertAndSend("orders", "while stopped");
        template.setReceiveTimeout(Journal.PATIENCE.toMillis());
        assertThat(template.receiveAndConvert("orders")).isEqualTo("while stopped");
        template.convertAndSend("orders", "after");
        container.start();
        await().atMost(Journal.PATIENCE).until(() -> journal.contains("after"));
        container.destroy();
        assertThat(journal.size()).isEqualTo(21);
    }

    @Test
    void selectorLeavesOtherMessagesInTheQueue() {
        DefaultMessageListenerContainer container = Container.polling(factory, "orders", this::record);
        container.setMessageSelector("colour = 'green'");
        Container.started(container);
        for (int i = 0; i < 20; i++) {
            String colour = i % 2 == 0 ? "green" : "red";
            template.convertAndSend("orders", "m-" + i, message -> {
                message.setStringProperty("colour", colour);
                return message;
            });
        }
        await().atMost(Journal.PATIENCE).until(() -> journal.size() == 10);
        container.destroy();
        assertThat(journal.ids()).allMatch(id -> Integer.parseInt(id.substring(2)) % 2 == 0);
        assertThat(Load.idsIn(broker, "orders")).hasSize(10);
    }

    private void record(Message message, Session session) throws JMSException {
        journal.saw(id(message));
    }

    private static String id(Message message) throws JMSException {
        return Load.idOf(message);
    }
}
