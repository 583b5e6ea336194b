package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectionLostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The queues, exchanges and bindings of a RabbitMQ, by their names. Owned by the event loop. */
final class RabbitBroker {
    private final AmqpConnection connection;
    private final RabbitManagement management;

    RabbitBroker(AmqpConnection connection) {
        this.connection = connection;
        this.management = new RabbitManagement(connection);
    }

    String peer() {
        return connection.peer();
    }

    /** What the broker knows of a queue; empty where there is none. */
    CompletionStage<Optional<QueueState>> find(String queue) {
        String operation = "look up queue \"" + queue + '"';
        return management.askBriefly(operation, "GET", path(queue)).thenCompose(response -> {
            if (response.isNotFound()) {
                return CompletableFuture.completedStage(Optional.empty());
            }
            return response.isSuccess()
                    ? CompletableFuture.completedStage(Optional.of(QueueState.of(response)))
                    : failed(operation, response);
        });
    }

    CompletionStage<Boolean> exists(String queue) {
        return find(queue).thenApply(Optional::isPresent);
    }

    /** Declares a queue; one that is there already must have the same properties. */
    CompletionStage<Void> declare(String queue, QueueDefinition definition) {
        String operation = "declare queue \"" + queue + '"';
        return expectSuccess(operation, management.put(operation, path(queue), definition.body()));
    }

    CompletionStage<Void> delete(String queue) {
        String operation = "delete queue \"" + queue + '"';
        return expectSuccess(operation, management.delete(operation, path(queue)));
    }

    CompletionStage<Void> purge(String queue) {
        String operation = "purge queue \"" + queue + '"';
        return expectSuccess(operation, management.delete(operation, path(queue) + "/messages"));
    }

    private static String path(String queue) {
        return RabbitMapping.queue(queue);
    }

    CompletionStage<Void> declareExchange(String exchange, String type) {
        String operation = "declare exchange \"" + exchange + '"';
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        body.put("durable", true);
        body.put("auto_delete", false);
        body.put("internal", false);
        body.put("arguments", Map.of());
        return expectSuccess(operation, management.put(operation, "/exchanges/" + UriSegments.encode(exchange), body));
    }

    CompletionStage<Void> bind(String exchange, String queue, String key, Map<String, Object> arguments) {
        String operation = "bind queue \"" + queue + "\" to exchange \"" + exchange + '"';
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("source", exchange);
        body.put("destination_queue", queue);
        body.put("binding_key", key);
        body.put("arguments", arguments);
        return expectSuccess(operation, management.ask(operation, "POST", "/bindings", body));
    }

    /** Removes a binding without arguments. Soon given up, since it is asked for when something is closed. */
    CompletionStage<Void> unbind(String exchange, String queue, String key) {
        String operation = "unbind queue \"" + queue + "\" from exchange \"" + exchange + '"';
        String path = "/bindings/src=" + UriSegments.encode(exchange) + ";dstq=" + UriSegments.encode(queue) + ";key="
                + UriSegments.encode(key) + ";args=";
        return expectSuccess(operation, management.askBriefly(operation, "DELETE", path));
    }

    @SuppressWarnings("NullAway") // null is the only value of Void
    CompletionStage<Void> nothing() {
        return CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> expectSuccess(String operation, CompletionStage<ManagementResponse> answer) {
        return answer.thenCompose(response -> response.isSuccess() ? nothing() : failed(operation, response));
    }

    private <T> CompletionStage<T> failed(String operation, ManagementResponse response) {
        return Stages.failed(RabbitErrors.of(operation, peer(), response));
    }

    void lost(ConnectionLostException cause) {
        management.lost(cause);
    }
}
