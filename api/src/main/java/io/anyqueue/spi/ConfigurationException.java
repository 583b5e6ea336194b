package io.anyqueue.spi;

import org.jspecify.annotations.Nullable;

/** A URL, option or set of providers on the class path cannot be used; the message says which, why, and what to do. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
