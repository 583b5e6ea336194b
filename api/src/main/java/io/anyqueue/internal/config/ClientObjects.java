package io.anyqueue.internal.config;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;

/** Makes the JMS objects that a connection factory gives out. Safe for use by any thread. */
public interface ClientObjects {

    /** Connects and authenticates; blocks for at most the connect timeout of each host. */
    Connection connection(ClientConfiguration configuration) throws JMSException;

    /** As {@link #connection}, for the queue domain. */
    QueueConnection queueConnection(ClientConfiguration configuration) throws JMSException;

    /** As {@link #connection}, for the topic domain. */
    TopicConnection topicConnection(ClientConfiguration configuration) throws JMSException;

    /**
     * As {@link #connection}, for the simplified API; fails with {@link jakarta.jms.JMSRuntimeException}.
     *
     * @param sessionMode as the application gave it, not yet checked
     */
    JMSContext context(ClientConfiguration configuration, int sessionMode);
}
