package io.anyqueue.inmemory;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A completion that a test waits for. */
final class Answer<T> implements Completion<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();

    @Override
    public void completed(T result) {
        assertFirst(future.complete(result));
    }

    @Override
    public void failed(JMSException cause) {
        assertFirst(future.completeExceptionally(cause));
    }

    boolean isDone() {
        return future.isDone();
    }

    T get() throws JMSException {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (JMSException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static void assertFirst(boolean first) {
        if (!first) {
            throw new AssertionError("answered twice");
        }
    }
}
