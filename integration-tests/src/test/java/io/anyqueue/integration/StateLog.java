package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.ConnectionStateListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Remembers what connections report of being lost and restored. Safe for use by any thread. */
final class StateLog implements ConnectionStateListener {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch open = new CountDownLatch(0);

    /** Recovery that begins from now on waits, before its first attempt, until {@link #letRecover}. */
    void holdRecovery() {
        open = new CountDownLatch(1);
    }

    void letRecover() {
        open.countDown();
    }

    @Override
    public void connectionLost(String connection, Throwable cause) {
        events.add("lost");
        Background.awaitOpen(open);
    }

    @Override
    public void connectionRestored(String connection) {
        events.add("restored");
    }

    List<String> events() {
        return List.copyOf(events);
    }

    int restored() {
        return (int) events.stream().filter("restored"::equals).count();
    }

    int lost() {
        return (int) events.stream().filter("lost"::equals).count();
    }

    void awaitRestored(int times) {
        World.await(() -> assertThat(restored()).as("restored").isGreaterThanOrEqualTo(times));
    }

    void awaitLost(int times) {
        World.await(() -> assertThat(lost()).as("lost").isGreaterThanOrEqualTo(times));
    }
}
