package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.Operation;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class RushTest {
    private static final Duration LONG = Duration.ofSeconds(500);

    private final InMemoryBroker broker = InMemoryBroker.create();
    private final ConnectionFactory factory = AnyQueue.connectionFactory(broker.url());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private LemonadeStand stand;

    @BeforeEach
    void open() throws IOException {
        stand = LemonadeStand.open(factory, 0);
    }

    @AfterEach
    void close() {
        stand.close();
        broker.close();
    }

    @Test
    void countsEveryVisitAlthoughTheWorkerIsKilledInTheMiddle() throws InterruptedException {
        Rush.Result result = new Rush(stand, 1_000, LONG, lines::add).run();

        assertThat(result.isComplete()).isTrue();
        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.toString()).matches("counted 1000 of 1000, duplicates 1, \\d+ visits/s");
        assertThat(lines)
                .containsSubsequence(
                        "the worker was killed after counting a visit and before acknowledging it",
                        "another worker was started");
    }

    @Test
    void countsEveryVisitAlthoughConnectionsAndAnswersAreLost() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            broker.faults().dropAfter(Operation.SEND);
            broker.faults().dropBefore(Operation.SEND);
            broker.faults().dropAfter(Operation.SETTLE);
            broker.faults().dropBefore(Operation.SETTLE);
        }

        Rush.Result result = new Rush(stand, 500, LONG, lines::add).run();

        assertThat(result.isComplete()).isTrue();
        assertThat(result.counted()).isEqualTo(500);
        assertThat(stand.ledger().counted()).isEqualTo(500);
        assertThat(result.duplicates()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void doesNotTakeVisitsOfAnEarlierRunForItsOwn() throws InterruptedException {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(context.createQueue(LemonadeStand.QUEUE), "of-an-earlier-run");
        }

        Rush.Result result = new Rush(stand, 10, LONG, lines::add).run();

        assertThat(result.counted()).isEqualTo(10);
        assertThat(stand.ledger().counted()).isEqualTo(11);
    }

    @Test
    void countsEveryVisitAlthoughTheQueueIsFullWhileTheWorkerIsAway() throws Exception {
        try (InMemoryBroker small =
                        InMemoryBroker.builder().queue(LemonadeStand.QUEUE, 20).build();
                LemonadeStand busy = LemonadeStand.open(AnyQueue.connectionFactory(small.url()), 0)) {
            Rush.Result result = new Rush(busy, 200, LONG, lines::add).run();

            assertThat(result.isComplete()).isTrue();
        }
    }

    @Test
    void aSingleVisitIsARushToo() throws InterruptedException {
        assertThat(new Rush(stand, 1, LONG, lines::add).run().isComplete()).isTrue();
    }

    @Test
    void endsIncompleteWhenTheTimeIsUp() throws InterruptedException {
        broker.faults().refuseConnections(true);

        Rush.Result result = new Rush(stand, 10, Duration.ofMillis(300), lines::add).run();

        assertThat(result.isComplete()).isFalse();
        assertThat(result.toString()).startsWith("counted 0 of 10, duplicates 0, 0 visits/s");
        assertThat(lines).last().asString().contains("0 visits were confirmed, 10 are not counted");
    }
}
