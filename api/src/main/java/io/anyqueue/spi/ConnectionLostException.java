package io.anyqueue.spi;

import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/**
 * The connection, session or link under an operation was lost, so whether the operation took effect is unknown.
 *
 * <p>The Jakarta Messaging objects decide what follows: to recover and repeat, or to tell the application that the outcome
 * is in doubt.
 */
public final class ConnectionLostException extends JMSException {
    private static final long serialVersionUID = 1L;

    /** The stable error code of this condition. */
    public static final String ERROR_CODE = "ANYQUEUE-CONNECTION-LOST";

    public ConnectionLostException(String message, @Nullable Throwable cause) {
        super(message, ERROR_CODE);
        if (cause != null) {
            initCause(cause);
            if (cause instanceof Exception exception) {
                setLinkedException(exception);
            }
        }
    }
}
