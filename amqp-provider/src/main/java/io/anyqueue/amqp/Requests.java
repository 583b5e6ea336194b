package io.anyqueue.amqp;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The requests under way of a connection or of a session. Owned by the event loop. None waits for ever: each has a limit,
 * and all fail when their owner is lost.
 */
final class Requests {
    private final Wire wire;
    private final Settings settings;
    private final Set<Request<?>> open = new LinkedHashSet<>();

    Requests(Wire wire, Settings settings) {
        this.wire = wire;
        this.settings = settings;
    }

    /** Begins a request, which fails when the time that {@code limit} sets passes without an answer. */
    <T> Request<T> begin(String operation, Option<Duration> limit, Completion<T> completion) {
        return begin(operation, settings.get(limit), limit, completion);
    }

    /** Begins a request with a limit of its own, where that is shorter than the one that {@code most} sets. */
    <T> Request<T> begin(String operation, Duration limit, Option<Duration> most, Completion<T> completion) {
        Request<T> request = new Request<>(this, wire, operation, completion);
        open.add(request);
        Duration longest = settings.get(most);
        request.startTimer(limit.compareTo(longest) < 0 ? limit : longest, most.name());
        return request;
    }

    void done(Request<?> request) {
        open.remove(request);
    }

    void failAll(JMSException cause) {
        for (Request<?> each : new ArrayList<>(open)) {
            each.fail(cause);
        }
    }
}
