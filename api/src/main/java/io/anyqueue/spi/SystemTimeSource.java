package io.anyqueue.spi;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link System#currentTimeMillis} and one shared timer thread that ends after a second without timers. */
final class SystemTimeSource implements TimeSource {
    static final TimeSource INSTANCE = new SystemTimeSource();

    private final ScheduledThreadPoolExecutor timers;

    private SystemTimeSource() {
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "anyqueue-timer", 0, false);
            thread.setDaemon(true);
            // A thread made by whichever application came first must not keep that one's class loader.
            thread.setContextClassLoader(null);
            return thread;
        });
        timers.setKeepAliveTime(1, TimeUnit.SECONDS);
        timers.allowCoreThreadTimeOut(true);
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        ScheduledFuture<?> future = timers.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }
}
