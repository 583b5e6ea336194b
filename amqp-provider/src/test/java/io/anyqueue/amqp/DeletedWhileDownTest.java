package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues that an Artemis has lost when it returns: their consumers are told, and everything else goes on. */
final class DeletedWhileDownTest extends WithConnections {
    private static final String DOOMED = "doomed";
    private static final String KEPT = "kept";

    @TempDir
    private Path journal;

    private final ConnectionStates states = new ConnectionStates();
    private final BlockingQueue<JMSException> reports = new LinkedBlockingQueue<>();
    private Artemis broker;
    private CuttingProxy proxy;
    private Connection connection;

    @BeforeEach
    void open() throws JMSException {
        broker = Artemis.builder().journal(journal).start();
        broker.createQueue(DOOMED);
        broker.createQueue(KEPT);
        proxy = new CuttingProxy(broker.port());
        connection = AnyQueue.builder()
                .url("amqp://localhost:" + proxy.port() + "/?recoveryDelay=20ms&recoveryMaxDelay=100ms")
                .connectionStateListener(states)
                .build()
                .createConnection();
        connection.setExceptionListener(reports::add);
        connection.start();
    }

    @AfterEach
    void close() throws JMSException {
        connection.close();
        proxy.close();
        broker.close();
    }

    /** The client finds nobody at its address until the queue is gone for good. */
    private void restartWithoutTheDoomedQueue() throws Exception {
        int port = broker.port();
        broker.close();
        proxy.cutNow();
        broker = Artemis.builder().journal(journal).start();
        broker.server().destroyQueue(SimpleString.of(DOOMED));
        broker.server()
                .getActiveMQServerControl()
                .addAddressSettings(
                        DOOMED,
                        new AddressSettings()
                                .setAutoCreateQueues(false)
                                .setAutoCreateAddresses(false)
                                .toJSON());
        broker.close();
        broker = Artemis.builder().port(port).journal(journal).start();
        states.awaitRestored(1);
    }

    private void assertReportedOnce() throws InterruptedException {
        JMSException report = reports.poll(SOON, TimeUnit.MILLISECONDS);
        assertThat(report)
                .hasCauseInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining(DOOMED)
                .hasMessageContaining("amqp:not-found");
        assertThat(reports).isEmpty();
    }

    private static void sendAndReceive(Session session, MessageConsumer consumer, String text) throws JMSException {
        session.createProducer(session.createQueue(KEPT)).send(session.createTextMessage(text));
        assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo(text);
    }

    @Test
    void theConsumerIsClosedAndReportedAndTheOthersOfItsSessionGoOn() throws Exception {
        Session session = connection.createSession();
        MessageConsumer lost = session.createConsumer(session.createQueue(DOOMED));
        MessageConsumer kept = session.createConsumer(session.createQueue(KEPT));
        sendAndReceive(session, kept, "before");
        // Settling is not answered: a broker that stops before it has come to it delivers the message again.
        await().until(() -> broker.messagesIn(KEPT) == 0);

        restartWithoutTheDoomedQueue();

        sendAndReceive(session, kept, "after");
        assertReportedOnce();
        assertThatThrownBy(() -> lost.receive(SOON)).isInstanceOf(IllegalStateException.class);
        assertThat(broker.server().locateQueue(DOOMED)).isNull();
        sendAndReceive(session, kept, "still");
        assertThat(reports).isEmpty();
    }

    private static boolean isWaiter(Object blocker) {
        return blocker != null && blocker.getClass().getSimpleName().equals("Waiter");
    }

    @Test
    void aThreadThatWaitsInReceiveIsLetGo() throws Exception {
        Session session = connection.createSession();
        MessageConsumer lost = session.createConsumer(session.createQueue(DOOMED));
        CompletableFuture<Message> received = new CompletableFuture<>();
        Thread receiving = new Thread(() -> {
            try {
                received.complete(lost.receive());
            } catch (JMSException e) {
                received.completeExceptionally(e);
            }
        });
        receiving.start();
        // It may be parked for a lock on its way there.
        await().until(() -> isWaiter(LockSupport.getBlocker(receiving)));

        restartWithoutTheDoomedQueue();

        assertReportedOnce();
        assertThat(received.get(SOON, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aListenerIsClosedAndReportedAndTheOtherSessionGoesOn() throws Exception {
        Session doomed = connection.createSession();
        doomed.createConsumer(doomed.createQueue(DOOMED)).setMessageListener(message -> {});
        Session session = connection.createSession();
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        session.createConsumer(session.createQueue(KEPT)).setMessageListener(heard::add);

        restartWithoutTheDoomedQueue();

        assertReportedOnce();
        Session sending = connection.createSession();
        sending.createProducer(sending.createQueue(KEPT)).send(sending.createTextMessage("after"));
        assertThat(heard.poll(SOON, TimeUnit.MILLISECONDS).getBody(String.class))
                .isEqualTo("after");
    }

    @Test
    void aProducerIsToldAtItsNextSendAndTheOthersOfItsSessionGoOn() throws Exception {
        Session session = connection.createSession();
        MessageProducer lost = session.createProducer(session.createQueue(DOOMED));
        MessageConsumer kept = session.createConsumer(session.createQueue(KEPT));
        lost.send(session.createTextMessage("goes with the queue"));

        restartWithoutTheDoomedQueue();

        assertThatThrownBy(() -> lost.send(session.createTextMessage("nowhere")))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining(DOOMED);
        sendAndReceive(session, kept, "after");
        assertThat(reports).isEmpty();
    }
}
