package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.RabbitCluster;
import io.anyqueue.testing.RabbitVersion;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A quorum queue on three nodes, under load, while the node that leads it is killed, and then while the next one is cut off the
 * network; clients know all three addresses. What was confirmed to a producer is not lost, and every id is accounted for.
 */
@Timeout(900)
final class RabbitClusterTest {
    private static final int PROGRESS = 300;

    @ParameterizedTest
    @EnumSource(RabbitVersion.class)
    void nothingThatWasConfirmedIsLostWhenTheLeadersNodeDiesOrIsCutOff(RabbitVersion version) throws Exception {
        String queue = "cluster." + System.nanoTime();
        try (RabbitCluster cluster = RabbitCluster.start(version)) {
            String url = "amqp://guest:guest@" + cluster.addresses(0) + '/';
            declare(url, queue);
            try (ClusterLoad load = new ClusterLoad(url, queue)) {
                load.awaitProgress(PROGRESS);

                int killed = cluster.leader(queue, 0);
                report(version, "leader's node killed", load.pauseAfter(() -> cluster.kill(killed), PROGRESS));
                cluster.startAgain(killed);
                cluster.awaitNodes((killed + 1) % RabbitCluster.SIZE);
                load.awaitProgress(PROGRESS);

                int isolated = cluster.leader(queue, (killed + 1) % RabbitCluster.SIZE);
                report(version, "leader's node cut off", load.pauseAfter(() -> cluster.isolate(isolated), PROGRESS));
                World.await(() -> assertThat(cluster.leader(queue, (isolated + 1) % RabbitCluster.SIZE))
                        .isNotEqualTo(isolated));
                report(version, "the node is back", load.pauseAfter(() -> cluster.rejoin(isolated), PROGRESS));
                cluster.awaitNodes((isolated + 1) % RabbitCluster.SIZE);
                load.awaitProgress(PROGRESS);

                load.assertNothingIsLost();
                System.out.println(version + " cluster: " + load);
            }
        }
    }

    private static void declare(String url, String queue) throws JMSException {
        try (Connection connection = AnyQueue.connectionFactory(url).createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue(queue)).close();
        }
    }

    private static void report(RabbitVersion version, String event, Duration pause) {
        System.out.println(version + " cluster, " + event + ": nothing was confirmed for " + pause.toMillis() + " ms");
    }
}
