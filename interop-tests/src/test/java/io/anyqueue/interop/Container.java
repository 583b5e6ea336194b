package io.anyqueue.interop;

import jakarta.jms.ConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Makes Spring's listener containers, not yet started, with pauses fit for tests. Stateless. */
final class Container {
    private static final long POLL_MILLIS = 100;
    private static final long RECOVERY_MILLIS = 20;

    /** Whether and how a container's listeners are transacted. */
    enum Transactions {
        NONE,
        LOCAL,
        MANAGER
    }

    private Container() {}

    static DefaultMessageListenerContainer polling(
            ConnectionFactory factory, String destination, SessionAwareMessageListener<?> listener) {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setReceiveTimeout(POLL_MILLIS);
        // Else it waits two polls for a listener and its commit, then interrupts them and closes their connection.
        container.setAcceptMessagesWhileStopping(true);
        container.setBackOff(new FixedBackOff(RECOVERY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS));
        return prepared(container, factory, destination, listener);
    }

    static DefaultMessageListenerContainer polling(
            ConnectionFactory factory,
            String destination,
            Transactions transactions,
            SessionAwareMessageListener<?> listener) {
        DefaultMessageListenerContainer container = polling(factory, destination, listener);
        container.setSessionTransacted(transactions != Transactions.NONE);
        if (transactions == Transactions.MANAGER) {
            container.setTransactionManager(new JmsTransactionManager(factory));
        }
        return container;
    }

    static SimpleMessageListenerContainer pushed(
            ConnectionFactory factory, String destination, SessionAwareMessageListener<?> listener) {
        return prepared(new SimpleMessageListenerContainer(), factory, destination, listener);
    }

    static <C extends AbstractMessageListenerContainer> C started(C container) {
        container.afterPropertiesSet();
        container.start();
        return container;
    }

    private static <C extends AbstractMessageListenerContainer> C prepared(
            C container, ConnectionFactory factory, String destination, SessionAwareMessageListener<?> listener) {
        container.setConnectionFactory(factory);
        container.setDestinationName(destination);
        container.setMessageListener(listener);
        return container;
    }
}
