package io.anyqueue.compliance.tests;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A listener that keeps what it is given, in order, and lets a test wait for it. What its handler throws other than on
 * purpose is a violation that fails the test. Safe for use by any thread.
 */
final class Inbox implements MessageListener {

    /** Work done in {@code onMessage}. */
    @FunctionalInterface
    interface Handler {
        void handle(Message message) throws Exception;
    }

    /** Thrown by a handler to leave {@code onMessage} with an exception, as part of the test. */
    @SuppressWarnings("serial")
    static final class Deliberate extends RuntimeException {
        Deliberate() {
            super("a listener that throws, as part of the test");
        }
    }

    private final List<Message> messages = new ArrayList<>();
    private final Workbench bench;
    private final Handler handler;

    Inbox(Workbench bench, Handler handler) {
        this.bench = bench;
        this.handler = handler;
    }

    @Override
    public void onMessage(Message message) {
        try {
            handler.handle(message);
        } catch (Deliberate e) {
            throw e;
        } catch (Exception | AssertionError e) {
            bench.violation("A listener failed", e);
        } finally {
            synchronized (messages) {
                messages.add(message);
                messages.notifyAll();
            }
        }
    }

    /** Waits until so many messages have been handled, as long as they go on coming, and returns all. */
    List<Message> await(int count) throws InterruptedException {
        synchronized (messages) {
            int before = messages.size();
            long end = System.nanoTime() + Workbench.PATIENCE.toNanos();
            while (messages.size() < count) {
                if (messages.size() > before) {
                    before = messages.size();
                    end = System.nanoTime() + Workbench.PATIENCE.toNanos();
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("Expected " + count + " messages at the listener, found " + before
                            + " and no more within " + Workbench.PATIENCE.toSeconds() + " s");
                }
                TimeUnit.NANOSECONDS.timedWait(messages, left);
            }
            return List.copyOf(messages);
        }
    }

    /** The texts of the first messages, waiting until so many have been handled. */
    List<String> awaitTexts(int count) throws InterruptedException, JMSException {
        List<String> texts = new ArrayList<>();
        for (Message message : await(count)) {
            texts.add(((TextMessage) message).getText());
        }
        return texts;
    }

    int size() {
        synchronized (messages) {
            return messages.size();
        }
    }
}
