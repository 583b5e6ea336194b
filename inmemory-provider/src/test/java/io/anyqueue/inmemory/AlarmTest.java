package io.anyqueue.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The timer that all queues of a broker share. */
class AlarmTest {
    private final ManualClock clock = new ManualClock();
    private final long start = clock.currentTimeMillis();
    private final Alarm alarm = new Alarm(clock);
    private final List<Long> calls = new ArrayList<>();
    private final Alarm.Sleeper sleeper = now -> calls.add(now - start);

    @Test
    void theEarliestTimeThatASleeperAskedForCounts() {
        alarm.request(start + 50, sleeper);
        alarm.request(start + 20, sleeper);
        alarm.request(start + 70, sleeper);
        clock.advance(Duration.ofMillis(19));
        assertThat(calls).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(calls).containsExactly(20L);
        clock.advance(Duration.ofMillis(100));
        assertThat(calls).as("it has not asked again").containsExactly(20L);
    }

    /** A queue that holds a message for a day, and lets others expire meanwhile, asks for the end of the day again and again. */
    @Test
    void askingOftenForALaterTimeIsOneCall() {
        for (int i = 1; i <= 10_000; i++) {
            alarm.request(start + i, sleeper);
            clock.advance(Duration.ofMillis(1));
            alarm.request(start + 86_400_000, sleeper);
        }
        assertThat(calls).hasSize(10_000);
        clock.advance(Duration.ofDays(1));
        assertThat(calls).hasSize(10_001);
    }

    @Test
    void sleepersAreCalledInTheOrderOfTheirTimesAndNotWhenForgotten() {
        List<String> called = new ArrayList<>();
        Alarm.Sleeper first = now -> called.add("first");
        Alarm.Sleeper second = now -> called.add("second");
        alarm.request(start + 30, second);
        alarm.request(start + 10, first);
        alarm.request(start + 10, sleeper);
        alarm.forget(sleeper);
        clock.advance(Duration.ofMillis(40));
        assertThat(called).containsExactly("first", "second");
        assertThat(calls).isEmpty();
    }
}
