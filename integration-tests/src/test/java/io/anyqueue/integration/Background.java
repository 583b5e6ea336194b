package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on a thread of its own, whose outcome a test looks at later. */
final class Background {

    /** Like a runnable, but free to throw. */
    interface Action {
        void run() throws Exception;
    }

    private Background() {}

    /** The outcome to come, and the thread that works on it. */
    static final class Work<T> extends CompletableFuture<T> {
        private volatile Thread thread;

        void interrupt() {
            thread.interrupt();
        }

        /** Waits until the work waits for somebody else. */
        void awaitBlocked() {
            World.await(() -> assertThat(thread.getState()).isIn(Thread.State.WAITING, Thread.State.TIMED_WAITING));
        }
    }

    static <T> Work<T> call(Callable<T> work) {
        Work<T> result = new Work<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "test-background");
        thread.setDaemon(true);
        result.thread = thread;
        thread.start();
        return result;
    }

    static Work<Void> run(Action work) {
        return call(() -> {
            work.run();
            return null;
        });
    }

    /** Waits within the limit of all waiting, for use in callbacks that throw nothing. */
    static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The result, within the limit of all waiting. */
    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What the work threw, within the limit of all waiting; null where it threw nothing. */
    static Throwable failure(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
        try {
            future.get(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
