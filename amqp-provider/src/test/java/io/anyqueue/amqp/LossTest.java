package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are cut or fall silent, and what becomes of the messages. */
@Timeout(600)
final class LossTest extends OnArtemis {

    @Test
    void noAcknowledgedSendIsLostInManyCuts() throws Exception {
        SendLedger ledger = new SendLedger();
        try (CuttingProxy proxy = proxy();
                Connection connection = through(proxy, "")) {
            proxy.cutAfter(20_011);
            proxy.cutNow();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue(name));
            for (int i = 0; i < 2_000; i++) {
                ledger.send(session, producer, "m" + i);
            }
            assertThat(proxy.cuts()).isGreaterThan(10);
            // One at a time is under way when a connection is cut; those after it wait for the next.
            assertThat(ledger.inDoubt()).isBetween(1, proxy.cuts());
        }
        ledger.assertAccountsFor(drain(name));
    }

    @Test
    void everySendArrivesWhereDoubtfulOnesAreRepeated() throws Exception {
        try (CuttingProxy proxy = proxy();
                Connection connection = through(proxy, "&inDoubtSend=resend")) {
            proxy.cutAfter(30_011);
            proxy.cutNow();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue(name));
            for (int i = 0; i < 1_000; i++) {
                producer.send(session.createTextMessage("m" + i));
            }
        }
        Set<String> arrived = new HashSet<>(drain(name));
        assertThat(arrived).hasSize(1_000);
    }

    @Test
    void aConsumerGetsEverythingAcrossCuts() throws Exception {
        int count = 1_000;
        Session sending = connect().createSession();
        MessageProducer producer = sending.createProducer(sending.createQueue(name));
        for (int i = 0; i < count; i++) {
            producer.send(sending.createTextMessage("m" + i));
        }
        Set<String> received = new HashSet<>();
        try (CuttingProxy proxy = proxy();
                Connection connection = through(proxy, "&prefetch=20")) {
            proxy.cutAfter(1_801);
            proxy.cutNow();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue(name));
            while (received.size() < count) {
                Message message = consumer.receive(SOON);
                assertThat(message).as("message after %d", received.size()).isNotNull();
                received.add(((TextMessage) message).getText());
            }
            assertThat(proxy.cuts()).isGreaterThan(1);
        }
    }

    @Test
    void aSilentBrokerIsNoticedByTheIdleTimeout() throws Exception {
        AtomicBoolean frozen = new AtomicBoolean();
        Pace.find(() -> !frozen.get(), millis -> {
            CompletableFuture<JMSException> reported = new CompletableFuture<>();
            try (CuttingProxy proxy = proxy();
                    Connection connection = through(proxy, "&idleTimeout=" + millis + "ms&recovery=false")) {
                connection.setExceptionListener(reported::complete);
                connection.createSession();
                frozen.set(true);
                proxy.freeze();
                assertThat(reported.get(SOON, TimeUnit.MILLISECONDS))
                        .hasMessageContaining("silent for longer than idleTimeout (now " + millis + "ms)");
            }
        });
    }

    @Test
    void anIdleConnectionIsKeptAlive() throws Exception {
        Pace.find(() -> true, millis -> {
            try (Artemis strict = Artemis.builder()
                            .acceptorOptions("amqpIdleTimeout=" + 2 * millis)
                            .start();
                    Connection connection = AnyQueue.connectionFactory(strict.url() + "/?recovery=false")
                            .createConnection()) {
                CountDownLatch reported = new CountDownLatch(1);
                connection.setExceptionListener(e -> reported.countDown());
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                assertThat(reported.await(6 * millis, TimeUnit.MILLISECONDS)).isFalse();
                session.createProducer(session.createQueue(name)).send(session.createTextMessage("still here"));
            }
        });
    }

    @Test
    void nobodyThereIsSaidAtOnce() throws Exception {
        try (Socket bound = new Socket()) {
            // Nobody listens there, and nobody else can begin to.
            bound.bind(new InetSocketAddress(0));
            int deaf = bound.getLocalPort();
            assertThatThrownBy(() -> AnyQueue.connectionFactory("amqp://localhost:" + deaf)
                            .createConnection())
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("localhost:" + deaf);
        }
    }

    @Test
    void aBrokerThatNeverAnswersFailsTheConnectInTime() {
        try (CuttingProxy proxy = proxy()) {
            proxy.freeze();
            assertThatThrownBy(() -> AnyQueue.connectionFactory(
                                    "amqp://localhost:" + proxy.port() + "/?connectTimeout=300ms")
                            .createConnection())
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("connectTimeout");
        }
    }
}
