package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConnectionConsumer;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;

/** The façade of a connection consumer. */
final class JmsConnectionConsumer implements ConnectionConsumer {
    private final ClientConnectionConsumer consumer;

    JmsConnectionConsumer(ClientConnectionConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        consumer.requireOpen("getServerSessionPool");
        return consumer.pool();
    }

    @Override
    public void close() throws JMSException {
        consumer.close();
    }
}
