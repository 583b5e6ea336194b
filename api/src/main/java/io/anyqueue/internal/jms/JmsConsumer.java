package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConsumer;
import io.anyqueue.spi.MessageSelector;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** The façade of a consumer of any kind. */
abstract class JmsConsumer implements MessageConsumer {
    private final ClientConsumer consumer;
    private final Destination destination;

    /** @param destination the object that the application gave, so that it gets back one that it may delete */
    JmsConsumer(ClientConsumer consumer, Destination destination) {
        this.consumer = consumer;
        this.destination = destination;
    }

    final ClientConsumer core() {
        return consumer;
    }

    final Destination destination(String operation) throws JMSException {
        consumer.requireOpen(operation);
        return destination;
    }

    @Override
    public final @Nullable String getMessageSelector() throws JMSException {
        consumer.requireOpen("getMessageSelector");
        MessageSelector selector = consumer.intent().selector();
        return selector == null ? null : selector.text();
    }

    @Override
    public final @Nullable MessageListener getMessageListener() throws JMSException {
        consumer.requireOpen("getMessageListener");
        return consumer.listener();
    }

    @Override
    public final void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        consumer.setListener(listener);
    }

    @Override
    public final @Nullable Message receive() throws JMSException {
        return consumer.receive(0, null);
    }

    @Override
    public final @Nullable Message receive(long timeout) throws JMSException {
        return timeout < 0 ? receiveNoWait() : consumer.receive(timeout, null);
    }

    @Override
    public final @Nullable Message receiveNoWait() throws JMSException {
        return consumer.receiveNoWait(null);
    }

    @Override
    public final void close() throws JMSException {
        consumer.close();
    }

    @Override
    public final String toString() {
        return consumer.toString();
    }
}
