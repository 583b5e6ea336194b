package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import org.jspecify.annotations.Nullable;

/** The façade of a consumer of a queue. */
final class JmsQueueReceiver extends JmsConsumer implements QueueReceiver {

    JmsQueueReceiver(ClientConsumer consumer, @Nullable String selector) {
        super(consumer, selector);
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) destination("getQueue");
    }
}
