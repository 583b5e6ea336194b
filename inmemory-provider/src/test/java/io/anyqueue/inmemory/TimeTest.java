package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import jakarta.jms.JMSException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expiry, delivery delay and dead letters, on a clock that the test moves. */
class TimeTest {
    private static final Address QUEUE = Address.queue("q");

    private final ManualClock clock = new ManualClock();
    private InMemoryBroker broker;
    private Client client;
    private Client.Out out;

    @BeforeEach
    void connect() throws JMSException {
        broker = InMemoryBroker.builder()
                .clock(clock)
                .option(InMemoryOptions.DEAD_LETTER_QUEUE, "dead")
                .option(InMemoryOptions.DEAD_LETTER_EXPIRED, true)
                .option(InMemoryOptions.MAX_DELIVERIES, 2)
                .build();
        client = Client.of(broker);
        out = client.sender(QUEUE);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void expiredMessagesLeaveThoughNobodyConsumes() throws JMSException {
        out.send(expiring("1", 10));
        out.send(expiring("2", 5));
        out.send("3");
        clock.advance(Duration.ofSeconds(5));
        assertThat(ids("q")).containsExactly("1", "3");
        clock.advance(Duration.ofSeconds(5));
        assertThat(ids("q")).containsExactly("3");
        assertThat(broker.messages("dead"))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.properties())
                        .containsEntry("JMS_AnyQueue_DeadLetterReason", "expired")
                        .containsEntry("JMS_AnyQueue_OriginalDestination", "q"));
    }

    @Test
    void aMessageThatExpiredBeforeItWasSentIsNotDelivered() throws JMSException {
        Received received = client.receiver(QUEUE).grant(1);
        out.send(expiring("1", -1));
        out.send("2");
        assertThat(received.ids()).containsExactly("2");
    }

    @Test
    void aDelayedMessageComesWhenItIsTime() throws JMSException {
        Received received = client.receiver(QUEUE).grant(9);
        out.send(delayed("later", 10));
        out.send(delayed("sooner", 5));
        out.send("now");
        assertThat(broker.queue("q").delayed()).isEqualTo(2);
        assertThat(received.ids()).containsExactly("now");
        clock.advance(Duration.ofSeconds(20));
        assertThat(received.ids()).containsExactly("now", "sooner", "later");
    }

    @Test
    void aDelayedPublicationGoesToTheSubscriptionsOfTheTimeOfSending() throws JMSException {
        Address topic = Address.topic("t");
        Received before = client.receiver(topic).grant(9);
        client.sender(topic).send(delayed("1", 5));
        Received after = client.receiver(topic).grant(9);
        clock.advance(Duration.ofSeconds(5));
        assertThat(before.ids()).containsExactly("1");
        assertThat(after.ids()).isEmpty();
    }

    @Test
    void aMessageThatFailsTooOftenBecomesADeadLetter() throws JMSException {
        out.send("1");
        Received received = client.receiver(QUEUE).grant(5);
        received.settle(0, 0, Outcome.FAILED);
        received.settle(1, 1, Outcome.RELEASED);
        received.settle(2, 2, Outcome.FAILED);
        assertThat(received.count()).isEqualTo(3);
        assertThat(broker.messages("dead"))
                .singleElement()
                .satisfies(each -> assertThat(each.properties())
                        .containsEntry("JMS_AnyQueue_DeadLetterReason", "delivery limit")
                        .containsEntry("JMS_AnyQueue_DeliveryCount", 2));
    }

    @Test
    void aRejectedMessageBecomesADeadLetter() throws JMSException {
        out.send("1", "2");
        client.receiver(QUEUE).grant(5).settle(0, 1, Outcome.REJECTED);
        assertThat(ids("dead")).containsExactly("1", "2");
        Received dead = client.receiver(Address.queue("dead")).grant(1);
        assertThat(dead.get(0).message().property("JMS_AnyQueue_DeadLetterReason"))
                .isEqualTo("rejected");
        dead.settle(0, 0, Outcome.REJECTED);
        assertThat(ids("dead")).containsExactly("2");
    }

    private MessageData expiring(String id, int seconds) {
        return message(id, each -> each.expiration(clock.currentTimeMillis() + seconds * 1000L));
    }

    private MessageData delayed(String id, int seconds) {
        return message(id, each -> each.deliveryTime(clock.currentTimeMillis() + seconds * 1000L));
    }

    private java.util.List<String> ids(String queue) {
        return broker.messages(queue).stream().map(QueuedMessage::messageId).toList();
    }
}
