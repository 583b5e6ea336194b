package io.anyqueue.examples.lemonade;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A visit did not get into the queue, or nobody knows whether it did; the visitor should try again with the same id. */
final class NotAdmittedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    NotAdmittedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
