package io.anyqueue;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.config.ClientObjects;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is asked for and makes nothing. */
final class RecordingObjects implements ClientObjects {
    final List<String> calls = new ArrayList<>();
    final List<ClientConfiguration> configurations = new ArrayList<>();

    @Override
    public Connection connection(ClientConfiguration configuration) {
        return note("connection", configuration);
    }

    @Override
    public QueueConnection queueConnection(ClientConfiguration configuration) {
        return note("queueConnection", configuration);
    }

    @Override
    public TopicConnection topicConnection(ClientConfiguration configuration) {
        return note("topicConnection", configuration);
    }

    @Override
    public JMSContext context(ClientConfiguration configuration, int sessionMode) {
        return note("context " + sessionMode, configuration);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // null is of every type
    private <T> T note(String call, ClientConfiguration configuration) {
        calls.add(call + ' ' + configuration.user() + ' ' + configuration.password());
        configurations.add(configuration);
        return null;
    }
}
