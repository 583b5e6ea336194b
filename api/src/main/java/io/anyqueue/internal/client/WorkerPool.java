package io.anyqueue.internal.client;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which a connection calls listeners and recovers: made when needed, kept for a few seconds, daemons. After
 * {@link #close} tasks are dropped, since everything that they could serve is closed.
 */
final class WorkerPool implements Executor {
    private final ExecutorService threads;

    WorkerPool(String name, boolean virtual) {
        this.threads = virtual ? virtualThreads() : platformThreads(name);
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            Log.CLIENT.debug("A task came after its connection was closed", e);
        }
    }

    void close() {
        threads.shutdown();
    }

    private static ExecutorService platformThreads(String name) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(null, task, name + '-' + number.incrementAndGet(), 0, true);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** By reflection, because the compiler is held to Java 17. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new io.anyqueue.spi.ConfigurationException(
                    "Option virtualThreads needs JDK 21 or later; this is "
                            + Runtime.version().feature() + ". Unset it, or run on a newer JDK",
                    e);
        }
    }
}
