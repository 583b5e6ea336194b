package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What RabbitMQ cannot do, or does not allow, fails at once and says why. */
final class RabbitRefusalTest extends OnRabbit {

    private Connection connectAsUser(String configure, String write, String read) throws Exception {
        String user = "user" + System.nanoTime();
        ctl("add_user", user, "secret");
        ctl("set_permissions", user, configure, write, read);
        return start(AnyQueue.connectionFactory(url(user, "secret", "")).createConnection());
    }

    @Test
    void aSelectorOnAQueueIsRefused() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        session.createProducer(queue).send(session.createTextMessage("stays"));
        assertThatThrownBy(() -> session.createConsumer(queue, "n = 2"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("queue-selectors");
        assertThat(text(session.createConsumer(queue))).isEqualTo("stays");
    }

    @Test
    void aBrowserIsRefusedAndTakesNothing() throws Exception {
        for (String query : List.of("", "?rabbitmq.browsers=streams")) {
            Session session = connect(query).createSession();
            Queue queue = session.createQueue(name + query.length());
            session.createProducer(queue).send(session.createTextMessage("stays"));
            assertThatThrownBy(() -> session.createBrowser(queue).getEnumeration())
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("consume the messages instead");
            assertThat(text(session.createConsumer(queue))).isEqualTo("stays");
        }
    }

    @Test
    void theWrongPasswordIsASecurityException() {
        assertThatThrownBy(() ->
                        AnyQueue.connectionFactory(url("guest", "guess", "")).createConnection())
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void aMissingPermissionNamesTheResourceAndTheSessionLives() throws Exception {
        Session owner = session();
        owner.createConsumer(owner.createQueue(name + ".forbidden")).close();
        owner.createConsumer(owner.createQueue(name + ".allowed")).close();
        Session session = connectAsUser("^$", "^" + name + ".allowed$|^amq.default$", "^" + name + ".allowed$")
                .createSession();
        Queue allowed = session.createQueue(name + ".allowed");
        Queue forbidden = session.createQueue(name + ".forbidden");
        assertThatThrownBy(() -> session.createConsumer(forbidden))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("read")
                .hasMessageContaining(name + ".forbidden");
        assertThatThrownBy(() -> session.createConsumer(session.createTopic(name)))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSSecurityException.class);
        session.createProducer(allowed).send(session.createTextMessage("in"));
        assertThat(text(session.createConsumer(allowed))).isEqualTo("in");
    }

    /** What an account may do with a queue that is not there, and that it may not declare. */
    enum Permitted {
        NOTHING("^$", "^$"),
        WRITE(".*", "^$"),
        READ("^$", ".*");

        private final String write;
        private final String read;

        Permitted(String write, String read) {
            this.write = write;
            this.read = read;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingQueueIsNoDestinationWhereOneMayNotLookForItAndElseCannotBeDeclared(Permitted permitted)
            throws Exception {
        Session session = connectAsUser("^$", permitted.write, permitted.read).createSession();
        Queue missing = session.createQueue(name + ".missing");
        boolean found = permitted != Permitted.NOTHING || version.letsAnyoneLookForQueues();
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> session.createConsumer(missing),
                () -> session.createProducer(missing).send(session.createMessage()))) {
            JMSException refusal = catchThrowableOfType(JMSException.class, use);
            assertThat(refusal)
                    .isExactlyInstanceOf(found ? JMSSecurityException.class : InvalidDestinationException.class)
                    .hasMessageContaining(name + ".missing");
            assertThat(refusal.getErrorCode())
                    .isEqualTo(found ? "AMQP-amqp:unauthorized-access" : "AMQP-amqp:not-found");
        }
    }

    @Test
    void refusedRequestsUseUpNoChannels() throws Exception {
        Session owner = session();
        owner.createConsumer(owner.createQueue(name + ".allowed")).close();
        Connection connection = connectAsUser("^$", "^" + name + ".allowed$|^amq.default$", "^" + name + ".allowed$");
        Session session = connection.createSession();
        // Each asks for a queue that this user may not have declared, which the broker refuses with the whole session.
        for (int i = 0; i < 80; i++) {
            assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSSecurityException.class);
        }
        Queue allowed = session.createQueue(name + ".allowed");
        for (int i = 0; i < 5; i++) {
            Session another = connection.createSession();
            another.createProducer(allowed).send(another.createTextMessage("in" + i));
            assertThat(text(another.createConsumer(allowed))).isEqualTo("in" + i);
            another.close();
        }
    }

