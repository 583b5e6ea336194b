package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends and settlements that take effect together or not at all. */
class TransactionTest {
    private static final Address IN = Address.queue("in");
    private static final Address OUT = Address.queue("out");

    private InMemoryBroker broker;
    private Client client;

    @BeforeEach
    void connect() throws JMSException {
        broker = InMemoryBroker.builder().queue("bounded", 1).build();
        client = Client.of(broker);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aCommitPublishesAndConsumes() throws JMSException {
        client.sender(IN).send("1", "2");
        Received received = client.receiver(IN).grant(2);
        TransactionToken transaction = client.begin();
        received.accept(0, 0, transaction);
        client.sender(OUT).begin(message("a"), transaction).get();
        assertThat(broker.queue("out").depth()).isZero();
        client.discharge(transaction, true);
        assertThat(broker.queue("out").depth()).isOne();
        received.close();
        assertThat(broker.messages("in")).extracting(QueuedMessage::messageId).containsExactly("2");
    }

    @Test
    void aRollbackForgetsSendsAndLeavesDeliveriesWithTheirReceiver() throws JMSException {
        client.sender(IN).send("1");
        Received received = client.receiver(IN).grant(2);
        TransactionToken transaction = client.begin();
        received.accept(0, 0, transaction);
        client.sender(OUT).begin(message("a"), transaction).get();
        client.discharge(transaction, false);
        assertThat(broker.queue("out").depth()).isZero();
        assertThat(broker.queue("in").inFlight()).isOne();
        assertThat(received.count()).isOne();
        received.accept(0, 0);
        assertThat(broker.queue("in").inFlight()).isZero();
    }

    @Test
    void closingTheSessionRollsBack() throws JMSException {
        client.sender(IN).send("1");
        Received received = client.receiver(IN).grant(2);
        TransactionToken transaction = client.begin();
        received.accept(0, 0, transaction);
        client.closeSession();
        assertThat(broker.messages("in")).singleElement().satisfies(each -> {
            assertThat(each.redelivered()).isTrue();
            assertThat(each.failedDeliveries()).isEqualTo(1);
        });
    }

    @Test
    void whatATransactionHoldsSurvivesTheCloseOfItsReceiver() throws JMSException {
        client.sender(IN).send("1", "2");
        Received received = client.receiver(IN).grant(2);
        TransactionToken committed = client.begin();
        received.accept(0, 0, committed);
        TransactionToken rolledBack = client.begin();
        received.accept(1, 1, rolledBack);
        received.close();
        assertThat(broker.queue("in").depth()).isZero();
        client.discharge(committed, true);
        client.discharge(rolledBack, false);
        assertThat(broker.messages("in")).extracting(QueuedMessage::messageId).containsExactly("2");
    }

    @Test
    void aTransactionReservesItsPlaceInABoundedQueue() throws JMSException {
        Client.Out out = client.sender(Address.queue("bounded"));
        TransactionToken transaction = client.begin();
        out.begin(message("1"), transaction).get();
        Client.Out other = Client.of(broker).sender(Address.queue("bounded"));
        Answer<Void> waiting = other.begin(message("2"), null);
        assertThat(waiting.isDone()).isFalse();
        client.discharge(transaction, false);
        waiting.get();
        assertThat(broker.messages("bounded"))
                .extracting(QueuedMessage::messageId)
                .containsExactly("2");
    }

    @Test
    void aCommitToADeletedDestinationRollsBack() throws JMSException {
        Address temporary = client.temporary(Address.Kind.TEMPORARY_QUEUE);
        TransactionToken transaction = client.begin();
        client.sender(temporary).begin(message("1"), transaction).get();
        client.sender(OUT).begin(message("2"), transaction).get();
        client.deleteTemporary(temporary);
        assertThatThrownBy(() -> client.discharge(transaction, true))
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("temporary queue");
        assertThat(broker.queue("out").depth()).isZero();
    }

    @Test
    void aTransactionEndsOnce() throws JMSException {
        TransactionToken transaction = client.begin();
        client.discharge(transaction, true);
        assertThatThrownBy(() -> client.discharge(transaction, true)).isInstanceOf(IllegalStateException.class);
    }
}
