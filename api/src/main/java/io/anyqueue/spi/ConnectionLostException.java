package io.anyqueue.spi;

import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/**
 * The connection, session or link under an operation was lost, so whether the operation took effect is unknown, unless it
 * is {@link #isWithoutEffect() known} that it cannot have.
 *
 * <p>The Jakarta Messaging objects decide what follows: to recover and repeat, or to tell the application that the outcome
 * is in doubt.
 */
public final class ConnectionLostException extends JMSException {
    private static final long serialVersionUID = 1L;

    /** The stable error code of this condition. */
    public static final String ERROR_CODE = "ANYQUEUE-CONNECTION-LOST";

    private final boolean withoutEffect;
    private final boolean namingAnotherHost;

    public ConnectionLostException(String message, @Nullable Throwable cause) {
        this(message, cause, false, false);
    }

    private ConnectionLostException(
            String message, @Nullable Throwable cause, boolean withoutEffect, boolean namingAnotherHost) {
        super(message, ERROR_CODE);
        this.withoutEffect = withoutEffect;
        this.namingAnotherHost = namingAnotherHost;
        if (cause != null) {
            initCause(cause);
            if (cause instanceof Exception exception) {
                setLinkedException(exception);
            }
        }
    }

    /** The same loss, met by an operation of which nothing has been told to the peer, so that it can be repeated freely. */
    public ConnectionLostException withoutEffect() {
        return withoutEffect
                ? this
                : new ConnectionLostException(String.valueOf(getMessage()), this, true, namingAnotherHost);
    }

    /** The loss of a connection whose peer has said which host to go to instead; the provider finds that in {@code cause}. */
    public static ConnectionLostException namingAnotherHost(String message, Throwable cause) {
        return new ConnectionLostException(message, cause, false, true);
    }

    /** True where the peer has said which host to go to instead. */
    public boolean isNamingAnotherHost() {
        return namingAnotherHost;
    }

    /** True where nothing of the operation has reached the peer, nor ever will. */
    public boolean isWithoutEffect() {
        return withoutEffect;
    }
}
