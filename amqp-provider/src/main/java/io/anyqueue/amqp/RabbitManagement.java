package io.anyqueue.amqp;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/**
 * Asks RabbitMQ for queues, exchanges and bindings: HTTP over a pair of links. Owned by the event loop.
 *
 * <p>One request at a time, because a refused permission ends the whole session: so the refused request is known, and those
 * that wait go on over another session.
 */
final class RabbitManagement {

    /** A request that waits for its turn or its answer. */
    private static final class Call {
        private final String operation;
        private final ManagementRequest request;
        private final Duration limit;
        private final CompletableFuture<ManagementResponse> answer = new CompletableFuture<>();

        Call(String operation, ManagementRequest request, Duration limit) {
            this.operation = operation;
            this.request = request;
            this.limit = limit;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AmqpConnection connection;
    private final Requests requests;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private @Nullable Call asked;
    private @Nullable Request<ManagementResponse> timed;
    private @Nullable ManagementLinks links;
    private @Nullable ConnectionLostException lost;

    RabbitManagement(AmqpConnection connection) {
        this.connection = connection;
        this.requests = new Requests(connection.wire(), connection.settings());
    }

    /**
     * Asks; the stage fails for want of permission, and where the connection is lost or no answer comes in time.
     *
     * @param operation in words, for errors: {@code declare queue "orders"}
     */
    CompletionStage<ManagementResponse> ask(String operation, String method, String path, @Nullable Object body) {
        Duration most = connection.settings().get(ClientOptions.REQUEST_TIMEOUT);
        return ask(new Call(operation, new ManagementRequest(method, path, body), most));
    }

    private CompletionStage<ManagementResponse> ask(Call call) {
        if (lost != null) {
            call.answer.completeExceptionally(lost);
        } else {
            waiting.add(call);
            askNext();
        }
        return call.answer;
    }

    /** Like {@link #ask}, but soon given up: a broker that is short of memory does not answer. */
    CompletionStage<ManagementResponse> askBriefly(String operation, String method, String path) {
        return ask(new Call(operation, new ManagementRequest(method, path, null), PATIENCE));
    }

    CompletionStage<ManagementResponse> put(String operation, String path, Map<String, Object> body) {
        return ask(operation, "PUT", path, body);
    }

    CompletionStage<ManagementResponse> delete(String operation, String path) {
        return ask(operation, "DELETE", path, null);
    }

    private void askNext() {
        Call next = asked == null ? waiting.poll() : null;
        if (next == null) {
            return;
        }
        asked = next;
        timed = requests.begin(
                next.operation,
                next.limit,
                ClientOptions.REQUEST_TIMEOUT,
                Stages.<ManagementResponse>completion(
                        response -> answered(next, response), failure -> failed(next, failure)));
        send(next);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // where the call has ended it does nothing
    private void send(Call call) {
        ManagementLinks open = links;
        if (open == null) {
            Duration pause = connection.channels().pause();
            if (!pause.isZero() && !pause.isNegative()) {
                connection.wire().schedule(pause, () -> {
                    if (asked == call) {
                        send(call);
                    }
                });
                return;
            }
            open = new ManagementLinks(connection, this::response, this::ended);
            links = open;
        }
        open.send(call.request);
    }

    private void answered(Call call, ManagementResponse response) {
        call.answer.complete(response);
        done(call);
    }

    private void failed(Call call, JMSException failure) {
        // An answer that comes too late must not meet another request.
        dropLinks();
        call.answer.completeExceptionally(failure);
        done(call);
    }

    private void done(Call call) {
        if (asked == call) {
            asked = null;
            timed = null;
            askNext();
        }
    }

    private void response(ManagementResponse response) {
        Request<ManagementResponse> request = timed;
        Call call = asked;
        if (request != null && call != null && call.request.id().equals(response.requestId())) {
            request.complete(response);
        }
    }

    /** The broker has ended the session, which is how it refuses permissions. */
    private void ended(@Nullable ErrorCondition condition) {
        links = null;
        Request<ManagementResponse> request = timed;
        Call call = asked;
        if (request == null || call == null) {
            return;
        }
        request.fail(
                Conditions.isRefusal(condition)
                        ? Conditions.refused(call.operation, connection.peer(), condition)
                        : Conditions.lost("the management session", connection.peer(), condition));
    }

    private void dropLinks() {
        ManagementLinks open = links;
        links = null;
        if (open != null && lost == null) {
            open.close();
        }
    }

    void lost(ConnectionLostException cause) {
        lost = cause;
        List<Call> unasked = List.copyOf(waiting);
        waiting.clear();
        requests.failAll(cause);
        unasked.forEach(each -> each.answer.completeExceptionally(cause));
    }
}
