package io.anyqueue.inmemory;

import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/** A receiver with what it has received; looks at it only after an answer from the session, or on the thread that sent. */
final class Received implements ReceiverObserver {
    ProviderReceiver receiver;
    private final List<Delivery> deliveries = new ArrayList<>();
    private int flushes;
    final List<ConnectionLostException> losses = new ArrayList<>();

    @Override
    public synchronized void delivered(Delivery delivery) {
        deliveries.add(delivery);
    }

    @Override
    public synchronized void deliveriesFlushed() {
        flushes++;
    }

    @Override
    public synchronized void receiverLost(ConnectionLostException cause) {
        losses.add(cause);
    }

    synchronized List<String> ids() {
        return deliveries.stream().map(each -> each.message().messageId()).toList();
    }

    synchronized Delivery get(int index) {
        return deliveries.get(index);
    }

    synchronized int count() {
        return deliveries.size();
    }

    synchronized int flushes() {
        return flushes;
    }

    Received grant(int credit) {
        receiver.grant(credit);
        return this;
    }

    void drain() throws JMSException {
        Answer<Void> answer = new Answer<>();
        receiver.drain(answer);
        answer.get();
    }

    void close() throws JMSException {
        Answer<Void> answer = new Answer<>();
        receiver.close(answer);
        answer.get();
    }

    void settle(int first, int last, Outcome outcome) {
        receiver.settle(first, last, outcome, null);
    }

    void fail(int number, int failures) {
        receiver.settleFailed(number, failures);
    }

    void accept(int first, int last) {
        settle(first, last, Outcome.ACCEPTED);
    }

    void accept(int first, int last, TransactionToken transaction) {
        receiver.settle(first, last, Outcome.ACCEPTED, transaction);
    }
}
