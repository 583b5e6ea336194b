package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tests can make go wrong, and that the broker stays in order meanwhile. */
class FaultsTest {
    private static final Address QUEUE = Address.queue("q");

    private final ManualClock clock = new ManualClock();
    private InMemoryBroker broker;
    private Client client;
    private Client.Out out;

    @BeforeEach
    void connect() throws JMSException {
        broker = InMemoryBroker.builder().clock(clock).queue("full", 1).build();
        client = Client.of(broker, "me");
        out = client.sender(QUEUE);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aDroppedConnectionIsReportedOnceAndItsDeliveriesComeAgain() throws JMSException {
        out.send("1", "2");
        client.receiver(QUEUE).grant(1);
        Address temporary = client.temporary(Address.Kind.TEMPORARY_QUEUE);
        assertThat(broker.faults().dropConnection("me")).isTrue();
        broker.faults().dropConnections();
        assertThat(client.losses).hasSize(1);
        assertThatThrownBy(() -> out.send("3")).isInstanceOf(ConnectionLostException.class);
        assertThat(broker.temporaryDestinations()).isZero();
        Client again = Client.of(broker, "me");
        Received received = again.receiver(QUEUE).grant(5);
        assertThat(received.ids()).containsExactly("1", "2");
        assertThat(received.get(0).redelivered()).isTrue();
        assertThat(received.get(1).redelivered()).isFalse();
        assertThatThrownBy(() -> again.sender(temporary)).hasMessageContaining("temporary queue");
    }

    @Test
    void waitingSendsFailBeforeTheLossIsReported() throws JMSException {
        Client.Out full = client.sender(Address.queue("full"));
        full.send("1");
        Answer<Void> waiting = full.begin(message("2"), null);
        broker.faults().dropConnections();
        assertThatThrownBy(waiting::get).isInstanceOf(ConnectionLostException.class);
        assertThat(client.losses).hasSize(1);
        assertThat(broker.queue("full").depth()).isOne();
    }

    @Test
    void aConnectionCutBeforeASendHasNotSent() throws JMSException {
        broker.faults().dropBefore(Operation.SEND);
        assertThatThrownBy(() -> out.send("1")).isInstanceOf(ConnectionLostException.class);
        assertThat(client.losses).hasSize(1);
        assertThat(broker.queue("q").depth()).isZero();
    }

    @Test
    void aConnectionCutAfterASendHasSent() throws JMSException {
        broker.faults().dropAfter(Operation.SEND);
        assertThatThrownBy(() -> out.send("1")).isInstanceOf(ConnectionLostException.class);
        assertThat(broker.queue("q").depth()).isOne();
    }

    @Test
    void aLostCommitMayHaveTakenEffect() throws JMSException {
        TransactionToken transaction = client.begin();
        out.begin(message("1"), transaction).get();
        broker.faults().dropAfter(Operation.COMMIT);
        assertThatThrownBy(() -> client.discharge(transaction, true)).isInstanceOf(ConnectionLostException.class);
        assertThat(broker.queue("q").depth()).isOne();
        Client other = Client.of(broker);
        TransactionToken second = other.begin();
        other.sender(QUEUE).begin(message("2"), second).get();
        broker.faults().dropBefore(Operation.COMMIT);
        assertThatThrownBy(() -> other.discharge(second, true)).isInstanceOf(ConnectionLostException.class);
        assertThat(broker.queue("q").depth()).isOne();
    }

    @Test
    void aConnectionCutAfterASettlementHasSettled() throws JMSException {
        out.send("1", "2");
        Received received = client.receiver(QUEUE).grant(2);
        broker.faults().dropAfter(Operation.SETTLE);
        received.accept(0, 0);
        assertThat(client.losses).hasSize(1);
        assertThat(broker.messages("q")).extracting(QueuedMessage::messageId).containsExactly("2");
    }

    @Test
    void operationsFailAsOftenAsAsked() throws JMSException {
        JMSException cause = new ResourceAllocationException("no more");
        broker.faults().fail(Operation.SEND, 2, cause);
        broker.faults().fail(Operation.OPEN_SENDER, 1, cause);
        assertThatThrownBy(() -> out.send("1")).isSameAs(cause);
        assertThatThrownBy(() -> out.send("1")).isSameAs(cause);
        assertThatThrownBy(() -> client.sender(QUEUE)).isSameAs(cause);
        out.send("1");
        assertThat(broker.queue("q").depth()).isOne();
        assertThatThrownBy(() -> broker.faults().fail(Operation.SETTLE, 1, cause))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLateAnswerComesWithTheClockOrWithTheLoss() throws JMSException {
        broker.faults().delay(Operation.SEND, Duration.ofSeconds(1));
        Answer<Void> late = out.begin(message("1"), null);
        assertThat(broker.queue("q").depth()).isOne();
        assertThat(late.isDone()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        late.get();
        broker.faults().delay(Operation.SEND, Duration.ofSeconds(1));
        Answer<Void> lost = out.begin(message("2"), null);
        broker.faults().dropConnections();
        assertThatThrownBy(lost::get).isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void aDeliveryCanComeTwice() throws JMSException {
        Received received = client.receiver(QUEUE).grant(3);
        broker.faults().duplicateNextDelivery();
        out.send("1", "2");
        assertThat(received.ids()).containsExactly("1", "1", "2");
        assertThat(received.get(1).redelivered()).isTrue();
    }

    @Test
    void aBrokerThatIsDownRefusesUntilItIsUp() throws JMSException {
        broker.faults().refuseConnections(true);
        assertThatThrownBy(() -> Client.of(broker)).isInstanceOf(ConnectionLostException.class);
        out.send("1");
        broker.faults().refuseConnections(false);
        Client.of(broker);
        broker.faults().dropBefore(Operation.CONNECT);
        assertThatThrownBy(() -> Client.of(broker)).isInstanceOf(ConnectionLostException.class);
        assertThat(broker.connections()).hasSize(2);
    }

    @Test
    void sessionsAndLinksCanBeLostAlone() throws JMSException {
        out.send("1");
        Received received = client.receiver(QUEUE).grant(1);
        broker.faults().loseReceivers();
        broker.faults().loseSenders();
        assertThat(received.losses).hasSize(1);
        assertThat(out.losses).hasSize(1);
        assertThat(client.sessionLosses).isEmpty();
        assertThatThrownBy(() -> out.send("2")).isInstanceOf(JMSException.class);
        broker.faults().loseSessions();
        assertThat(client.sessionLosses).hasSize(1);
        assertThat(client.losses).isEmpty();
        assertThat(broker.queue("q").depth()).isOne();
    }

    @Test
    void closingTheBrokerLosesItsConnectionsAndFreesTheName() {
        broker.close();
        assertThat(client.losses)
                .singleElement()
                .satisfies(each -> assertThat(each).hasMessageContaining("closed"));
        assertThatThrownBy(() -> out.send("1")).isInstanceOf(ConnectionLostException.class);
        try (InMemoryBroker next = InMemoryBroker.builder().name(broker.name()).build()) {
            assertThat(next.queue("q").depth()).isZero();
        }
    }
}
