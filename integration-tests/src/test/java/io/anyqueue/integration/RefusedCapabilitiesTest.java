package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.InMemoryOptions;
import io.anyqueue.spi.Capability;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be emulated honestly is refused at once, naming the capability, the broker and the way out. */
class RefusedCapabilitiesTest {

    /** Something that needs a capability. */
    interface Use {
        void on(Session session) throws JMSException;
    }

    static Stream<Arguments> uses() {
        return Stream.of(
                use(Capability.QUEUE_SELECTORS, "consumer", s -> s.createConsumer(s.createQueue("q"), "n = 1")),
                use(Capability.QUEUE_SELECTORS, "browser", s -> s.createBrowser(s.createQueue("q"), "n = 1")),
                use(Capability.BROWSERS, "browser", s -> s.createBrowser(s.createQueue("q"))),
                use(Capability.DELIVERY_DELAY, "default", s -> {
                    MessageProducer producer = s.createProducer(s.createQueue("q"));
                    producer.setDeliveryDelay(1000);
                    producer.send(s.createMessage());
                }),
                use(Capability.DELIVERY_DELAY, "no timestamps", s -> {
                    MessageProducer producer = s.createProducer(s.createQueue("q"));
                    producer.setDisableMessageTimestamp(true);
                    producer.setDeliveryDelay(1000);
                    producer.send(s.createMessage());
                }),
                use(Capability.DURABLE_SUBSCRIPTIONS, "durable", s -> s.createDurableConsumer(s.createTopic("t"), "s")),
                use(
                        Capability.DURABLE_SUBSCRIPTIONS,
                        "subscriber",
                        s -> s.createDurableSubscriber(s.createTopic("t"), "s")),
                use(
                        Capability.DURABLE_SUBSCRIPTIONS,
                        "shared durable",
                        s -> s.createSharedDurableConsumer(s.createTopic("t"), "s")),
                use(Capability.DURABLE_SUBSCRIPTIONS, "unsubscribe", s -> s.unsubscribe("s")),
                use(Capability.SHARED_SUBSCRIPTIONS, "shared", s -> s.createSharedConsumer(s.createTopic("t"), "s")),
                use(
                        Capability.SHARED_SUBSCRIPTIONS,
                        "shared durable",
                        s -> s.createSharedDurableConsumer(s.createTopic("t"), "s")),
                use(Capability.TEMPORARY_QUEUES, "create", Session::createTemporaryQueue),
                use(Capability.TEMPORARY_TOPICS, "create", Session::createTemporaryTopic),
                use(Capability.TOPICS, "consumer", s -> s.createConsumer(s.createTopic("t"))),
                use(Capability.TOPICS, "producer", s -> s.createProducer(s.createTopic("t"))));
    }

    private static Arguments use(Capability capability, String what, Use use) {
        return Arguments.of(capability, what, use);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("uses")
    void aUseOfWhatTheBrokerLacksIsRefused(Capability capability, String what, Use use) throws JMSException {
        try (World world = World.without(capability)) {
            Connection connection = world.connect("clientId=me");
            assertThat(AnyQueue.capabilities(connection).supports(capability)).isFalse();
            Session session = connection.createSession();
            assertThatThrownBy(() -> use.on(session))
                    .as(what)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining(capability.name())
                    .hasMessageContaining(world.broker().name())
                    .hasMessageContaining(";")
                    .satisfies(
                            e -> assertThat(((JMSException) e).getErrorCode()).isEqualTo("ANYQUEUE-UNSUPPORTED"));
            assertThat(world.depth("q")).isZero();
            assertThat(world.broker().connections().get(0).receivers()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("uses")
    void theSessionGoesOnAfterARefusal(Capability capability, String what, Use use) throws JMSException {
        try (World world = World.without(capability)) {
            Session session = world.connect("clientId=me").createSession();
            assertThatThrownBy(() -> use.on(session)).as(what).isInstanceOf(JMSException.class);
            world.fill("q", "1");
            new Journal().receive(session.createConsumer(session.createQueue("q")));
            assertThat(world.states().events()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("uses")
    void theSameIsNotRefusedByACompleteBroker(Capability capability, String what, Use use) throws JMSException {
        try (World world = World.create()) {
            Connection connection = world.connect("clientId=me");
            assertThat(AnyQueue.capabilities(connection).supports(capability)).isTrue();
            Session session = connection.createSession();
            if (what.equals("unsubscribe")) {
                session.createDurableConsumer(session.createTopic("t"), "s").close();
            }
            use.on(session);
        }
    }

    @Test
    void capabilitiesCanBeTakenAwayByUrl() throws JMSException {
        String url = "inmemory:refused-by-url?without=browsers,queue-selectors";
        try (InMemoryBroker broker = InMemoryBroker.builder()
                        .name("refused-by-url")
                        .option(InMemoryOptions.WITHOUT, List.of("browsers", "queue-selectors"))
                        .build();
                Connection connection = AnyQueue.connectionFactory(url).createConnection();
                Session session = connection.createSession()) {
            assertThat(broker.connections()).hasSize(1);
            assertThatThrownBy(() -> session.createBrowser(session.createQueue("q")))
                    .hasMessageContaining("browsers");
        }
    }

    @Test
    void theSimplifiedApiRefusesWithItsOwnExceptions() throws JMSException {
        try (World world = World.without(Capability.BROWSERS);
                JMSContext context = world.factory().createContext()) {
            assertThatThrownBy(() -> context.createBrowser(context.createQueue("q")))
                    .isInstanceOf(JMSRuntimeException.class)
                    .hasMessageContaining("browsers");
        }
    }

    @Test
    void aDelayOfNothingIsNoDelay() throws JMSException {
        try (World world = World.without(Capability.DELIVERY_DELAY)) {
            Session session = world.connect().createSession();
            session.createProducer(session.createQueue("q")).send(session.createMessage());
            assertThat(world.depth("q")).isEqualTo(1);
        }
    }
}
