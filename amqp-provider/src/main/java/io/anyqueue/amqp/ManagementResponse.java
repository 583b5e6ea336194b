package io.anyqueue.amqp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker answers to a management request. Immutable.
 *
 * @param requestId of the request
 * @param status as in HTTP
 * @param body a map, a list, the text of an error, or nothing
 */
record ManagementResponse(
        String requestId, int status, @Nullable Object body) {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** Another connection holds a queue exclusively. */
    boolean isLocked() {
        return status == 400 && text().contains("exclusive access to locked");
    }

    /** Of the body, where it is a map; null where it has no such entry. */
    @Nullable
    Object field(String name) {
        return body instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** The body as text, for errors. */
    String text() {
        return body == null ? "" : body.toString();
    }
}
