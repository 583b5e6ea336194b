package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection consumer is closed while server sessions hold messages of it: its subscription is free once they settle. */
class ConnectionConsumerCloseTest {
    private final World world = World.create();
    private final BlockingQueue<Message> held = new LinkedBlockingQueue<>();
    private Connection connection;
    private Topic topic;

    @BeforeEach
    void connect() throws JMSException {
        connection = world.connect("clientId=c");
        topic = connection.createSession().createTopic("prices");
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @Test
    void acknowledgingTheLastMessageFreesTheSubscription() throws Exception {
        Session server = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        consume(server).close();
        subscriptionIsHeld();

        takeHeld().acknowledge();

        awaitFreeAnd(null);
    }

    @Test
    void committingFreesTheSubscription() throws Exception {
        Session server = connection.createSession(Session.SESSION_TRANSACTED);
        consume(server).close();
        subscriptionIsHeld();

        takeHeld();
        server.commit();

        awaitFreeAnd(null);
    }

    @Test
    void closingTheServerSessionFreesTheSubscriptionAndGivesTheMessageBack() throws Exception {
        Session server = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        consume(server).close();
        subscriptionIsHeld();

        server.close();

        awaitFreeAnd("a");
    }

    /** A consumer whose server session has been given one message and holds it. */
    private ConnectionConsumer consume(Session server) throws Exception {
        server.setMessageListener(held::add);
        ConnectionConsumer consumer =
                connection.createDurableConnectionConsumer(topic, "sub", null, new OneSession(server), 1);
        world.publish("prices", "a");
        held.add(takeHeld());
        return consumer;
    }

    private Message takeHeld() throws InterruptedException {
        Message message = held.poll(World.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(message).as("the message that the server session holds").isNotNull();
        return message;
    }

    private void subscriptionIsHeld() throws JMSException {
        Session session = connection.createSession();
        assertThatThrownBy(() -> session.unsubscribe("sub"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("sub");
        session.close();
    }

    private void awaitFreeAnd(String text) throws JMSException {
        Session session = connection.createSession();
        MessageConsumer consumer = session.createDurableConsumer(topic, "sub");
        Message left = consumer.receiveNoWait();
        assertThat(left == null ? null : ((TextMessage) left).getText()).isEqualTo(text);
        consumer.close();
        World.await(() -> assertThatCode(() -> session.unsubscribe("sub")).doesNotThrowAnyException());
    }

    /** A pool of one session, run by a thread of its own each time. */
    private record OneSession(Session session) implements ServerSessionPool, ServerSession {
        @Override
        public ServerSession getServerSession() {
            return this;
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            new Thread(session, "server session").start();
        }
    }
}
