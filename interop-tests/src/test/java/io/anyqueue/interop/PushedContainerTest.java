package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.SimpleMessageListenerContainer;

/** Spring's {@code SimpleMessageListenerContainer}, which registers message listeners. */
final class PushedContainerTest {
    private final InMemoryBroker broker = InMemoryBroker.create();
    private final JmsTemplate template = new JmsTemplate(AnyQueue.connectionFactory(broker.url()));
    private final Journal journal = new Journal();

    @AfterEach
    void nothingIsLeftOpen() {
        Leftovers.closeUnconnected(broker);
    }

    @Test
    void oneConsumerKeepsTheOrder() {
        SimpleMessageListenerContainer container = Container.started(container(true, this::record));
        List<String> ids = Load.send(template, "orders", 200);
        journal.awaitInOrder(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
    }

    @Test
    void severalConsumersHandleEachMessageOnce() {
        SimpleMessageListenerContainer container = container(true, this::record);
        container.setConcurrentConsumers(4);
        Container.started(container);
        assertThat(broker.queue("orders").consumers()).isEqualTo(4);
        List<String> ids = Load.send(template, "orders", 200);
        journal.awaitExactly(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(journal.size()).isEqualTo(ids.size());
    }

    @Test
    void transactedListenerThatFailsGetsItsMessageAgainInOrderAndItsSendsAreUndone() {
        List<String> ids = Load.send(template, "orders", 30);
        SimpleMessageListenerContainer container = container(true, failingOnFirstDelivery());
        container.setSessionTransacted(true);
        Container.started(container);
        journal.awaitInOrder(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(Load.idsIn(broker, "done")).isEqualTo(ids);
    }

    /** The container calls {@code Session.recover} from within the listener. */
    @Test
    void withClientAcknowledgementFailedMessageComesAgainInOrder() {
        List<String> ids = Load.send(template, "orders", 30);
        SimpleMessageListenerContainer container = container(true, failingOnFirstDelivery());
        container.setSessionAcknowledgeModeName("CLIENT_ACKNOWLEDGE");
        Container.started(container);
        journal.awaitInOrder(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        assertThat(Load.idsIn(broker, "done")).hasSize(33).containsAll(ids);
    }

    /** Sends on before it fails, for the first delivery of each tenth message. */
    private SessionAwareMessageListener<Message> failingOnFirstDelivery() {
        return (message, session) -> {
            String id = Load.idOf(message);
            session.createProducer(session.createQueue("done")).send(session.createTextMessage(id));
            if (id.endsWith("5") && !message.getJMSRedelivered()) {
                throw new IllegalArgumentException("refused " + id);
            }
            journal.saw(id);
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterDroppedConnectionsTheListenersGoOn(boolean recovery) {
        SimpleMessageListenerContainer container = container(recovery, (message, session) -> {
            String id = Load.idOf(message);
            if (id.endsWith("5") && !journal.contains(id)) {
                journal.saw(id);
                broker.faults().dropConnections();
            } else {
                journal.saw(id);
            }
        });
        container.setSessionTransacted(true);
        List<String> ids = Load.send(template, "orders", 50);
        Container.started(container);
        journal.awaitAtLeastOnce(ids);
        Load.awaitEmpty(broker, "orders");
        container.destroy();
        Leftovers.awaitNoConnections(broker);
    }

    @Test
    void stoppedContainerHoldsItsListenersAndGoesOnWhenStarted() {
        SimpleMessageListenerContainer container = Container.started(container(true, this::record));
        template.convertAndSend("orders", "m-0");
        journal.awaitInOrder(List.of("m-0"));
        container.stop();
        template.convertAndSend("orders", "m-1");
        assertThat(journal.ids()).containsExactly("m-0");
        container.start();
        journal.awaitInOrder(List.of("m-0", "m-1"));
        container.destroy();
    }

    private SimpleMessageListenerContainer container(boolean recovery, SessionAwareMessageListener<?> listener) {
        return Container.pushed(
                AnyQueue.builder(broker.url())
                        .option(ClientOptions.RECOVERY, recovery)
                        .build(),
                "orders",
                listener);
    }

    private void record(Message message, Session session) throws JMSException {
        journal.saw(Load.idOf(message));
    }
}
