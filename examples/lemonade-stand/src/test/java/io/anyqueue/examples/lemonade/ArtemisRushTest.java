package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same stand on Artemis, by nothing but another URL, while the broker is stopped and started in the middle of the rush. */
@Timeout(240)
class ArtemisRushTest {
    private static final int VISITS = 3_000;
    private static final Duration LONG = Duration.ofSeconds(200);

    @TempDir
    private Path folder;

    @Test
    void countsEveryVisitAlthoughTheBrokerIsRestartedInTheMiddle() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        AtomicLong kept = new AtomicLong(-1);
        try (ArtemisOnDisk broker = ArtemisOnDisk.start(folder);
                LemonadeStand stand = LemonadeStand.open(AnyQueue.connectionFactory(broker.url()), 0)) {
            Rush rush = new Rush(stand, VISITS, LONG, line -> {
                lines.add(line);
                // Between the death of the worker and the end: visits are let in while nobody counts them.
                if (line.startsWith("another worker") && kept.get() < 0) {
                    kept.set(restarted(broker));
                }
            });

            Rush.Result result = rush.run();

            System.out.println("Artemis lemonade stand, restarted with " + kept + " visits on disk: " + result);
            assertThat(kept).as("visits that the journal kept over the restart").hasPositiveValue();
            assertThat(result.isComplete()).as("%s after %s", result, lines).isTrue();
            assertThat(result.counted()).isEqualTo(VISITS);
            assertThat(stand.ledger().counted()).isEqualTo(VISITS);
            assertThat(lines)
                    .contains("the worker was killed after counting a visit and before acknowledging it")
                    .anyMatch(line -> line.contains("tried again"));
        }
    }

    /** How many visits the broker holds when it is back. */
    private static long restarted(ArtemisOnDisk broker) {
        try {
            broker.stop();
            broker.startAgain();
            return broker.messagesIn(LemonadeStand.QUEUE);
        } catch (Exception e) {
            throw new IllegalStateException("Artemis was not restarted", e);
        }
    }
}
