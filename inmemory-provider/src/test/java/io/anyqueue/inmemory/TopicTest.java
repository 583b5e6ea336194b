package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static io.anyqueue.inmemory.Client.selector;
import static io.anyqueue.inmemory.Client.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishing, and the rules of subscriptions. */
class TopicTest {
    private static final Address TOPIC = Address.topic("t");
    private static final ReceiverSpec.Subscription DURABLE = new ReceiverSpec.Subscription("s", true, false);
    private static final ReceiverSpec.Subscription SHARED = new ReceiverSpec.Subscription("s", false, true);
    private static final ReceiverSpec.Subscription SHARED_DURABLE = new ReceiverSpec.Subscription("s", true, true);
    private static final MessageSelector HIGH = selector("JMSPriority > 4", message -> message.priority() > 4);

    private InMemoryBroker broker;
    private Client client;
    private Client.Out out;

    @BeforeEach
    void connect() throws JMSException {
        broker = InMemoryBroker.create();
        client = Client.of(broker, "me");
        out = client.sender(TOPIC);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void everySubscriptionGetsEachMessageFromItsBeginningOn() throws JMSException {
        out.send("0");
        Received first = client.receiver(TOPIC).grant(9);
        out.send("1");
        Received second = client.receiver(TOPIC).grant(9);
        out.send("2");
        assertThat(first.ids()).containsExactly("1", "2");
        assertThat(second.ids()).containsExactly("2");
    }

    @Test
    void noLocalLeavesOutWhatTheConnectionPublishesItself() throws JMSException {
        Received received = client.receiver(spec(TOPIC, null, true, null)).grant(9);
        out.send("mine");
        Client.of(broker).sender(TOPIC).send("other");
        assertThat(received.ids()).containsExactly("other");
    }

    @Test
    void aDurableSubscriptionKeepsWhatComesWhileNobodyReceives() throws JMSException {
        Received first = client.receiver(spec(TOPIC, null, false, DURABLE)).grant(1);
        out.send("1", "2");
        first.accept(0, 0);
        first.close();
        out.send("3");
        client.close();
        Client again = Client.of(broker, "me");
        assertThat(again.receiver(spec(TOPIC, null, false, DURABLE)).grant(9).ids())
                .containsExactly("2", "3");
        assertThat(broker.subscriptions()).hasSize(1);
    }

    @Test
    void anotherSelectorMakesAnInactiveDurableSubscriptionNew() throws JMSException {
        client.receiver(spec(TOPIC, null, false, DURABLE)).close();
        out.send("1");
        Received changed = client.receiver(spec(TOPIC, HIGH, false, DURABLE)).grant(9);
        out.send("2");
        out.send(message("3", each -> each.priority(7)));
        assertThat(changed.ids()).containsExactly("3");
    }

    @Test
    void conflictingSubscribersAreRefused() throws JMSException {
        Received active = client.receiver(spec(TOPIC, null, false, DURABLE));
        assertThatThrownBy(() -> client.receiver(spec(TOPIC, null, false, DURABLE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a consumer");
        assertThatThrownBy(() -> client.receiver(spec(TOPIC, null, false, SHARED_DURABLE)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("unshared");
        assertThatThrownBy(() -> client.unsubscribe("s")).isInstanceOf(IllegalStateException.class);
        active.close();
        client.unsubscribe("s");
        assertThatThrownBy(() -> client.unsubscribe("s")).isInstanceOf(InvalidDestinationException.class);
        client.receiver(spec(TOPIC, null, false, SHARED_DURABLE)).close();
        assertThatThrownBy(() -> client.receiver(spec(TOPIC, null, false, DURABLE)))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void receiversOfASharedSubscriptionShareItsMessagesUntilTheLastHasGone() throws JMSException {
        Received first = client.receiver(spec(TOPIC, null, false, SHARED)).grant(1);
        Received second = client.receiver(spec(TOPIC, null, false, SHARED)).grant(1);
        assertThatThrownBy(() -> client.receiver(spec(TOPIC, HIGH, false, SHARED)))
                .isInstanceOf(JMSException.class);
        out.send("1", "2", "3");
        assertThat(first.ids()).containsExactly("1");
        assertThat(second.ids()).containsExactly("2");
        first.close();
        second.close();
        assertThat(client.receiver(spec(TOPIC, null, false, SHARED)).grant(9).ids())
                .isEmpty();
    }

    @Test
    void aSharedSubscriptionWithoutClientIdentifierIsOneForAll() throws JMSException {
        Client one = Client.of(broker);
        Client two = Client.of(broker);
        Received first = one.receiver(spec(TOPIC, null, false, SHARED_DURABLE)).grant(9);
        Received second = two.receiver(spec(TOPIC, null, false, SHARED_DURABLE)).grant(9);
        out.send("1", "2");
        assertThat(first.ids()).containsExactly("1");
        assertThat(second.ids()).containsExactly("2");
        one.close();
        assertThat(second.ids()).containsExactly("2", "1");
    }

    @Test
    void aClientIdentifierIsUniqueUntilItsConnectionEnds() throws JMSException {
        assertThatThrownBy(() -> Client.of(broker, "me")).isInstanceOf(InvalidClientIDException.class);
        client.close();
        Client.of(broker, "me");
    }

    @Test
    void aDurableSubscriptionNeedsAClientIdentifier() throws JMSException {
        Client anonymous = Client.of(broker);
        assertThatThrownBy(() -> anonymous.receiver(spec(TOPIC, null, false, DURABLE)))
                .isInstanceOf(IllegalStateException.class);
    }
}
