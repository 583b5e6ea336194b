package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static io.anyqueue.inmemory.Client.selector;
import static io.anyqueue.inmemory.Client.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sending to, receiving from and browsing one queue. */
class QueueTest {
    private static final Address QUEUE = Address.queue("q");
    private static final MessageSelector RED =
            selector("colour = 'red'", message -> "red".equals(message.property("colour")));

    private InMemoryBroker broker;
    private Client client;
    private Client.Out out;

    @BeforeEach
    void connect() throws JMSException {
        broker = InMemoryBroker.create();
        client = Client.of(broker);
        out = client.sender(QUEUE);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void deliversInOrderAndOnlyWhatWasGranted() throws JMSException {
        Received received = client.receiver(QUEUE).grant(2);
        out.send("1", "2", "3");
        assertThat(received.ids()).containsExactly("1", "2");
        assertThat(broker.queue("q")).isEqualTo(new QueueStatus("q", 1, 0, 2, 1));
        received.grant(5);
        assertThat(received.ids()).containsExactly("1", "2", "3");
        assertThat(received.get(2).number()).isEqualTo(2);
    }

    @Test
    void deliversAWaitingBurstWithOneFlush() throws JMSException {
        out.send("1", "2", "3");
        Received received = client.receiver(QUEUE).grant(10);
        assertThat(received.count()).isEqualTo(3);
        assertThat(received.flushes()).isEqualTo(1);
    }

    @Test
    void deliversHigherPrioritiesFirst() throws JMSException {
        for (int priority : new int[] {4, 0, 9, 4, 9}) {
            out.send(message(priority + "-" + broker.queue("q").depth(), each -> each.priority(priority)));
        }
        assertThat(client.receiver(QUEUE).grant(9).ids()).containsExactly("9-2", "9-4", "4-0", "4-3", "0-1");
    }

    @Test
    void drainTakesTheCreditBack() throws JMSException {
        Received received = client.receiver(QUEUE).grant(5);
        received.drain();
        out.send("1");
        assertThat(received.count()).isZero();
        assertThat(broker.queue("q").depth()).isOne();
    }

    @Test
    void receiversWithCreditTakeTurns() throws JMSException {
        Received first = client.receiver(QUEUE).grant(10);
        Received second = client.receiver(QUEUE).grant(10);
        out.send("1", "2", "3", "4");
        assertThat(first.ids()).containsExactly("1", "3");
        assertThat(second.ids()).containsExactly("2", "4");
    }

    @Test
    void acceptedMessagesAreGoneAndOthersComeBackToTheirPlaces() throws JMSException {
        out.send("1", "2", "3", "4", "5", "6");
        Received received = client.receiver(QUEUE).grant(5);
        received.accept(1, 1);
        received.settle(2, 2, Outcome.FAILED);
        received.settle(0, 0, Outcome.RELEASED);
        received.close();
        Received next = client.receiver(QUEUE).grant(10);
        assertThat(next.ids()).containsExactly("1", "3", "4", "5", "6");
        assertThat(next.get(0).redelivered()).isFalse();
        assertThat(next.get(1).redelivered()).isTrue();
        assertThat(next.get(1).failedDeliveries()).isEqualTo(1);
        assertThat(next.get(2).failedDeliveries()).isZero();
    }

    @Test
    void settlingTwiceChangesNothing() throws JMSException {
        out.send("1", "2");
        Received received = client.receiver(QUEUE).grant(2);
        received.accept(0, 1);
        received.settle(0, 100, Outcome.RELEASED);
        assertThat(broker.queue("q")).isEqualTo(new QueueStatus("q", 0, 0, 0, 1));
    }

    @Test
    void aClosedSessionGivesBackAsFailedAndALostConnectionToo() throws JMSException {
        out.send("1");
        Client other = Client.of(broker);
        other.receiver(QUEUE).grant(1);
        other.closeSession();
        Client third = Client.of(broker);
        third.receiver(QUEUE).grant(1);
        third.close();
        Received last = client.receiver(QUEUE).grant(1);
        assertThat(last.get(0).failedDeliveries()).isEqualTo(2);
        assertThat(last.get(0).redelivered()).isTrue();
    }

    @Test
    void aSelectorPassesOverWhatItDoesNotWant() throws JMSException {
        Received red = client.receiver(spec(QUEUE, RED, false, null)).grant(2);
        for (int i = 0; i < 300; i++) {
            out.send(coloured(i, i % 100 == 50 ? "red" : "blue"));
        }
        assertThat(red.ids()).containsExactly("50", "150");
        red.grant(10);
        assertThat(red.ids()).containsExactly("50", "150", "250");
        red.settle(1, 1, Outcome.FAILED);
        assertThat(red.ids()).containsExactly("50", "150", "250", "150");
        assertThat(client.receiver(QUEUE).grant(1000).count()).isEqualTo(297);
    }

    @Test
    void aBrowserShowsTheQueueAsItWasWhenOpened() throws JMSException {
        out.send("1", "2", "3");
        Received browser = client.receiver(new ReceiverSpec(QUEUE, ReceiverSpec.Mode.BROWSE, null, false, null));
        client.receiver(QUEUE).grant(1);
        out.send("4");
        browser.grant(2);
        assertThat(browser.ids()).containsExactly("1", "2");
        browser.grant(5);
        browser.drain();
        assertThat(browser.ids()).containsExactly("1", "2", "3");
        assertThat(broker.messages("q")).extracting(QueuedMessage::messageId).containsExactly("2", "3", "4");
    }

    @Test
    void aDeliveryThatFailedSeveralTimesIsCountedSoOften() throws JMSException {
        out.send("1");
        Received received = client.receiver(QUEUE).grant(3);
        received.settle(0, 0, Outcome.FAILED);
        received.fail(1, 3);
        received.fail(1, 3);
        assertThat(received.ids()).containsExactly("1", "1", "1");
        assertThat(received.get(2).failedDeliveries()).isEqualTo(4);
        assertThat(received.get(2).redelivered()).isTrue();
    }

    @Test
    void aBrowserHonoursItsSelector() throws JMSException {
        out.send(coloured(1, "red"));
        out.send(coloured(2, "blue"));
        Received browser = client.receiver(new ReceiverSpec(QUEUE, ReceiverSpec.Mode.BROWSE, RED, false, null));
        assertThat(browser.grant(5).ids()).containsExactly("1");
    }

    @Test
    void aGroupStaysWithItsConsumerWhileThatLives() throws JMSException {
        try (InMemoryBroker grouping = InMemoryBroker.builder()
                .option(InMemoryOptions.MESSAGE_GROUPS, true)
                .build()) {
            Client grouped = Client.of(grouping);
            Received first = grouped.receiver(QUEUE).grant(10);
            Received second = grouped.receiver(QUEUE).grant(10);
            Client.Out sender = grouped.sender(QUEUE);
            for (int i = 0; i < 6; i++) {
                String group = i % 2 == 0 ? "a" : "b";
                sender.send(message(group + i, each -> each.property("JMSXGroupID", group)));
            }
            assertThat(first.ids()).containsExactly("a0", "a2", "a4");
            assertThat(second.ids()).containsExactly("b1", "b3", "b5");
            first.close();
            assertThat(second.ids()).containsExactly("b1", "b3", "b5", "a0", "a2", "a4");
        }
    }

    @Test
    void aGroupIsClosedByTheSequenceNumberMinusOne() throws JMSException {
        try (InMemoryBroker grouping = InMemoryBroker.builder()
                .option(InMemoryOptions.MESSAGE_GROUPS, true)
                .build()) {
            Client grouped = Client.of(grouping);
            Received first = grouped.receiver(QUEUE).grant(2);
            Client.Out sender = grouped.sender(QUEUE);
            sender.send(grouped("a1", 1));
            Received second = grouped.receiver(QUEUE).grant(10);
            sender.send(grouped("a2", 2), grouped("a3", 3), grouped("a-last", -1), grouped("a-again", 1));
            assertThat(first.ids()).containsExactly("a1", "a2");
            assertThat(second.ids()).isEmpty();
            // The first still owns the group, so only it can be given the message that closes it.
            first.grant(2);
            assertThat(first.ids()).containsExactly("a1", "a2", "a3", "a-last");
            assertThat(second.ids()).containsExactly("a-again");
            first.grant(10);
            sender.send(grouped("a-more", 2));
            assertThat(second.ids()).containsExactly("a-again", "a-more");
            assertThat(grouping.queue("q").depth()).isZero();
        }
    }

    @Test
    void aGroupOfOneMessageThatClosesItHasNoOwner() throws JMSException {
        try (InMemoryBroker grouping = InMemoryBroker.builder()
                .option(InMemoryOptions.MESSAGE_GROUPS, true)
                .build()) {
            Client grouped = Client.of(grouping);
            Received first = grouped.receiver(QUEUE).grant(10);
            Received second = grouped.receiver(QUEUE).grant(10);
            Client.Out sender = grouped.sender(QUEUE);
            sender.send(grouped("1", -1), grouped("2", -1), grouped("3", -1), grouped("4", -1));
            assertThat(first.ids()).containsExactly("1", "3");
            assertThat(second.ids()).containsExactly("2", "4");
        }
    }

    private static MessageData grouped(String id, int sequence) {
        return message(id, each -> each.property("JMSXGroupID", "a").property("JMSXGroupSeq", sequence));
    }

    private static MessageData coloured(int id, String colour) {
        return message("" + id, each -> each.property("colour", colour));
    }
}
