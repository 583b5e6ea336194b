package io.anyqueue.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads do their work; how fast is nobody's concern here. */
final class SmokeTest {
    private static final Pace BRIEF = new Pace(Duration.ofMillis(1), Duration.ofMillis(100), 1_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pipe 1/1",
                "pipe 4/4 transacted",
                "pipe 1/1 listener",
                "pipe 1/1 client ack",
                "pipe 1/1 async",
                "fan-out 1/10",
                "selector 1 in 10"
            })
    void aPipeCarriesMessagesFromItsProducersToItsConsumers(String name) throws Exception {
        Workload workload = Setting.MEMORY.fullSet().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (Connection connection = Candidate.ANYQUEUE.connect("").createConnection()) {
            connection.start();

            Map<String, Double> metrics = new Pipe(connection, workload, BRIEF).run("smoke " + name);

            assertThat(metrics.get("throughput msg/s")).isPositive();
        }
    }
}
