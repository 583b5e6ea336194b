package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientSession;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import org.jspecify.annotations.Nullable;

/** The façade of a producer in the queue domain. */
final class JmsQueueSender extends JmsProducer implements QueueSender {

    JmsQueueSender(ClientSession session, @Nullable Queue queue) throws JMSException {
        super(session, queue);
    }

    @Override
    public @Nullable Queue getQueue() throws JMSException {
        return (Queue) getDestination();
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        super.send(queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        super.send(queue, message, deliveryMode, priority, timeToLive);
    }
}
