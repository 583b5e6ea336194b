package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads send, receive, settle in every way, roll back, close and get dropped, by seeded schedules; every message must
 * in the end have been accepted exactly once. With {@code chaos}, threads end the receivers of others in the middle of
 * settling, which then may be void without anybody knowing: a message may be accepted again, but only as redelivered.
 */
class StressTest {
    private static final Address QUEUE = Address.queue("q");
    private static final int SENDERS = 3;
    private static final int MESSAGES = 2500;
    private static final int RECEIVERS = 4;

    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final Map<String, Integer> unmarked = new ConcurrentHashMap<>();
    private final AtomicInteger left = new AtomicInteger(SENDERS * MESSAGES);

    @ParameterizedTest(name = "seed {0}, limit {1}, selectors {2}, chaos {3}")
    @CsvSource({
        "1, 0, false, false",
        "2, 0, true, false",
        "3, 50, false, false",
        "4, 50, true, false",
        "5, 0, false, true",
        "6, 0, true, true",
        "7, 50, false, true"
    })
    void noMessageIsLostOrDoubled(long seed, int limit, boolean selectors, boolean chaos) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (InMemoryBroker broker = InMemoryBroker.builder().queue("q", limit).build()) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                tasks.add(() -> send(broker, number, new Random(seed * 31 + number)));
            }
            for (int i = 0; i < RECEIVERS; i++) {
                int number = i;
                tasks.add(() -> receive(broker, selectors ? number % 3 : 2, chaos, new Random(seed * 37 + number)));
            }
            List<Future<Void>> results = new ArrayList<>();
            tasks.forEach(task -> results.add(threads.submit(task)));
            for (Future<Void> result : results) {
                result.get(240, TimeUnit.SECONDS);
            }
            assertThat(accepted).hasSize(SENDERS * MESSAGES);
            assertThat(chaos || accepted.values().stream().allMatch(times -> times == 1))
                    .isTrue();
            assertThat(unmarked.values()).allMatch(times -> times == 1);
            QueueStatus end = broker.queue("q");
            assertThat(end).isEqualTo(new QueueStatus("q", end.depth(), 0, 0, 0));
            assertThat(chaos || end.depth() == 0).isTrue();
            assertThat(broker.messages("q")).allMatch(QueuedMessage::redelivered);
            assertThat(broker.connections()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private Void send(InMemoryBroker broker, int number, Random random) throws JMSException {
        Client client = Client.of(broker);
        Client.Out out = client.sender(QUEUE);
        for (int i = 0; i < MESSAGES; ) {
            int batch = Math.min(1 + random.nextInt(5), MESSAGES - i);
            boolean transacted = random.nextInt(3) == 0;
            TransactionToken transaction = transacted ? client.begin() : null;
            List<Answer<Void>> answers = new ArrayList<>();
            for (int k = 0; k < batch; k++) {
                int priority = random.nextInt(10) == 0 ? 7 : 4;
                answers.add(out.begin(message(number + "-" + (i + k), each -> each.priority(priority)), transaction));
            }
            for (Answer<Void> answer : answers) {
                answer.get();
            }
            boolean commit = random.nextInt(4) != 0;
            if (transacted) {
                client.discharge(transaction, commit);
            }
            i += !transacted || commit ? batch : 0;
        }
        client.close();
        return null;
    }

    private Void receive(InMemoryBroker broker, int kind, boolean chaos, Random random) throws Exception {
        while (left.get() > 0) {
            String clientId = "receiver " + random.nextLong();
            Client client = Client.of(broker, clientId);
            Inbox inbox = new Inbox();
            Answer<ProviderReceiver> answer = new Answer<>();
            client.session.openReceiver(Client.spec(QUEUE, selectorOf(kind), false, null), inbox, answer);
            ProviderReceiver receiver = answer.get();
            int rounds = 20 + random.nextInt(60);
            for (int round = 0; round < rounds && left.get() > 0; round++) {
                receiver.grant(1 + random.nextInt(20));
                Delivery delivery = inbox.deliveries.poll(1, TimeUnit.MILLISECONDS);
                while (delivery != null) {
                    settle(client, receiver, delivery, random);
                    delivery = inbox.deliveries.poll();
                }
            }
            if (chaos && random.nextBoolean()) {
                broker.faults().loseReceivers();
            }
            if (random.nextInt(3) == 0) {
                broker.faults().dropConnection(clientId);
            } else {
                end(client, receiver, random);
            }
            client.close();
        }
        return null;
    }

    private void settle(Client client, ProviderReceiver receiver, Delivery delivery, Random random)
            throws JMSException {
        long number = delivery.number();
        int choice = random.nextInt(20);
        if (choice < 13) {
            receiver.settle(number, number, Outcome.ACCEPTED, null);
            count(delivery);
        } else if (choice < 15) {
            receiver.settle(number, number, Outcome.RELEASED, null);
        } else if (choice < 17) {
            receiver.settle(number, number, Outcome.FAILED, null);
        } else if (choice < 19) {
            TransactionToken transaction = client.begin();
            receiver.settle(number, number, Outcome.ACCEPTED, transaction);
            boolean commit = random.nextBoolean();
            client.discharge(transaction, commit);
            if (commit) {
                count(delivery);
            } else {
                receiver.settle(number, number, Outcome.FAILED, null);
            }
        }
        // Else it stays unsettled until the receiver ends.
    }

    private void count(Delivery delivery) {
        if (accepted.merge(delivery.message().messageId(), 1, Integer::sum) == 1) {
            left.decrementAndGet();
        }
        if (!delivery.redelivered()) {
            unmarked.merge(delivery.message().messageId(), 1, Integer::sum);
        }
    }

    private static void end(Client client, ProviderReceiver receiver, Random random) throws JMSException {
        switch (random.nextInt(3)) {
            case 0 -> {
                Answer<Void> drained = new Answer<>();
                receiver.drain(drained);
                drained.get();
                Answer<Void> closed = new Answer<>();
                receiver.close(closed);
                closed.get();
            }
            case 1 -> client.closeSession();
            default -> {
                // The connection's close finds everything open.
            }
        }
    }

    /** Kinds 0 and 1 take halves of the messages, kind 2 all. */
    private static MessageSelector selectorOf(int kind) {
        return kind == 2
                ? null
                : Client.selector("half " + kind, each -> (each.messageId().hashCode() & 1) == kind);
    }

    private static final class Inbox implements ReceiverObserver {
        private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

        @Override
        public void delivered(Delivery delivery) {
            deliveries.add(delivery);
        }

        @Override
        public void deliveriesFlushed() {
            // The queue wakes its reader for each delivery.
        }

        @Override
        public void receiverLost(ConnectionLostException cause) {
            // What it held goes to others.
        }
    }
}
