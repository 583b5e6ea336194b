package io.anyqueue.internal.client;

import io.anyqueue.spi.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that a test moves; its timers run on the thread that moves it. Safe for use by any thread. */
final class ManualTime implements TimeSource {
    private record Alarm(long at, Runnable task) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 1_000_000;

    @Override
    public synchronized long currentTimeMillis() {
        return now;
    }

    @Override
    public synchronized Timer schedule(long delayMillis, Runnable task) {
        Alarm alarm = new Alarm(now + delayMillis, task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** How many timers have been set and have not run. */
    synchronized int timers() {
        return alarms.size();
    }

    /** Moves it, and runs in order what has become due. */
    void advance(long millis) {
        List<Alarm> due;
        synchronized (this) {
            now += millis;
            due = alarms.stream()
                    .filter(each -> each.at() <= now)
                    .sorted(Comparator.comparingLong(Alarm::at))
                    .toList();
            alarms.removeAll(due);
        }
        due.forEach(each -> each.task().run());
    }
}
