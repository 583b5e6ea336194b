package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.apache.qpid.protonj2.test.driver.codec.transport.SenderSettleMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer is sent, and asked for, where options say that messages travel settled. */
final class ScriptedPresettledTest extends OnScriptedPeer {
    private static final String QUEUE = "presettled";

    private void expectSenderThatIs(SenderSettleMode mode) {
        peer.expectAttach().ofSender().withSndSettleMode(mode).respond();
        peer.remoteFlow().withLinkCredit(10).queue();
    }

    private void sendBoth(String options) throws Exception {
        Session session = session(connect(options));
        MessageProducer producer = producer(session, QUEUE);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(session.createMessage());
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        producer.send(session.createMessage());
        awaitScript();
    }

    @Test
    void nonPersistentMessagesAreSentSettledAndPersistentOnesAreAnswered() throws Exception {
        expectSession();
        expectSenderThatIs(SenderSettleMode.MIXED);
        peer.expectTransfer().withSettled(true);
        peer.expectTransfer().withSettled(false).accept();
        sendBoth("&presettledSends=nonpersistent");
    }

    @Test
    void allMessagesAreSentSettledWhereThatIsAskedFor() throws Exception {
        expectSession();
        expectSenderThatIs(SenderSettleMode.MIXED);
        peer.expectTransfer().withSettled(true);
        peer.expectTransfer().withSettled(true);
        sendBoth("&presettledSends=all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&presettledSends=all&presettledDestinations=other,another"})
    void nothingIsSentSettledByDefaultNorToOtherDestinationsThanThoseNamed(String options) throws Exception {
        expectSession();
        expectSenderThatIs(SenderSettleMode.UNSETTLED);
        peer.expectTransfer().withSettled(false).accept();
        peer.expectTransfer().withSettled(false).accept();
        sendBoth(options);
    }

    @Test
    void aPeerThatInsistsOnAnsweringIsWaitedFor() throws Exception {
        expectSession();
        peer.expectAttach().ofSender().respond().withSndSettleMode(SenderSettleMode.UNSETTLED);
        peer.remoteFlow().withLinkCredit(10).queue();
        peer.expectTransfer().withSettled(false).accept();
        peer.expectTransfer().withSettled(false).accept();
        sendBoth("&presettledSends=all");
    }

    @Test
    void aReceiverAsksForSettledMessagesAndSettlesNone() throws Exception {
        expectSession();
        peer.expectAttach()
                .ofReceiver()
                .withSndSettleMode(SenderSettleMode.SETTLED)
                .respond();
        peer.expectFlow();
        peer.remoteTransfer()
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {0})
                .withSettled(true)
                .withPayload(text("x"))
                .queue();
        Connection connection = connect("&presettledReceives=true&presettledDestinations=" + QUEUE);
        connection.start();
        Session session = connection.createSession();
        assertThat(text(session.createConsumer(session.createQueue(QUEUE)))).isEqualTo("x");
        awaitScript();
    }
}
