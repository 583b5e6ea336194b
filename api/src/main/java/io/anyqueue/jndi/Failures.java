package io.anyqueue.jndi;

import javax.naming.ConfigurationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import org.jspecify.annotations.Nullable;

/** The exceptions of this package, each made in one place. Stateless. */
final class Failures {

    private Failures() {}

    static NamingException badConfiguration(String message, @Nullable Throwable cause) {
        ConfigurationException failure = new ConfigurationException(message);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    static NamingException notFound(String name, Iterable<String> bound) {
        return new NameNotFoundException("Name \"" + name + "\" is not bound; bound are: " + String.join(", ", bound)
                + ", and any dynamicQueues/NAME and dynamicTopics/NAME. Bind it with a key connectionFactory." + name
                + ", queue." + name + " or topic." + name + " in the context's environment or properties file");
    }

    static OperationNotSupportedException readOnly(String operation) {
        return new OperationNotSupportedException(operation + " is not possible: the AnyQueue context is read-only; its"
                + " bindings come from its environment or properties file");
    }
}
