package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a broker with accounts refuses, and how that is told. */
@Timeout(600)
final class RefusalTest {
    private static Artemis broker;

    @BeforeAll
    static void start() {
        broker = Artemis.builder().accounts(Map.of("alice", "secret:/?@")).start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void theRightPasswordIsLetIn() throws Exception {
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection("alice", "secret:/?@")) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("allowed")).send(session.createMessage());
        }
    }

    @Test
    void theWrongPasswordIsASecurityException() {
        assertThatThrownBy(() -> AnyQueue.connectionFactory(broker.url()).createConnection("alice", "guess"))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("alice")
                .hasMessageNotContaining("guess");
    }

    @Test
    void nobodyIsASecurityException() throws Exception {
        // Artemis lets the anonymous in and refuses their sessions.
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection()) {
            assertThatThrownBy(connection::createSession).isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void aForbiddenDestinationIsASecurityExceptionAndTheSessionLives() throws Exception {
        broker.createQueue("forbidden");
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection("alice", "secret:/?@")) {
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createProducer(session.createQueue("forbidden")))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("forbidden");
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("forbidden")))
                    .isInstanceOf(JMSSecurityException.class);
            session.createProducer(session.createQueue("allowed")).send(session.createMessage());
        }
    }

    /** What is refused, on a queue of which everything else is permitted. */
    enum Refused {
        SEND {
            @Override
            void attempt(Session session, Queue queue) throws JMSException {
                session.createProducer(queue).send(session.createMessage());
            }
        },
        CONSUME {
            @Override
            void attempt(Session session, Queue queue) throws JMSException {
                session.createConsumer(queue);
            }
        },
        BROWSE {
            @Override
            void attempt(Session session, Queue queue) throws JMSException {
                session.createBrowser(queue).getEnumeration();
            }
        },
        CREATE_ADDRESS {
            @Override
            void attempt(Session session, Queue queue) throws JMSException {
                session.createProducer(queue).send(session.createMessage());
            }
        };

        abstract void attempt(Session session, Queue queue) throws JMSException;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedOnAQueueIsToldAndTheRestWorks(Refused refused) throws Exception {
        String name = "no-" + refused.name().toLowerCase(Locale.ROOT);
        if (refused != Refused.CREATE_ADDRESS) {
            broker.createQueue(name);
        }
        try (Connection connection = AnyQueue.connectionFactory(broker.url()).createConnection("alice", "secret:/?@")) {
            Session session = connection.createSession();
            Queue queue = session.createQueue(name);
            assertThatThrownBy(() -> refused.attempt(session, queue))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining(name);
            for (Refused other : Refused.values()) {
                boolean needsSending = other == Refused.SEND || other == Refused.CREATE_ADDRESS;
                if (refused != Refused.CREATE_ADDRESS
                        && other != refused
                        && !(refused == Refused.SEND && needsSending)) {
                    other.attempt(session, queue);
                }
            }
            session.createProducer(session.createQueue("allowed")).send(session.createMessage());
        }
    }

    @Test
    void aMechanismThatTheBrokerLacksIsExplained() {
        assertThatThrownBy(() -> AnyQueue.connectionFactory(broker.url() + "/?saslMechanisms=SCRAM-SHA-512")
                        .createConnection("alice", "secret:/?@"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("PLAIN");
        assertThat(broker.server().isActive()).isTrue();
    }
}
