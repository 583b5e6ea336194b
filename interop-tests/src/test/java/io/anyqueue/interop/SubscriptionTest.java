package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.ConnectionStatus;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.SubscriptionStatus;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.connection.SingleConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;

/** Spring's containers on topics, with each kind of subscription. */
final class SubscriptionTest {
    private static final String TOPIC = "prices";

    private final InMemoryBroker broker = InMemoryBroker.create();
    private final ConnectionFactory factory = AnyQueue.connectionFactory(broker.url());
    private final JmsTemplate template = new JmsTemplate(factory);
    private final Journal journal = new Journal();

    /** Which of Spring's containers. */
    enum Kind {
        POLLING {
            @Override
            AbstractMessageListenerContainer on(ConnectionFactory factory, SessionAwareMessageListener<?> listener) {
                return Container.polling(factory, TOPIC, listener);
            }
        },
        PUSHED {
            @Override
            AbstractMessageListenerContainer on(ConnectionFactory factory, SessionAwareMessageListener<?> listener) {
                return Container.pushed(factory, TOPIC, listener);
            }
        };

        abstract AbstractMessageListenerContainer on(
                ConnectionFactory factory, SessionAwareMessageListener<?> listener);
    }

    @BeforeEach
    void publishToTopics() {
        template.setPubSubDomain(true);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        Leftovers.closeUnconnected(broker);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachSubscriberGetsEachMessageInOrder(Kind kind) {
        Journal second = new Journal();
        var one = Container.started(topic(kind, this::record));
        var two = Container.started(topic(kind, (message, session) -> second.saw(Load.idOf(message))));
        awaitUnnamed(2);
        List<String> ids = Load.send(template, TOPIC, 100);
        journal.awaitInOrder(ids);
        second.awaitInOrder(ids);
        one.destroy();
        two.destroy();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void durableSubscriptionKeepsWhatIsPublishedWhileNobodyListens(Kind kind) {
        var first = Container.started(durable(kind));
        awaitSubscription(1);
        List<String> ids = Load.send(template, TOPIC, 50);
        journal.awaitInOrder(ids);
        first.destroy();
        awaitSubscription(0);
        assertThat(broker.subscriptions()).singleElement().satisfies(each -> {
            assertThat(each.durable()).isTrue();
            assertThat(each.clientId()).isEqualTo("shop");
            assertThat(each.depth()).isZero();
        });
        List<String> missed = Stream.of("x", "y", "z").toList();
        missed.forEach(id -> template.convertAndSend(TOPIC, id));
        var second = Container.started(durable(kind));
        List<String> all = new ArrayList<>(ids);
        all.addAll(missed);
        journal.awaitInOrder(all);
        second.destroy();
    }

    private AbstractMessageListenerContainer durable(Kind kind) {
        var container = topic(kind, this::record);
        container.setClientId("shop");
        container.setDurableSubscriptionName("prices-of-shop");
        return container;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sharedSubscriptionGivesEachMessageToOneConsumer(Kind kind) {
        var one = Container.started(shared(kind));
        var two = Container.started(shared(kind));
        awaitSubscription(2);
        assertThat(broker.subscriptions()).singleElement().matches(SubscriptionStatus::shared);
        List<String> ids = Load.send(template, TOPIC, 200);
        journal.awaitExactly(ids);
        one.destroy();
        two.destroy();
        assertThat(journal.size()).isEqualTo(ids.size());
        await().atMost(Journal.PATIENCE).until(() -> broker.subscriptions().isEmpty());
    }

    private AbstractMessageListenerContainer shared(Kind kind) {
        var container = topic(kind, this::record);
        container.setSubscriptionShared(true);
        container.setSubscriptionName("pricing");
        return container;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sharedDurableSubscriptionOutlivesItsConsumers(Kind kind) {
        var one = Container.started(sharedDurable(kind));
        var two = Container.started(sharedDurable(kind));
        awaitSubscription(2);
        List<String> ids = Load.send(template, TOPIC, 100);
        journal.awaitExactly(ids);
        one.destroy();
        two.destroy();
        awaitSubscription(0);
        template.convertAndSend(TOPIC, "missed");
        assertThat(broker.subscriptions())
                .singleElement()
                .satisfies(each -> assertThat(each.depth()).isEqualTo(1));
        var three = Container.started(sharedDurable(kind));
        List<String> all = new ArrayList<>(ids);
        all.add("missed");
        journal.awaitExactly(all);
        three.destroy();
    }

    private AbstractMessageListenerContainer sharedDurable(Kind kind) {
        var container = shared(kind);
        container.setSubscriptionDurable(true);
        return container;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void transactedSubscriberThatFailsGetsItsMessageAgain(Kind kind) {
        var container = topic(kind, (message, session) -> {
            if (Load.idOf(message).endsWith("5") && !message.getJMSRedelivered()) {
                throw new IllegalArgumentException("refused");
            }
            journal.saw(Load.idOf(message));
        });
        container.setSessionTransacted(true);
        container.setSubscriptionShared(true);
        container.setSubscriptionDurable(true);
        container.setSubscriptionName("pricing");
        Container.started(container);
        awaitSubscription(1);
        journal.awaitInOrder(Load.send(template, TOPIC, 30));
        container.destroy();
    }

    @Test
    void subscriberThatWantsNothingLocalHearsOthersOnly() {
        SingleConnectionFactory single = new SingleConnectionFactory(factory);
        single.setReconnectOnException(true);
        var container = topic(Kind.PUSHED, this::record);
        container.setConnectionFactory(single);
        container.setPubSubNoLocal(true);
        Container.started(container);
        JmsTemplate local = new JmsTemplate(single);
        local.setPubSubDomain(true);
        local.convertAndSend(TOPIC, "local");
        template.convertAndSend(TOPIC, "remote");
        journal.awaitInOrder(List.of("remote"));
        container.destroy();
        single.destroy();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void durableSubscriberMissesNothingOverDroppedConnections(Kind kind) {
        var container = Container.started(sharedDurable(kind));
        awaitSubscription(1);
        for (int i = 0; i < 20; i++) {
            template.convertAndSend(TOPIC, "m-" + i);
            broker.faults().dropConnections();
        }
        journal.awaitAtLeastOnce(Load.ids(20));
        container.destroy();
    }

    private AbstractMessageListenerContainer topic(Kind kind, SessionAwareMessageListener<?> listener) {
        var container = kind.on(factory, listener);
        container.setPubSubDomain(true);
        return container;
    }

    /** Subscribers without a name show as consumers of their connection only. */
    private void awaitUnnamed(int count) {
        await().atMost(Journal.PATIENCE)
                .until(() -> broker.connections().stream()
                                .mapToInt(ConnectionStatus::receivers)
                                .sum()
                        == count);
    }

    private void awaitSubscription(int consumers) {
        await().atMost(Journal.PATIENCE)
                .until(() -> broker.subscriptions().stream()
                                .mapToInt(SubscriptionStatus::consumers)
                                .sum()
                        == consumers);
    }

    private void record(Message message, Session session) throws JMSException {
        journal.saw(Load.idOf(message));
    }
}
