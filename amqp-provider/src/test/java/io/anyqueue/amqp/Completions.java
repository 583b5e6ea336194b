package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hears of asynchronous sends until so many are answered. Safe for use by any thread. */
final class Completions implements CompletionListener {
    private final CountDownLatch unanswered;
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    Completions(int count) {
        unanswered = new CountDownLatch(count);
    }

    @Override
    public void onCompletion(Message message) {
        unanswered.countDown();
    }

    @Override
    public void onException(Message message, Exception exception) {
        failures.add(exception);
        unanswered.countDown();
    }

    /** Waits until all are answered. */
    void assertAllSucceed() throws InterruptedException {
        assertThat(unanswered.await(WithConnections.SOON, TimeUnit.MILLISECONDS))
                .isTrue();
        assertThat(failures).isEmpty();
    }
}
