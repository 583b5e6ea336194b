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
@Timeout(600)
class RabbitRushTest {
    private static final int VISITS = 3_000;
    private static final Duration LONG = Duration.ofSeconds(500);

    @ParameterizedTest
    @EnumSource(RabbitVersion.class)
    void countsEveryVisitAlthoughTheBrokerIsKilledInTheMiddle(RabbitVersion version) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        AtomicBoolean killed = new AtomicBoolean();
        AtomicBoolean startedAgain = new AtomicBoolean();
        try (RabbitMq broker = RabbitMq.startOwn(version);
                LemonadeStand stand = LemonadeStand.open(AnyQueue.connectionFactory(broker.url("")), 0)) {
            stand.worker().start();
            await().atMost(LONG).until(() -> broker.isRegisteredOnDisk(LemonadeStand.QUEUE));
            Rush rush = new Rush(stand, VISITS, LONG, line -> {
                lines.add(line);
                // Nobody counts visits now, and the last third of them is still to come: some will meet a broker that
                // is down.
                if (line.startsWith("the worker was killed")) {
                    await().atMost(LONG).until(() -> messagesIn(broker) >= VISITS / 3);
                    broker.kill();
                    killed.set(true);
                } else if (line.contains("tried again") && killed.get() && !startedAgain.getAndSet(true)) {
                    broker.startAgain();
                }
            });

            Rush.Result result = rush.run();

            System.out.println(version + " lemonade stand, its container killed and started: " + result);
            assertThat(killed).isTrue();
            assertThat(startedAgain).isTrue();
            assertThat(result.isComplete()).as("%s after %s", result, lines).isTrue();
            assertThat(result.counted()).isEqualTo(VISITS);
            assertThat(lines).anyMatch(line -> line.contains("tried again"));
        }
    }

    /** As the broker's statistics have it, which are some seconds old. */
    private static int messagesIn(RabbitMq broker) throws Exception {
        for (String line : broker.ctl("list_queues", "--no-table-headers", "name", "messages")
                .split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 2 && parts[0].equals(LemonadeStand.QUEUE)) {
                return Integer.parseInt(parts[1].trim());
            }
        }
        return 0;
    }
}
