package io.anyqueue.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TimeSource;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Names, URLs, accounts, capabilities and temporary destinations of brokers. */
class BrokerTest {
    private static final Address QUEUE = Address.queue("orders.new");

    @Test
    void theProviderIsFoundByItsService() {
        assertThat(ServiceLoader.load(MessagingProvider.class))
                .singleElement()
                .satisfies(each -> assertThat(each.schemes()).containsExactly("inmemory"));
    }

    @Test
    void aNamedBrokerOutlivesItsConnectionsUntilItIsClosed() throws JMSException {
        try (InMemoryBroker broker = InMemoryBroker.named("shop/a b")) {
            assertThat(broker.url()).isEqualTo("inmemory:shop%2Fa%20b");
            Client client = Client.of(broker);
            client.sender(QUEUE).send("1");
            client.close();
            assertThat(broker.connections()).isEmpty();
            assertThat(InMemoryBroker.named("shop/a b").queue("orders.new").depth())
                    .isOne();
        }
        try (InMemoryBroker next = InMemoryBroker.named("shop/a b")) {
            assertThat(next.queues()).isEmpty();
        }
    }

    @Test
    void aHostServesAsNameAndMoreIsRefused() throws JMSException {
        BrokerUrl byHost =
                new BrokerUrl("inmemory", null, null, List.of(new BrokerUrl.Host("byhost", -1)), null, Map.of());
        ConnectRequest request = new ConnectRequest(byHost, null, null, null, Settings.defaults(), false, "test");
        Client.connect(request, new ArrayList<>());
        try (InMemoryBroker broker = InMemoryBroker.named("byhost")) {
            assertThat(broker.connections()).hasSize(1);
        }
        BrokerUrl nameless = new BrokerUrl("inmemory", null, null, List.of(), "", Map.of());
        assertThatThrownBy(() -> new InMemoryProvider().timeSource(nameless))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theClockIsThatOfTheBrokerThatHasTheName() {
        BrokerUrl url = new BrokerUrl("inmemory", null, null, List.of(), "clocked", Map.of());
        TimeSource time = new InMemoryProvider().timeSource(url);
        ManualClock clock = new ManualClock();
        clock.advance(Duration.ofDays(1000));
        try (InMemoryBroker broker =
                InMemoryBroker.builder().name("clocked").clock(clock).build()) {
            assertThat(time.currentTimeMillis()).isEqualTo(clock.currentTimeMillis());
            assertThat(broker.clock()).isSameAs(clock);
        }
        assertThat(time.currentTimeMillis()).isNotEqualTo(clock.currentTimeMillis());
    }

    @Test
    void laterUrlsMayRepeatTheOptionsButNotChangeThem() throws JMSException {
        Settings three = Settings.defaults().with(InMemoryOptions.QUEUE_LIMIT, 3, "URL");
        Settings four = Settings.defaults().with(InMemoryOptions.QUEUE_LIMIT, 4, "URL");
        try (InMemoryBroker broker =
                InMemoryBroker.builder().option(InMemoryOptions.QUEUE_LIMIT, 3).build()) {
            Client.connect(Client.request(broker, null, null, three), new ArrayList<>());
            assertThatThrownBy(() -> Client.connect(Client.request(broker, null, null, four), new ArrayList<>()))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("queueLimit=4");
        }
    }

    @Test
    void whatSurroundsAnApplicationShapesBrokersOfUrlsAndDoesNotConcernThoseOfPrograms() throws JMSException {
        Settings four = Settings.defaults().with(InMemoryOptions.QUEUE_LIMIT, 4, "key anyqueue.queueLimit of a file");
        Settings five = Settings.defaults().with(InMemoryOptions.QUEUE_LIMIT, 5, "key anyqueue.queueLimit of a file");
        try (InMemoryBroker built = InMemoryBroker.create()) {
            Client.connect(Client.request(built, null, null, four), new ArrayList<>());
        }
        BrokerUrl url = new BrokerUrl("inmemory", null, null, List.of(), "surrounded", Map.of());
        Client.connect(new ConnectRequest(url, null, null, null, four, false, "test"), new ArrayList<>());
        try (InMemoryBroker made = InMemoryBroker.named("surrounded")) {
            assertThatThrownBy(() -> Client.connect(Client.request(made, null, null, five), new ArrayList<>()))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("queueLimit=5");
        }
    }

    @Test
    void aConnectionThatWasLostMakesNoBroker() throws JMSException {
        BrokerUrl url = new BrokerUrl("inmemory", null, null, List.of(), "gone", Map.of());
        ConnectRequest again = new ConnectRequest(url, null, null, null, Settings.defaults(), true, "test");
        assertThatThrownBy(() -> Client.connect(again, new ArrayList<>()))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("\"gone\"");
        try (InMemoryBroker broker = InMemoryBroker.builder().name("gone").build()) {
            Client.connect(again, new ArrayList<>());
            assertThat(broker.connections()).hasSize(1);
        }
    }

    @Test
    void aBuilderRefusesValuesThatAUrlCouldNotHave() {
        InMemoryBroker.Builder builder = InMemoryBroker.builder();
        assertThatThrownBy(() -> builder.option(InMemoryOptions.QUEUE_LIMIT, -5))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("queueLimit");
        assertThatThrownBy(() -> builder.option(InMemoryOptions.MAX_DELIVERIES, -1))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> builder.name("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InMemoryProvider()
                        .check(
                                new BrokerUrl("inmemory", null, null, List.of(), "any", Map.of()),
                                Settings.defaults().with(InMemoryOptions.WITHOUT, List.of("bogus"), "URL")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bogus");
    }

    @Test
    void onlyAccountsMayConnectAndDoWhatTheyArePermitted() throws JMSException {
        try (InMemoryBroker broker = InMemoryBroker.builder()
                .account("admin", "secret")
                .account("clerk", "pw", Permission.send("orders.*"), Permission.browse("*"))
                .build()) {
            assertThatThrownBy(() -> Client.of(broker)).isInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> Client.of(broker, "clerk", "wrong")).isInstanceOf(JMSSecurityException.class);
            Client clerk = Client.of(broker, "clerk", "pw");
            assertThatThrownBy(() -> clerk.sender(QUEUE))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("may not create");
            Client.of(broker, "admin", "secret").sender(QUEUE);
            clerk.sender(QUEUE).send("1");
            assertThatThrownBy(() -> clerk.receiver(QUEUE)).isInstanceOf(JMSSecurityException.class);
            clerk.temporary(Address.Kind.TEMPORARY_QUEUE);
        }
    }

    @Test
    void capabilitiesCanBeTakenAway() throws JMSException {
        try (InMemoryBroker broker = InMemoryBroker.builder()
                .withoutCapability(Capability.TRANSACTIONS)
                .withoutCapability(Capability.QUEUE_SELECTORS)
                .build()) {
            Client client = Client.of(broker);
            assertThat(client.capabilities.supports(Capability.TRANSACTIONS)).isFalse();
            assertThat(client.capabilities.isNative(Capability.PRIORITY)).isTrue();
            assertThat(client.capabilities.supports(Capability.DELIVERY_LIMIT)).isFalse();
            assertThatThrownBy(client::begin).hasMessageContaining("transactions");
            assertThatThrownBy(
                            () -> client.receiver(Client.spec(QUEUE, Client.selector("x", each -> true), false, null)))
                    .hasMessageContaining("queue-selectors");
        }
        assertThatThrownBy(() -> InMemoryBroker.builder()
                        .withoutCapability(new Capability("flying"))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("flying");
    }

    @Test
    void aTemporaryDestinationIsConsumedByItsConnectionOnlyAndEndsWithIt() throws JMSException {
        try (InMemoryBroker broker = InMemoryBroker.create()) {
            Client owner = Client.of(broker);
            Client other = Client.of(broker);
            Address temporary = owner.temporary(Address.Kind.TEMPORARY_QUEUE);
            Client.Out out = other.sender(temporary);
            out.send("1");
            assertThatThrownBy(() -> other.receiver(temporary)).isInstanceOf(InvalidDestinationException.class);
            Received received = owner.receiver(temporary).grant(1);
            assertThat(received.ids()).containsExactly("1");
            assertThatThrownBy(() -> owner.deleteTemporary(temporary)).isInstanceOf(IllegalStateException.class);
            received.close();
            owner.deleteTemporary(temporary);
            assertThatThrownBy(() -> out.send("2")).isInstanceOf(InvalidDestinationException.class);
            Address second = owner.temporary(Address.Kind.TEMPORARY_TOPIC);
            Client.Out toSecond = other.sender(second);
            owner.receiver(second);
            owner.close();
            assertThatThrownBy(() -> toSecond.send("3")).isInstanceOf(InvalidDestinationException.class);
            assertThat(broker.temporaryDestinations()).isZero();
        }
    }

    /** As at real brokers: programs pass the name of a reply queue on as text. */
    @Test
    void aTemporaryDestinationIsMeantByItsNameAlone() throws JMSException {
        try (InMemoryBroker broker = InMemoryBroker.create()) {
            Client owner = Client.of(broker);
            Client other = Client.of(broker);
            Address temporaryQueue = owner.temporary(Address.Kind.TEMPORARY_QUEUE);
            Address temporaryTopic = owner.temporary(Address.Kind.TEMPORARY_TOPIC);
            Received queue = owner.receiver(temporaryQueue).grant(1);
            Received topic = owner.receiver(temporaryTopic).grant(1);
            Address queueByName = Address.queue(temporaryQueue.name());
            Address topicByName = Address.topic(temporaryTopic.name());
            other.sender(queueByName).send("1");
            other.sender(topicByName).send("2");
            assertThat(queue.ids()).containsExactly("1");
            assertThat(topic.ids()).containsExactly("2");
            assertThatThrownBy(() -> other.receiver(queueByName)).isInstanceOf(InvalidDestinationException.class);
            ReceiverSpec durable =
                    Client.spec(topicByName, null, false, new ReceiverSpec.Subscription("s", true, false));
            assertThatThrownBy(() -> owner.receiver(durable)).isInstanceOf(InvalidDestinationException.class);
            assertThat(broker.queues()).isEmpty();
        }
    }
}
