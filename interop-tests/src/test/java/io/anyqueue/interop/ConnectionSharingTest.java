package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.JmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.SingleConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/** What Spring's sharing connection factories hold open at the broker, and how they survive a loss. */
final class ConnectionSharingTest {
    private final InMemoryBroker broker = InMemoryBroker.create();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void singleConnectionServesAllTemplates() throws JMSException {
        SingleConnectionFactory single = new SingleConnectionFactory(AnyQueue.connectionFactory(broker.url()));
        single.setClientId("shop");
        List<String> ids = Load.send(new JmsTemplate(single), "orders", 20);
        Load.send(new JmsTemplate(single), "others", 20);
        assertThat(broker.connections())
                .singleElement()
                .satisfies(each -> assertThat(each.clientId()).isEqualTo("shop"));
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(ids);
        single.resetConnection();
        assertThat(broker.connections()).isEmpty();
        Load.send(new JmsTemplate(single), "orders", 1);
        assertThat(broker.connections()).hasSize(1);
        single.destroy();
        assertThat(broker.connections()).isEmpty();
    }

    @Test
    void cachedSessionAndProducerAreUsedAgain() {
        CachingConnectionFactory caching = new CachingConnectionFactory(AnyQueue.connectionFactory(broker.url()));
        JmsTemplate template = new JmsTemplate(caching);
        List<String> ids = Load.send(template, "orders", 50);
        assertThat(broker.connections()).singleElement().satisfies(each -> {
            assertThat(each.sessions()).isEqualTo(1);
            assertThat(each.senders()).isEqualTo(1);
        });
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(ids);
        caching.destroy();
        assertThat(broker.connections()).isEmpty();
    }

    @Test
    void cachedConsumerIsUsedAgainAndKeepsItsOrder() {
        CachingConnectionFactory caching = new CachingConnectionFactory(AnyQueue.connectionFactory(broker.url()));
        JmsTemplate template = new JmsTemplate(caching);
        template.setReceiveTimeout(Journal.PATIENCE.toMillis());
        List<String> ids = Load.send(template, "orders", 50);
        ids.forEach(id -> assertThat(template.receiveAndConvert("orders")).isEqualTo(id));
        assertThat(broker.connections())
                .singleElement()
                .satisfies(each -> assertThat(each.receivers()).isEqualTo(1));
        caching.destroy();
        Load.awaitEmpty(broker, "orders");
    }

    @ParameterizedTest
    @EnumSource(Client.Handling.class)
    void withAnyQueuesRecoveryTheSameConnectionsGoOn(Client.Handling handling) {
        Client client = handling.of(AnyQueue.connectionFactory(broker.url()));
        JmsTemplate template = new JmsTemplate(client.factory());
        template.setReceiveTimeout(Journal.PATIENCE.toMillis());
        for (int i = 0; i < 20; i++) {
            template.convertAndSend("orders", "m-" + i);
            broker.faults().dropConnections();
        }
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(Load.ids(20));
        for (int i = 0; i < 20; i++) {
            broker.faults().dropConnections();
            assertThat(template.receiveAndConvert("orders")).isEqualTo("m-" + i);
        }
        client.close();
        Leftovers.awaitNoConnections(broker);
    }

    @ParameterizedTest
    @EnumSource(Client.Handling.class)
    void withoutItTheFactoryMakesNewConnectionsAndKeptPromisesStand(Client.Handling handling) {
        Client client = handling.of(withoutRecovery());
        JmsTemplate template = new JmsTemplate(client.factory());
        List<String> ids = Load.ids(5);
        for (String id : ids) {
            broker.faults().dropConnections();
            await().atMost(Journal.PATIENCE).until(() -> isSent(template, id));
        }
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(ids);
        client.close();
        Leftovers.awaitNoConnections(broker);
    }

    private ConnectionFactory withoutRecovery() {
        return AnyQueue.builder(broker.url())
                .option(ClientOptions.RECOVERY, false)
                .build();
    }

    /** A send that fails here has had no effect: the connection was gone before it. */
    private static boolean isSent(JmsTemplate template, String id) {
        try {
            template.convertAndSend("orders", id);
            return true;
        } catch (JmsException e) {
            return false;
        }
    }
}
