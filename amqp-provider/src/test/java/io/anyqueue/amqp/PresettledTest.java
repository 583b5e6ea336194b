package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.apache.qpid.protonj2.test.driver.codec.transport.SenderSettleMode;
import org.junit.jupiter.api.Test;

/** Messages that travel settled, where options ask for that. */
final class PresettledTest extends OnArtemis {

    /** A producer for {@code presettled} on a peer that answers only what is not settled. */
    private void onScriptedPeer(String options, Work work, Script script) throws Exception {
        try (ProtonTestServer peer = new ProtonTestServer()) {
            peer.expectSASLAnonymousConnect();
            peer.expectOpen().respond();
            peer.expectBegin().respond();
            script.write(peer);
            peer.start();
            String url = "amqp://localhost:" + peer.getServerURI().getPort() + "/?recovery=false" + options;
            try (Connection connection = AnyQueue.connectionFactory(url).createConnection()) {
                connection.start();
                Session session = connection.createSession();
                work.on(session, session.createQueue("presettled"));
                peer.waitForScriptToComplete(SOON, TimeUnit.MILLISECONDS);
                peer.expectDetach().optional().respond();
                peer.expectEnd().optional().respond();
                peer.expectClose().optional().respond();
            }
        }
    }

    private interface Work {
        void on(Session session, Queue queue) throws Exception;
    }

    private interface Script {
        void write(ProtonTestServer peer);
    }

    private static void expectSender(ProtonTestServer peer, SenderSettleMode mode) {
        peer.expectAttach().ofSender().withSndSettleMode(mode).respond();
        peer.remoteFlow().withLinkCredit(10).queue();
    }

    private static void sendBoth(Session session, Queue queue) throws Exception {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(session.createMessage());
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.send(session.createMessage());
    }

    @Test
    void nonPersistentMessagesAreSentSettledAndPersistentOnesAreAnswered() throws Exception {
        onScriptedPeer("&presettledSends=nonpersistent", PresettledTest::sendBoth, peer -> {
            expectSender(peer, SenderSettleMode.MIXED);
            peer.expectTransfer().withSettled(true);
            peer.expectTransfer().withSettled(false).accept();
        });
    }

    @Test
    void allMessagesAreSentSettledWhereThatIsAskedFor() throws Exception {
        onScriptedPeer("&presettledSends=all", PresettledTest::sendBoth, peer -> {
            expectSender(peer, SenderSettleMode.MIXED);
            peer.expectTransfer().withSettled(true);
            peer.expectTransfer().withSettled(true);
        });
    }

    @Test
    void nothingIsSentSettledByDefaultNorToOtherDestinationsThanThoseNamed() throws Exception {
        for (String options : new String[] {"", "&presettledSends=all&presettledDestinations=other,another"}) {
            onScriptedPeer(options, PresettledTest::sendBoth, peer -> {
                expectSender(peer, SenderSettleMode.UNSETTLED);
                peer.expectTransfer().withSettled(false).accept();
                peer.expectTransfer().withSettled(false).accept();
            });
        }
    }

    @Test
    void aPeerThatInsistsOnAnsweringIsWaitedFor() throws Exception {
        onScriptedPeer("&presettledSends=all", PresettledTest::sendBoth, peer -> {
            peer.expectAttach().ofSender().respond().withSndSettleMode(SenderSettleMode.UNSETTLED);
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().withSettled(false).accept();
            peer.expectTransfer().withSettled(false).accept();
        });
    }

    @Test
    void aReceiverAsksForSettledMessagesAndSettlesNone() throws Exception {
        onScriptedPeer(
                "&presettledReceives=true&presettledDestinations=presettled",
                (session, queue) ->
                        assertThat(session.createConsumer(queue).receive(SOON)).isNotNull(),
                peer -> {
                    peer.expectAttach()
                            .ofReceiver()
                            .withSndSettleMode(SenderSettleMode.SETTLED)
                            .respond();
                    peer.expectFlow();
                    peer.remoteTransfer()
                            .withDeliveryId(0)
                            .withDeliveryTag(new byte[] {0})
                            .withSettled(true)
                            .withPayload(OnScriptedPeer.text("x"))
                            .queue();
                });
    }

    @Test
    void presettledMessagesPassThroughABrokerAndTransactionsStayWhole() throws Exception {
        Connection connection = connect("?presettledSends=all&presettledReceives=true");
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        int count = 500;
        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("message " + i));
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < count; i++) {
            assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("message " + i);
        }
        consumer.close();
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED);
        transacted.createProducer(queue).send(transacted.createTextMessage("rolled back"));
        transacted.rollback();
        transacted.createProducer(queue).send(transacted.createTextMessage("committed"));
        transacted.commit();
        assertThat(session.createConsumer(queue).receive(SOON).getBody(String.class))
                .isEqualTo("committed");
    }

    @Test
    void aMessageLargerThanAFrameIsSentSettledWhole() throws Exception {
        Connection connection = connect("?presettledSends=all&maxFrameSize=4096");
        Session session = connection.createSession();
        Queue queue = session.createQueue(name);
        String text = "0123456789".repeat(100_000);
        session.createProducer(queue).send(session.createTextMessage(text));
        assertThat(session.createConsumer(queue).receive(SOON).getBody(String.class))
                .isEqualTo(text);
    }

    @Test
    void whatThePeerDoesNotReadIsNotSaidToBeSent() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(broker().port())) {
            String url = "amqp://localhost:" + proxy.port() + "/?presettledSends=all&sendTimeout=2s&closeTimeout=1s";
            try (Connection connection = AnyQueue.connectionFactory(url).createConnection()) {
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(name));
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(new byte[100_000]);
                producer.send(message);
                proxy.stopReading();
                // Less than the credit, more than sockets and memory take.
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 900; i++) {
                                producer.send(message);
                            }
                        })
                        .isInstanceOf(JMSException.class)
                        .hasMessageContaining("sendTimeout");
                proxy.cutNow();
            }
        }
    }
}
