package io.anyqueue.internal.jms;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.config.ClientObjects;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;

/** Where connection factories get their connections and contexts from. Stateless. */
public final class JmsObjects implements ClientObjects {

    @Override
    public Connection connection(ClientConfiguration configuration) throws JMSException {
        return JmsConnection.connect(configuration);
    }

    @Override
    public QueueConnection queueConnection(ClientConfiguration configuration) throws JMSException {
        return JmsConnection.connectForQueues(configuration);
    }

    @Override
    public TopicConnection topicConnection(ClientConfiguration configuration) throws JMSException {
        return JmsConnection.connectForTopics(configuration);
    }

    @Override
    public JMSContext context(ClientConfiguration configuration, int sessionMode) {
        return JmsContext.connect(configuration, sessionMode);
    }
}
