package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.types.transport.LinkError;
import org.junit.jupiter.api.Test;

/** A peer that sends whatever credit it has. */
final class ScriptedFloodTest extends OnScriptedPeer {
    private static final int FLOOD = 1_200;

    @Test
    void aPeerThatSendsFarMoreThanItsCreditLosesTheLink() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        for (int i = 0; i < FLOOD; i++) {
            peer.remoteTransfer()
                    .withDeliveryId(i)
                    .withDeliveryTag(new byte[] {(byte) (i >> 8), (byte) i})
                    .withPayload(text("flood"))
                    .queue();
        }
        peer.expectDisposition().optional();
        peer.expectDetach()
                .withError(LinkError.TRANSFER_LIMIT_EXCEEDED.toString())
                .respond();
        Connection connection = connect("&prefetch=1");
        CompletableFuture<JMSException> heard = new CompletableFuture<>();
        connection.setExceptionListener(heard::complete);
        connection.start();
        Session session = session(connection);
        MessageConsumer consumer = session.createConsumer(session.createQueue("flood"));
        // It takes no second message, so that no credit is granted anew meanwhile.
        consumer.setMessageListener(message -> heard.join());
        assertThat(heard.get(SOON, TimeUnit.MILLISECONDS)).hasMessageContaining("than it was asked for");
    }
}