    @Test
    void aMissingWritePermissionIsASecurityException() throws Exception {
        Session owner = session();
        owner.createConsumer(owner.createQueue(name)).close();
        Session session = connectAsUser("^$", "^$", ".*").createSession();
        assertThatThrownBy(
                        () -> session.createProducer(session.createQueue(name)).send(session.createMessage()))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("write access to exchange 'amq.default'");
        assertThatThrownBy(
                        () -> session.createProducer(session.createTopic(name)).send(session.createMessage()))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("write access to exchange 'amq.topic'");
    }

    @Test
    void aSessionTooManyIsRefusedAndTheConnectionLives() throws Exception {
        Connection connection = connect();
        List<Session> sessions = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        sessions.add(connection.createSession());
                    }
                })
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("63");
        assertThat(sessions).hasSize(63);
        sessions.remove(0).close();
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        session.createProducer(queue).send(session.createTextMessage("alive"));
        assertThat(text(sessions.get(0).createConsumer(queue))).isEqualTo("alive");
    }

    @Test
    void aLinkTooManyIsRefusedAndTheSessionLives() throws Exception {
        Session session = session();
        Queue queue = session.createQueue(name);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 300; i++) {
                        session.createConsumer(queue);
                    }
                })
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("256");
        Session other = session();
        other.createProducer(queue).send(other.createTextMessage("alive"));
    }

    @Test
    void aVirtualHostIsTheOneOfTheUrl() throws Exception {
        ctl("add_vhost", name);
        ctl("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
        Session session = start(
                        AnyQueue.connectionFactory(url("guest", "guest", name)).createConnection())
                .createSession();
        session.createConsumer(session.createQueue("q")).close();
        assertThat(ctl("list_queues", "-p", name, "--no-table-headers", "name")).contains("q");
    }

    @Test
    void anUnknownVirtualHostFailsTheConnection() {
        assertThatThrownBy(() -> {
                    Connection connection = AnyQueue.connectionFactory(url("guest", "guest", "none-such"))
                            .createConnection();
                    start(connection).createSession();
                })
                .isInstanceOf(JMSException.class);
    }

    @Test
    void withFullMemoryTheSendFailsInTimeAndSaysWhy() throws Exception {
        Session before = session();
        Queue queue = before.createQueue(name);
        before.createProducer(queue).send(before.createTextMessage("before"));
        Session session = connect("?sendTimeout=2s").createSession();
        ctl("set_vm_memory_high_watermark", "absolute", "1");
        try {
            await().until(() -> ctl("eval", "rabbit_alarm:get_alarms().").contains("memory"));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 200; i++) {
                            session.createProducer(queue).send(session.createTextMessage("during"));
                        }
                    })
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("memory")
                    .hasMessageContaining("2000 ms");
            assertThat(text(session.createConsumer(queue))).isEqualTo("before");
            // Nor is a queue that cannot be looked for told as one that does not exist.
            Session impatient = connect("?requestTimeout=2s").createSession();
            Queue missing = impatient.createQueue(name + ".missing");
            assertThatThrownBy(() -> impatient.createProducer(missing).send(impatient.createMessage()))
                    .isInstanceOf(JMSException.class)
                    .isNotInstanceOf(InvalidDestinationException.class);
        } finally {
            ctl("set_vm_memory_high_watermark", "0.6");
        }
        await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
            session.createProducer(queue).send(session.createTextMessage("after"));
            return true;
        });
    }
}
