package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class WorkerSwitchTest {
    private static final String QUEUE = "visits";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InMemoryBroker broker = InMemoryBroker.create();
    private final ConnectionFactory factory = AnyQueue.connectionFactory(broker.url());
    private final Ledger ledger = new Ledger();
    private final WorkerSwitch worker = new WorkerSwitch(factory, QUEUE, ledger);

    @AfterEach
    void close() {
        worker.close();
        broker.close();
    }

    private void send(String... ids) {
        try (JMSContext context = factory.createContext()) {
            for (String id : ids) {
                context.createProducer().send(context.createQueue(QUEUE), id);
            }
        }
    }

    private void awaitCounted(int number) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ledger.counted()).isEqualTo(number));
    }

    private void awaitEmptyQueue() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(broker.queue(QUEUE).depth()).isZero();
            assertThat(broker.queue(QUEUE).inFlight()).isZero();
        });
    }

    @Test
    void aStoppedWorkerLeavesVisitsInTheQueue() throws InterruptedException {
        worker.start();
        send("a");
        awaitCounted(1);
        worker.stop();

        send("b", "c");

        assertThat(worker.state()).isEqualTo(WorkerSwitch.State.STOPPED);
        assertThat(broker.queue(QUEUE).depth()).isEqualTo(2);
        assertThat(broker.connections()).isEmpty();
        worker.start();
        awaitCounted(3);
        awaitEmptyQueue();
        assertThat(ledger.duplicates()).isZero();
    }

    @Test
    void aVisitWhoseWorkerIsKilledAfterCountingComesAgainAndIsRecognised() throws InterruptedException {
        worker.start();
        Thread killer = new Thread(this::kill);
        killer.start();
        await().atMost(PATIENCE).until(() -> killer.getState() == Thread.State.TIMED_WAITING);

        send("a", "b");
        killer.join();

        assertThat(worker.state()).isEqualTo(WorkerSwitch.State.KILLED);
        assertThat(ledger.has(new Visit("a"))).isTrue();
        assertThat(ledger.counted()).isEqualTo(1);
        assertThat(broker.queue(QUEUE).depth()).isEqualTo(2);
        assertThat(broker.connections()).isEmpty();

        worker.start();

        awaitCounted(2);
        awaitEmptyQueue();
        assertThat(ledger.duplicates()).isEqualTo(1);
    }

    private void kill() {
        try {
            worker.kill(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anIdleWorkerCanBeKilled() throws InterruptedException {
        worker.start();

        worker.kill(Duration.ZERO);

        assertThat(worker.state()).isEqualTo(WorkerSwitch.State.KILLED);
        assertThat(broker.connections()).isEmpty();
    }

    @Test
    void startingTwiceStartsOneWorker() throws InterruptedException {
        worker.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.queue(QUEUE).consumers()).isEqualTo(1));

        worker.start();
        send("a");
        awaitCounted(1);

        assertThat(broker.queue(QUEUE).consumers()).isEqualTo(1);
    }

    @Test
    void theWorkerDropsWhatIsNoVisitAndGoesOn() throws InterruptedException {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue(QUEUE), new byte[] {1});
        }
        send("not a visit", "a");

        worker.start();

        awaitCounted(1);
        awaitEmptyQueue();
    }

    @Test
    void theWorkerSurvivesALostConnection() throws InterruptedException {
        worker.start();
        send("a");
        awaitCounted(1);

        broker.faults().dropConnections();
        send("b");

        awaitCounted(2);
        awaitEmptyQueue();
    }
}
