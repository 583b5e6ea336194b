package io.anyqueue.compliance;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts a defect between an application and a provider: every object that the provider hands out is wrapped, and every
 * call passes through the defect. Safe for use by any thread as far as the defect is.
 */
final class Tampering implements InvocationHandler {

    /** What is wrong with the provider: answers a call, by {@link Call#proceed()} where nothing is wrong with it. */
    @FunctionalInterface
    interface Defect {
        Object answer(Call call) throws Throwable;
    }

    /** One call of a method of an object of the provider. */
    static final class Call {
        private final Object target;
        private final Method method;
        private final Object[] arguments;

        Call(Object target, Method method, Object[] arguments) {
            this.target = target;
            this.method = method;
            this.arguments = arguments;
        }

        Object target() {
            return target;
        }

        Method method() {
            return method;
        }

        Object[] arguments() {
            return arguments;
        }

        boolean is(Class<?> type, String name) {
            return type.isInstance(target) && method.getName().equals(name);
        }

        Object proceed() throws Throwable {
            return proceed(arguments);
        }

        Object proceed(Object... changed) throws Throwable {
            try {
                return method.invoke(target, changed);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static final List<Class<?>> WRAPPED = List.of(
            ConnectionFactory.class,
            Connection.class,
            Session.class,
            MessageProducer.class,
            MessageConsumer.class,
            QueueBrowser.class,
            JMSContext.class);

    private final Object target;
    private final Defect defect;

    private Tampering(Object target, Defect defect) {
        this.target = target;
        this.defect = defect;
    }

    /** The factory with the defect. */
    static ConnectionFactory with(ConnectionFactory factory, Defect defect) {
        return (ConnectionFactory) wrapped(factory, defect);
    }

    /** A message with the defect. */
    static Message wrapped(Message message, Defect defect) {
        return (Message) wrapped((Object) message, defect);
    }

    private static Object wrapped(Object object, Defect defect) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Class<?> each : type.getInterfaces()) {
                if (each.getName().startsWith("jakarta.jms.")
                        && !each.getSimpleName().startsWith("XA")) {
                    interfaces.add(each);
                }
            }
        }
        return Proxy.newProxyInstance(
                Tampering.class.getClassLoader(), interfaces.toArray(Class<?>[]::new), new Tampering(object, defect));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "tampered " + target;
            };
        }
        Object[] passed = arguments == null ? new Object[0] : arguments.clone();
        for (int i = 0; i < passed.length; i++) {
            passed[i] = unwrapped(passed[i]);
        }
        Object result = defect.answer(new Call(target, method, passed));
        return result != null && WRAPPED.stream().anyMatch(type -> type.isInstance(result))
                ? wrapped(result, defect)
                : result;
    }

    private Object unwrapped(Object argument) {
        boolean ours = argument != null
                && Proxy.isProxyClass(argument.getClass())
                && Proxy.getInvocationHandler(argument) instanceof Tampering
                && !(argument instanceof MessageListener)
                && !(argument instanceof CompletionListener);
        return ours ? ((Tampering) Proxy.getInvocationHandler(argument)).target : argument;
    }
}
