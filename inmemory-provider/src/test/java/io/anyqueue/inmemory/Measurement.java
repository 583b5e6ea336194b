package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.SenderObserver;
import jakarta.jms.JMSException;
import java.util.concurrent.CountDownLatch;

/**
 * A program, not a test, that prints the heap taken by a waiting message and the rates of sending and receiving at the level
 * of the contract.
 */
final class Measurement {
    private static final int COUNT = 1_000_000;
    private static final Address QUEUE = Address.queue("q");
    private static final Body TEXT = new Body.Text("x".repeat(256));
    private static final SenderObserver IGNORE = new SenderObserver() {
        @Override
        public void sendCompleted(Object token, JMSException failure) {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void senderLost(ConnectionLostException cause) {
            throw new IllegalStateException(cause);
        }
    };

    private Measurement() {}

    /** Accepts each delivery and grants credit anew in halves of a window, as a listener's session does. */
    private static final class Acceptor implements ReceiverObserver {
        private static final int WINDOW = 200;
        private final CountDownLatch done = new CountDownLatch(1);
        private final int expected;
        private ProviderReceiver receiver;
        private int count;
        private int used;

        Acceptor(int expected) {
            this.expected = expected;
        }

        @Override
        public void delivered(Delivery delivery) {
            receiver.settle(delivery.number(), delivery.number(), Outcome.ACCEPTED, null);
            if (++used == WINDOW / 2) {
                used = 0;
                receiver.grant(WINDOW / 2);
            }
            if (++count == expected) {
                done.countDown();
            }
        }

        @Override
        public void deliveriesFlushed() {
            // Nobody waits.
        }

        @Override
        public void receiverLost(ConnectionLostException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** Prints the measurements; no arguments. */
    public static void main(String[] arguments) throws Exception {
        heap("plain", false);
        heap("with 4 properties", true);
        for (int round = 0; round < 6; round++) {
            System.out.printf(
                    "round %d: fill then take %,d msg/s; hand over on one thread %,d msg/s; producer and consumer threads %,d msg/s%n",
                    round, fillThenTake(), handOver(), twoThreads());
        }
    }

    private static void heap(String label, boolean properties) throws Exception {
        try (InMemoryBroker broker = InMemoryBroker.create()) {
            ProviderSender sender = sender(Client.of(broker));
            long before = used();
            for (int i = 0; i < COUNT; i++) {
                MessageData.Builder message = MessageData.builder()
                        .destination(QUEUE)
                        .messageId("ID:abc-", i)
                        .timestamp(i)
                        .body(TEXT);
                if (properties) {
                    message.property("a", "1")
                            .property("b", "2")
                            .property("c", "3")
                            .property("d", "4");
                }
                sender.send(message.build(), null, IGNORE);
            }
            System.out.printf("heap per waiting message, %s: %d bytes%n", label, (used() - before) / COUNT);
        }
    }

    private static long fillThenTake() throws Exception {
        try (InMemoryBroker broker = InMemoryBroker.create()) {
            Client client = Client.of(broker);
            ProviderSender sender = sender(client);
            long start = System.nanoTime();
            for (int i = 0; i < COUNT; i++) {
                sender.send(message(i), null, IGNORE);
            }
            Acceptor acceptor = acceptor(client);
            acceptor.done.await();
            return rate(start);
        }
    }

    private static long handOver() throws Exception {
        try (InMemoryBroker broker = InMemoryBroker.create()) {
            Client client = Client.of(broker);
            ProviderSender sender = sender(client);
            Acceptor acceptor = acceptor(client);
            long start = System.nanoTime();
            for (int i = 0; i < COUNT; i++) {
                sender.send(message(i), null, IGNORE);
            }
            acceptor.done.await();
            return rate(start);
        }
    }

    /** One thread sends; another settles and grants, in batches, what the first has handed over. */
    private static long twoThreads() throws Exception {
        try (InMemoryBroker broker = InMemoryBroker.create()) {
            ProviderSender sender = sender(Client.of(broker));
            PolledReceiver polled = new PolledReceiver();
            Answer<ProviderReceiver> opened = new Answer<>();
            Client.of(broker).session.openReceiver(Client.spec(QUEUE, null, false, null), polled, opened);
            ProviderReceiver receiver = opened.get();
            long start = System.nanoTime();
            Thread consumer = new Thread(() -> {
                receiver.grant(200);
                long settled = 0;
                while (settled < COUNT) {
                    long seen = polled.last + 1;
                    for (long number = settled; number < seen; number++) {
                        receiver.settle(number, number, Outcome.ACCEPTED, null);
                    }
                    if (seen > settled) {
                        receiver.grant((int) (seen - settled));
                        settled = seen;
                    } else {
                        Thread.onSpinWait();
                    }
                }
            });
            consumer.start();
            for (int i = 0; i < COUNT; i++) {
                sender.send(message(i), null, IGNORE);
            }
            consumer.join();
            return rate(start);
        }
    }

    private static final class PolledReceiver implements ReceiverObserver {
        private volatile long last = -1;

        @Override
        public void delivered(Delivery delivery) {
            last = delivery.number();
        }

        @Override
        public void deliveriesFlushed() {
            // The reader polls.
        }

        @Override
        public void receiverLost(ConnectionLostException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static ProviderSender sender(Client client) throws JMSException {
        Answer<ProviderSender> opened = new Answer<>();
        client.session.openSender(QUEUE, IGNORE, opened);
        return opened.get();
    }

    private static Acceptor acceptor(Client client) throws JMSException {
        Acceptor acceptor = new Acceptor(COUNT);
        Answer<ProviderReceiver> opened = new Answer<>();
        client.session.openReceiver(Client.spec(QUEUE, null, false, null), acceptor, opened);
        acceptor.receiver = opened.get();
        acceptor.receiver.grant(Acceptor.WINDOW);
        return acceptor;
    }

    private static MessageData message(long i) {
        return MessageData.builder()
                .destination(QUEUE)
                .messageId("ID:abc-", i)
                .timestamp(i)
                .body(TEXT)
                .build();
    }

    private static long rate(long start) {
        return COUNT * 1_000_000_000L / (System.nanoTime() - start);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
