package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;

/** The façade of a consumer of a queue. */
final class JmsQueueReceiver extends JmsConsumer implements QueueReceiver {

    JmsQueueReceiver(ClientConsumer consumer, Queue queue) {
        super(consumer, queue);
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) destination("getQueue");
    }
}
