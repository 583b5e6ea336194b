package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitMq;
import io.anyqueue.testing.RabbitVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same stand on RabbitMQ, by nothing but another URL, while the broker's container is killed in the middle of the rush. */
@Timeout(240)
class RabbitRushTest {
    private static final int VISITS = 3_000;
    private static final Duration LONG = Duration.ofSeconds(200);

    @ParameterizedTest
    @EnumSource(RabbitVersion.class)
    void countsEveryVisitAlthoughTheBrokerIsKilledInTheMiddle(RabbitVersion version) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        AtomicBoolean killed = new AtomicBoolean();
        try (RabbitMq broker = RabbitMq.startOwn(version);
                LemonadeStand stand = LemonadeStand.open(AnyQueue.connectionFactory(broker.url("")), 0)) {
            stand.worker().start();
            await().atMost(LONG).until(() -> broker.isRegisteredOnDisk(LemonadeStand.QUEUE));
            Rush rush = new Rush(stand, VISITS, LONG, line -> {
                lines.add(line);
                // Between the death of the worker and the end: visits are let in while nobody counts them.
                if (line.startsWith("another worker") && !killed.getAndSet(true)) {
                    broker.kill();
                    broker.startAgain();
                }
            });

            Rush.Result result = rush.run();

            System.out.println(version + " lemonade stand, its container killed and started: " + result);
            assertThat(killed).isTrue();
            assertThat(result.isComplete()).as("%s after %s", result, lines).isTrue();
            assertThat(result.counted()).isEqualTo(VISITS);
            assertThat(lines).anyMatch(line -> line.contains("tried again"));
        }
    }
}
