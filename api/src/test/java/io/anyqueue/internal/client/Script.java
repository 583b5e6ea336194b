package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * What a {@link ScriptedProvider} does at each step, and what was asked of it. A step succeeds at once unless a turn was set
 * for it: turns are used up one by one, in order. Safe for use by any thread.
 */
final class Script {

    /** The operations of the contract. */
    enum Step {
        CONNECT,
        OPEN,
        OPEN_SESSION,
        OPEN_SENDER,
        OPEN_RECEIVER,
        SEND,
        DRAIN,
        BEGIN,
        DISCHARGE,
        CREATE_TEMPORARY,
        DELETE_TEMPORARY,
        UNSUBSCRIBE,
        CLOSE_SENDER,
        CLOSE_RECEIVER,
        CLOSE_SESSION,
        CLOSE_CONNECTION
    }

    /** What is done instead of completing at once. */
    private interface Turn {
        void take(Runnable success, Failure failure);
    }

    /** How an operation is failed. */
    private interface Failure {
        void with(JMSException cause);
    }

    /** Operations that were asked for and are answered when the test says so, or never. */
    static final class Held implements Turn {
        private final Deque<Runnable> successes = new ArrayDeque<>();
        private final Deque<Failure> failures = new ArrayDeque<>();

        @Override
        public synchronized void take(Runnable success, Failure failure) {
            successes.add(success);
            failures.add(failure);
        }

        /** Waits until that many operations are held. */
        void await(int count) {
            Script.await(() -> assertThat(size()).isEqualTo(count));
        }

        synchronized int size() {
            return successes.size();
        }

        /** Answers the longest held operation, on the calling thread. */
        void complete() {
            next(successes, failures).run();
        }

        /** Fails the longest held operation, on the calling thread. */
        void fail(JMSException cause) {
            next(failures, successes).with(cause);
        }

        private synchronized <T> T next(Deque<T> wanted, Deque<?> other) {
            other.removeFirst();
            return wanted.removeFirst();
        }
    }

    private final Map<Step, Deque<Turn>> turns = new EnumMap<>(Step.class);
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** The next operation of this kind fails. */
    void fail(Step step, JMSException cause) {
        add(step, (success, failure) -> failure.with(cause));
    }

    /** The next operation of this kind has its effect after something else has happened, on the thread that asked for it. */
    void before(Step step, Runnable event) {
        add(step, (success, failure) -> {
            event.run();
            success.run();
        });
    }

    /** The next operations of this kind are held. */
    Held hold(Step step, int times) {
        Held held = new Held();
        for (int i = 0; i < times; i++) {
            add(step, held);
        }
        return held;
    }

    Held hold(Step step) {
        return hold(step, 1);
    }

    private synchronized void add(Step step, Turn turn) {
        turns.computeIfAbsent(step, key -> new ArrayDeque<>()).addLast(turn);
    }

    /** Notes a call that has no answer. */
    void note(String call) {
        calls.add(call);
    }

    /** Notes a call and answers it as the script says. */
    <T> void answer(Step step, String call, Completion<T> completion, Supplier<T> effect) {
        note(call);
        turn(step).take(() -> completion.completed(effect.get()), completion::failed);
    }

    /** Notes a call and answers it as the script says. */
    void answer(Step step, String call, Runnable success, java.util.function.Consumer<JMSException> failure) {
        note(call);
        turn(step).take(success, failure::accept);
    }

    private synchronized Turn turn(Step step) {
        Deque<Turn> set = turns.get(step);
        Turn turn = set == null ? null : set.pollFirst();
        return turn == null ? (success, failure) -> success.run() : turn;
    }

    /** Everything that was asked, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** What was asked that begins like this, in order. */
    List<String> calls(String beginning) {
        return calls.stream().filter(each -> each.startsWith(beginning)).toList();
    }

    int count(String beginning) {
        return calls(beginning).size();
    }

    void awaitCount(String beginning, int count) {
        await(() -> assertThat(calls(beginning)).hasSize(count));
    }

    /** Waits for what has to come; nothing takes that long unless it is broken. */
    static void await(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(assertion);
    }
}
