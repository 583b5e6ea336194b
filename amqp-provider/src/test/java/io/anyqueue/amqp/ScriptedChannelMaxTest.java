package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A peer that takes few sessions of a connection. */
final class ScriptedChannelMaxTest extends OnScriptedPeer {

    @Test
    void aSessionTooManyIsRefusedTheOthersLiveAndOneThatIsClosedMakesRoom() throws Exception {
        peer.expectOpen().respond().withChannelMax(2);
        peer.expectBegin().onChannel(0).respond();
        peer.expectBegin().onChannel(1).respond();
        peer.expectAttach().onChannel(0).ofSender().respond();
        peer.remoteFlow().withHandle(0).withLinkCredit(10).onChannel(0).queue();
        peer.expectTransfer().onChannel(0).accept();
        peer.expectEnd().onChannel(1).respond();
        peer.expectBegin().respond();
        Connection connection = connect("");
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        connection.setExceptionListener(failure::complete);
        Session first = connection.createSession();
        Session second = connection.createSession();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(connection::createSession)
                    .isInstanceOf(ResourceAllocationException.class)
                    .hasMessageContaining("at most 2 sessions")
                    .hasMessageContaining("close sessions, or use another connection");
        }
        first.createProducer(first.createQueue("q")).send(first.createMessage());
        second.close();
        assertThat(connection.createSession()).isNotNull();
        awaitScript();
        assertThat(failure).isNotDone();
    }
}
