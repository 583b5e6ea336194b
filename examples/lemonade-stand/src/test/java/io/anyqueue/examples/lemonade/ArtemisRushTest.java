package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same stand on Artemis, by nothing but another URL, while the broker is stopped and started in the middle of the rush. */
@Timeout(600)
class ArtemisRushTest {
    private static final int VISITS = 3_000;
    private static final Duration LONG = Duration.ofSeconds(500);

    @TempDir
    private Path folder;

    @Test
    void countsEveryVisitAlthoughTheBrokerIsRestartedInTheMiddle() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        AtomicLong kept = new AtomicLong();
        AtomicBoolean down = new AtomicBoolean();
        try (Artemis broker = Artemis.builder().journal(folder).start();
                LemonadeStand stand = LemonadeStand.open(AnyQueue.connectionFactory(broker.url()), 0)) {
            Rush rush = new Rush(stand, VISITS, LONG, line -> {
                lines.add(line);
                // Nobody counts visits now, and the last third of them is still to come: some will meet a broker that
                // is down.
                if (line.startsWith("the worker was killed")) {
                    kept.set(stoppedWithAThirdWaiting(broker));
                    down.set(true);
                } else if (line.contains("tried again") && down.getAndSet(false)) {
                    broker.startAgain();
                }
            });

            Rush.Result result = rush.run();

            System.out.println("Artemis lemonade stand, restarted with " + kept + " visits on disk: " + result);
            assertThat(kept)
                    .as("visits that the journal kept over the restart")
                    .hasValueGreaterThanOrEqualTo(VISITS / 3);
            assertThat(result.isComplete()).as("%s after %s", result, lines).isTrue();
            assertThat(result.counted()).isEqualTo(VISITS);
            assertThat(stand.ledger().counted()).isEqualTo(VISITS);
            assertThat(lines)
                    .contains("the worker was killed after counting a visit and before acknowledging it")
                    .anyMatch(line -> line.contains("tried again"));
        }
    }

    /** Stops the broker when all visits of the second third are in; how many it holds, which nobody will make again. */
    private static long stoppedWithAThirdWaiting(Artemis broker) {
        await().atMost(LONG).until(() -> broker.messagesIn(LemonadeStand.QUEUE) >= VISITS / 3);
        long waiting = broker.messagesIn(LemonadeStand.QUEUE);
        broker.stop();
        return waiting;
    }
}
