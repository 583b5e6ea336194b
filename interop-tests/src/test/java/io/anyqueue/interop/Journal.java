package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The message ids that a test's listeners saw, in the order of arrival. Safe for use by any thread. */
final class Journal {
    /** Longer than any working client needs; only a failing test waits for it. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<String> seen = new CopyOnWriteArrayList<>();

    void saw(String id) {
        seen.add(id);
    }

    List<String> ids() {
        return List.copyOf(seen);
    }

    int size() {
        return seen.size();
    }

    boolean contains(String id) {
        return seen.contains(id);
    }

    void awaitExactly(List<String> expected) {
        awaitAtLeastOnce(expected);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    void awaitInOrder(List<String> expected) {
        await().atMost(PATIENCE).until(() -> seen.size() >= expected.size());
        assertThat(seen).containsExactlyElementsOf(expected);
    }

    void awaitAtLeastOnce(List<String> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen).as("ids seen so far").containsAll(expected));
    }
}
