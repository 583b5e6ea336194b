package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import io.anyqueue.testing.Ports;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Artemis with its journal on disk that dies and returns, while clients use it. */
final class RestartTest extends WithConnections {
    @TempDir
    private Path journal;

    private final int port = Ports.free();

    private final ConnectionStates states = new ConnectionStates();

    private Artemis startBroker() {
        return Artemis.builder().port(port).journal(journal).start();
    }

    private Connection connect(String options) throws JMSException {
        return connectTo("amqp://localhost:" + port, options);
    }

    private Connection connectTo(String hosts, String options) throws JMSException {
        return start(AnyQueue.builder()
                .url(hosts + "/?recoveryDelay=20ms" + options)
                .connectionStateListener(states)
                .build()
                .createConnection());
    }

    @Test
    void whatWasAcknowledgedIsThereOnceAfterRestartsAndTheRestIsReported() throws Exception {
        SendLedger ledger = new SendLedger();
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean enough = new AtomicBoolean();
        try (Artemis broker = startBroker();
                Connection connection = connect("&sendTimeout=60s")) {
            Thread sending = new Thread(() -> {
                try {
                    Session session = connection.createSession();
                    MessageProducer producer = session.createProducer(session.createQueue("orders"));
                    for (int i = 0; !enough.get(); i++) {
                        // Several may fail: a broker that stops ends links one by one for a while.
                        ledger.send(session, producer, "m" + i);
                    }
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                } finally {
                    done.countDown();
                }
            });
            sending.start();
            for (int restart = 0; restart < 2; restart++) {
                awaitMore(ledger);
                broker.stop();
                broker.startAgain();
            }
            awaitMore(ledger);
            enough.set(true);
            assertThat(done.await(2 * SOON, TimeUnit.MILLISECONDS)).isTrue();
            ledger.assertAccountsFor(drain(connect("").createSession(), "orders"));
        }
    }

    private static void awaitMore(SendLedger ledger) {
        int before = ledger.confirmed();
        await().until(() -> ledger.confirmed() >= before + 300);
    }

    @Test
    void subscriptionsListenersAndTemporaryQueuesGoOnAfterARestart() throws Exception {
        try (Artemis broker = startBroker();
                Connection connection = connect("")) {
            Session listening = connection.createSession();
            Set<String> heard = ConcurrentHashMap.newKeySet();
            listening.createConsumer(listening.createTopic("news")).setMessageListener(message -> {
                try {
                    heard.add(message.getBody(String.class));
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            Session session = connection.createSession();
            jakarta.jms.TemporaryQueue replies = session.createTemporaryQueue();
            MessageConsumer reply = session.createConsumer(replies);
            MessageConsumer waiting = session.createConsumer(session.createQueue("work"));
            broker.stop();
            broker.startAgain();
            // A send that meets the loss is in doubt.
            states.awaitRestored(1);
            session.createProducer(session.createQueue("work")).send(session.createTextMessage("work"));
            assertThat(waiting.receive(SOON).getBody(String.class)).isEqualTo("work");
            session.createProducer(replies).send(session.createTextMessage("reply"));
            assertThat(reply.receive(SOON).getBody(String.class)).isEqualTo("reply");
            MessageProducer publisher = session.createProducer(session.createTopic("news"));
            await().until(() -> {
                publisher.send(session.createTextMessage("news"));
                return heard.contains("news");
            });
        }
    }

    private static void awaitMessage(Artemis broker) {
        await().until(() -> broker.messagesIn("q") == 1);
    }

    @Test
    void aSecondHostIsGoneToWhereTheFirstIsDead() throws Exception {
        try (Artemis second = Artemis.start();
                Connection connection = connectTo("amqp://localhost:" + port + ",localhost:" + second.port(), "")) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("there"));
            awaitMessage(second);
        }
        try (Artemis first = startBroker();
                Artemis second = Artemis.start();
                Connection connection = connectTo("amqp://localhost:" + port + ",localhost:" + second.port(), "")) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            producer.send(session.createTextMessage("to the first"));
            first.stop();
            // A send that meets the loss is in doubt.
            states.awaitLost(1);
            producer.send(session.createTextMessage("to the second"));
            awaitMessage(second);
        }
    }

    @Test
    void aLoginThatIsRefusedInTheMiddleOfARecoveryEndsIt() throws Exception {
        Artemis broker = startBroker();
        try (Connection connection = connect("")) {
            java.util.concurrent.CompletableFuture<JMSException> failure =
                    new java.util.concurrent.CompletableFuture<>();
            connection.setExceptionListener(failure::complete);
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            producer.send(session.createMessage());
            broker.close();
            broker = Artemis.builder()
                    .port(port)
                    .acceptorOptions("saslMechanisms=PLAIN")
                    .journal(journal)
                    .accounts(Map.of("alice", "secret"))
                    .start();
            assertThat(failure.get(SOON, TimeUnit.MILLISECONDS)).isInstanceOf(JMSException.class);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> producer.send(session.createMessage()))
                    .isInstanceOf(JMSException.class);
        } finally {
            broker.close();
        }
    }
}
