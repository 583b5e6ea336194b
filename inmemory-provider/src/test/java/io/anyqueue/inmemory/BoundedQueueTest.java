package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to sends for which a queue has no room. */
class BoundedQueueTest {
    private InMemoryBroker broker;

    @BeforeEach
    void open() {
        broker = InMemoryBroker.builder()
                .queue("blocking", 2)
                .queue("rejecting", 2, OverflowPolicy.REJECT)
                .queue("dropping", 2, OverflowPolicy.DROP_OLDEST)
                .build();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void sendsWaitForRoomInTheirOrder() throws JMSException {
        Client client = Client.of(broker);
        Client.Out out = client.sender(Address.queue("blocking"));
        out.send("1", "2");
        Answer<Void> third = out.begin(message("3"), null);
        Answer<Void> fourth = out.begin(message("4"), null);
        Received received = client.receiver(Address.queue("blocking")).grant(9);
        assertThat(third.isDone()).isFalse();
        received.accept(0, 0);
        third.get();
        assertThat(fourth.isDone()).isFalse();
        received.accept(1, 1);
        fourth.get();
        assertThat(received.ids()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aSendThatWaitsTooLongFailsWithNameAndLimit() throws JMSException {
        Client client = Client.withSendTimeout(broker, Duration.ofMillis(20));
        Client.Out out = client.sender(Address.queue("blocking"));
        out.send("1", "2");
        assertThatThrownBy(() -> out.send("3"))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("\"blocking\"")
                .hasMessageContaining("limit of 2");
        assertThat(broker.queue("blocking").depth()).isEqualTo(2);
    }

    @Test
    void closingASenderWaitsForItsSends() throws JMSException {
        Client client = Client.of(broker);
        Client.Out out = client.sender(Address.queue("blocking"));
        out.send("1", "2");
        Answer<Void> waiting = out.begin(message("3"), null);
        Answer<Void> closed = out.close();
        assertThat(closed.isDone()).isFalse();
        client.receiver(Address.queue("blocking")).grant(1).accept(0, 0);
        waiting.get();
        closed.get();
    }

    @Test
    void aClosedSessionEndsItsWaitingSends() throws JMSException {
        Client client = Client.of(broker);
        Client.Out out = client.sender(Address.queue("blocking"));
        out.send("1", "2");
        Answer<Void> waiting = out.begin(message("3"), null);
        client.closeSession();
        assertThatThrownBy(waiting::get).isInstanceOf(JMSException.class).hasMessageContaining("closed");
    }

    @Test
    void aRejectingQueueRefusesAtOnce() throws JMSException {
        Client.Out out = Client.of(broker).sender(Address.queue("rejecting"));
        out.send("1", "2");
        assertThatThrownBy(() -> out.send("3")).isInstanceOf(ResourceAllocationException.class);
    }

    @Test
    void aDroppingQueueKeepsTheNewest() throws JMSException {
        Client.of(broker).sender(Address.queue("dropping")).send("1", "2", "3", "4");
        assertThat(broker.messages("dropping"))
                .extracting(QueuedMessage::messageId)
                .containsExactly("3", "4");
    }
}
