package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.apache.qpid.protonj2.test.driver.actions.TransferInjectAction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries as brokers seldom make them. */
final class ScriptedDeliveryTest extends OnScriptedPeer {

    @BeforeEach
    void expectReceiver() {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
    }

    private MessageConsumer consumer() throws JMSException {
        Connection connection = connect("");
        connection.start();
        Session session = session(connection);
        return session.createConsumer(session.createQueue("odd"));
    }

    private TransferInjectAction transfer(int id) {
        return peer.remoteTransfer().withDeliveryId(id).withDeliveryTag(new byte[] {(byte) id});
    }

    @Test
    void aMessageInSeveralFramesArrivesWhole() throws Exception {
        byte[] payload = text("whole");
        transfer(0).withMore(true).withPayload(Arrays.copyOf(payload, 3)).queue();
        transfer(0).withMore(true).withPayload(new byte[0]).queue();
        transfer(0)
                .withMore(false)
                .withPayload(Arrays.copyOfRange(payload, 3, payload.length))
                .queue();
        assertThat(text(consumer())).isEqualTo("whole");
    }

    @Test
    void anAbortedDeliveryLeavesNoTrace() throws Exception {
        transfer(0).withMore(true).withPayload(Arrays.copyOf(text("half"), 4)).queue();
        transfer(0).withMore(false).withAborted(true).queue();
        transfer(1).withPayload(text("next")).queue();
        peer.expectFlow().optional();
        assertThat(text(consumer())).isEqualTo("next");
    }

    @Test
    void aMalformedMessageIsRejectedAndTheNextOneArrives() throws Exception {
        transfer(0).withPayload(new byte[] {0, 0x53, 0x77, (byte) 0xA1, 50, 1}).queue();
        peer.expectDisposition().withSettled(true).withState().rejected();
        transfer(1).withPayload(text("next")).queue();
        peer.expectFlow().optional();
        assertThat(text(consumer())).isEqualTo("next");
    }

    @Test
    void aDeliveryWithoutPayloadIsRejectedAndTheNextOneArrives() throws Exception {
        transfer(0).queue();
        peer.expectDisposition().withSettled(true).withState().rejected();
        transfer(1).withPayload(text("next")).queue();
        peer.expectFlow().optional();
        assertThat(text(consumer())).isEqualTo("next");
    }

    @Test
    void aSettledDeliveryArrivesAndIsNotSettledAgain() throws Exception {
        transfer(0).withSettled(true).withPayload(text("settled")).queue();
        transfer(1).withPayload(text("next")).queue();
        MessageConsumer consumer = consumer();
        assertThat(text(consumer)).isEqualTo("settled");
    }

    @Test
    void aRejectedMessageIsReplacedByOneCreditAndNoMore() throws Exception {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLAnonymousConnect();
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow().withLinkCredit(1);
        transfer(0).withPayload(new byte[] {0, 0x53, 0x77, (byte) 0xA1, 50, 1}).queue();
        peer.expectDisposition().withSettled(true).withState().rejected();
        peer.expectFlow().withLinkCredit(1);
        transfer(1).withPayload(text("next")).queue();
        assertThat(text(consumer())).isEqualTo("next");
        awaitScript();
    }

    @Test
    void aMessageNestedDeeperThanAnyStackIsRejectedAndTheNextOneArrives() throws Exception {
        transfer(0).withPayload(nested(100_000)).queue();
        peer.expectDisposition().withSettled(true).withState().rejected();
        peer.expectFlow().optional();
        transfer(1).withPayload(text("next")).queue();
        assertThat(text(consumer())).isEqualTo("next");
    }

    /** A value of lists in lists. */
    private static byte[] nested(int depth) {
        int head = 9;
        ByteBuffer buffer = ByteBuffer.allocate(3 + depth * head);
        buffer.put(new byte[] {0, 0x53, 0x77});
        for (int i = 0; i < depth; i++) {
            int rest = buffer.remaining() - head;
            buffer.put((byte) 0xD0).putInt(rest + 4).putInt(i + 1 < depth ? 1 : 0);
        }
        return buffer.array();
    }

    @Test
    void aDurableSubscriptionThatThePeerDetachesIsNotClosedInReturn() throws Exception {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLAnonymousConnect();
        expectSession();
        peer.expectAttach().ofReceiver().withName("kept").respond();
        peer.remoteDetach().withClosed(false).queue();
        CountDownLatch detached = new CountDownLatch(1);
        peer.expectDetach().withClosed(false);
        peer.execute(detached::countDown).queue();
        Connection connection = connect("");
        connection.setClientID("client");
        Session session = session(connection);
        assertThat(session.createDurableSubscriber(session.createTopic("t"), "kept"))
                .isNotNull();
        assertThat(detached.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
    }
}
