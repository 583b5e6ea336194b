package io.anyqueue.jndi;

import io.anyqueue.internal.config.UrlMask;
import java.util.regex.Pattern;
import javax.naming.ConfigurationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import org.jspecify.annotations.Nullable;

/** The exceptions of this package, each made in one place. Stateless. */
final class Failures {
    private static final Pattern LIKE_A_URL = Pattern.compile("://|[@?=]");

    private Failures() {}

    static NamingException badConfiguration(String message, @Nullable Throwable cause) {
        ConfigurationException failure = new ConfigurationException(message);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    /** A name that is not bound; where a broker's URL was given for one, its password is not shown. */
    static NamingException notFound(String wanted, Iterable<String> bound) {
        String name = LIKE_A_URL.matcher(wanted).find() ? UrlMask.mask(wanted) : wanted;
        return new NameNotFoundException("Name \"" + name + "\" is not bound; bound are: " + String.join(", ", bound)
                + ", and any dynamicQueues/NAME and dynamicTopics/NAME. Bind it with a key connectionFactory." + name
                + ", queue." + name + " or topic." + name + " in the context's environment or properties file");
    }

    static OperationNotSupportedException readOnly(String operation) {
        return new OperationNotSupportedException(operation + " is not possible: the AnyQueue context is read-only; its"
                + " bindings come from its environment or properties file");
    }
}
