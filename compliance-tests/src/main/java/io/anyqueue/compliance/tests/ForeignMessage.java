package io.anyqueue.compliance.tests;

import jakarta.jms.Message;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * A message that no provider made: it has one of the message interfaces and keeps headers, while properties and body are
 * kept in a real message of the provider that it hides. Not for use by several threads.
 */
final class ForeignMessage implements InvocationHandler {
    private final Message body;
    private final Map<String, Object> headers = new HashMap<>();

    private ForeignMessage(Message body) {
        this.body = body;
    }

    /** A foreign message of this interface with the body and properties of the given message. */
    static <M extends Message> M of(Class<M> type, M body) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new ForeignMessage(body)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.startsWith("setJMS")) {
            headers.put(name.substring(3), arguments[0]);
            return null;
        }
        if (name.startsWith("getJMS")) {
            return headers.getOrDefault(name.substring(3), initial(method.getReturnType()));
        }
        return switch (name) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "a foreign message";
            default -> delegate(method, arguments);
        };
    }

    private Object delegate(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(body, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object initial(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? 0L : null;
    }
}
