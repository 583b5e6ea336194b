package io.anyqueue.benchmarks;

import java.util.Map;

/** Sending or receiving alone: rounds of which only one half is measured, so that the broker's queue stays short. */
final class Rounds {
    private static final int ROUND = 20_000;
    private static final int LARGE_ROUND = 1_000;
    private static final int SYNCHRONOUS_ROUND = 2_000;

    private final BareClient client;
    private final Workload workload;
    private final Pace pace;
    private final int round;

    Rounds(BareClient client, Workload workload, Pace pace) {
        this.client = client;
        this.workload = workload;
        this.pace = pace;
        if (workload.bodyChars() > 10_000) {
            round = LARGE_ROUND;
        } else {
            round = workload.sending() == Workload.Sending.SYNCHRONOUS ? SYNCHRONOUS_ROUND : ROUND;
        }
    }

    Map<String, Double> run() throws Exception {
        repeat(new Meter(), pace.warmUp().toNanos());
        Meter meter = new Meter();
        repeat(meter, pace.measured().toNanos());
        return meter.metrics();
    }

    private void repeat(Meter meter, long nanos) throws Exception {
        while (meter.elapsed() < nanos) {
            if (workload.shape() == Workload.Shape.SEND) {
                send(meter);
                client.drain(round);
            } else {
                client.send(round);
                client.receive(round, meter);
            }
        }
    }

    private void send(Meter meter) throws Exception {
        meter.begin();
        if (workload.sending() == Workload.Sending.SYNCHRONOUS) {
            for (int i = 0; i < round; i++) {
                long begun = System.nanoTime();
                client.sendOne();
                meter.latency(System.nanoTime() - begun);
            }
        } else {
            client.send(round);
        }
        meter.end(round);
    }
}
