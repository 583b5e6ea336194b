package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.internal.client.Script.Held;
import io.anyqueue.internal.client.Script.Step;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A connection consumer that is closed while a server session has messages of it (section 8.2). */
class ConnectionConsumerEndTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();
    private final List<Message> seen = new CopyOnWriteArrayList<>();

    @Test
    void staysOpenBeneathUntilACommitUnderWayHasSettledItsMessages() throws Exception {
        Connection connection = provider.connect();
        Session server = serverSession(connection, Session.SESSION_TRANSACTED);
        ConnectionConsumer consumer = consumerWith(connection, server);
        Held discharge = script.hold(Step.DISCHARGE);
        var committing = CompletableFuture.runAsync(() -> commit(server));
        discharge.await(1);
        consumer.close();
        assertThat(script.calls("closeSession")).isEmpty();
        discharge.complete();
        committing.join();
        script.awaitCount("closeSession", 1);
        assertThat(script.calls("settle")).containsExactly("settle 0-0 ACCEPTED in transaction 1");
    }

    @Test
    void staysOpenBeneathUntilItsMessagesAreAcknowledged() throws Exception {
        Connection connection = provider.connect();
        Session server = serverSession(connection, Session.CLIENT_ACKNOWLEDGE);
        ConnectionConsumer consumer = consumerWith(connection, server);
        consumer.close();
        assertThat(script.calls("closeSession")).isEmpty();
        seen.get(0).acknowledge();
        script.awaitCount("closeSession", 1);
        assertThat(script.calls("settle")).containsExactly("settle 0-0 ACCEPTED");
    }

    private Session serverSession(Connection connection, int mode) throws JMSException {
        Session server = connection.createSession(mode);
        server.setMessageListener(seen::add);
        return server;
    }

    /** A connection consumer whose one message the server session has seen. */
    private ConnectionConsumer consumerWith(Connection connection, Session server) throws JMSException {
        ConnectionConsumer consumer =
                connection.createConnectionConsumer(server.createQueue("q"), null, poolOf(server), 1);
        provider.receiver().stock("1");
        Script.await(() -> assertThat(seen).hasSize(1));
        return consumer;
    }

    private static ServerSessionPool poolOf(Session session) {
        ServerSession only = new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                session.run();
            }
        };
        return () -> only;
    }

    private static void commit(Session session) {
        try {
            session.commit();
        } catch (JMSException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
